import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ERRORS } from '@smpp-connect/contracts'
import { ERRORS_PAGE, renderErrorsPage } from '../errors.ts'

test('the page of error codes is what the catalogue says', () => {
  assert.equal(readFileSync(ERRORS_PAGE, 'utf8'), renderErrorsPage(ERRORS), 'run: node tools/errors.ts')
})

test('the page has a section for every code, and none for anything else', () => {
  const sections = [...readFileSync(ERRORS_PAGE, 'utf8').matchAll(/^## (.+)$/gm)].map((match) => match[1])
  assert.deepEqual(sections.toSorted(), Object.keys(ERRORS).toSorted())
})
