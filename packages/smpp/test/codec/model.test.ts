import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { GENERATED } from '../../scripts/generated-files.ts'

for (const [path, render] of Object.entries(GENERATED)) {
  test(`${path} is what the tables make of it (else run scripts/generate-model.ts)`, () => {
    assert.equal(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'), render())
  })
}
