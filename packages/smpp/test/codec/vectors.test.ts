import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../../../..')
// The octets belong to other projects' tests, so they are not in this one: whoever has the file names it, or lays it there.
const path = process.env.CONNECT_VECTORS ?? join(root, '../shared/spec/vectors.json')
const skip = existsSync(path) ? false : 'no vectors file: set CONNECT_VECTORS to its path'

test('the public PDU vectors and receipts are read as listed', { skip }, () => {
  const run = spawnSync(process.execPath, [join(root, 'tools/vectors.ts'), path], { encoding: 'utf8' })
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`)
})
