import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ERRORS } from '@smpp-connect/contracts'
import { ERRORS_PAGE, renderErrorsPage } from '../errors.ts'
import { root } from '../runtime.mjs'

test('the page of error codes is what the catalogue says', () => {
  assert.equal(readFileSync(ERRORS_PAGE, 'utf8'), renderErrorsPage(ERRORS), 'run: node tools/errors.ts')
})

test('the page has a section for every code, and none for anything else', () => {
  const sections = [...readFileSync(ERRORS_PAGE, 'utf8').matchAll(/^## (.+)$/gm)].map((match) => match[1])
  assert.deepEqual(sections.toSorted(), Object.keys(ERRORS).toSorted())
})

test('every code of the catalogue is given by something', () => {
  const sources = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => file !== 'packages/contracts/src/errors.ts')
    .map((file) => readFileSync(join(root, file), 'utf8'))
  for (const code of Object.keys(ERRORS)) {
    assert.ok(
      sources.some((source) => source.includes(`'${code}'`)),
      `${code} is in the catalogue, and nothing gives it`,
    )
  }
})
