import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { renderModel } from '../../scripts/render-model.ts'

const room = join(import.meta.dirname, '../..')

test('the PDU types are those of the tables (else run scripts/generate-model.ts)', () => {
  assert.equal(readFileSync(join(room, 'src/codec/model/pdus.generated.ts'), 'utf8'), renderModel())
})
