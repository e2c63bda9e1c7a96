import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

// The console bundles this folder: nothing in it may need Node.
test('nothing under src/text imports from outside it or uses what only Node has', () => {
  const folder = join(import.meta.dirname, '../../src/text')
  const files = readdirSync(folder)
  assert.ok(files.length > 20)
  for (const file of files) {
    const source = readFileSync(join(folder, file), 'utf8')
    for (const [, from] of source.matchAll(/from '([^']+)'/g)) assert.match(from!, /^\.\/[a-z0-9-]+\.ts$/, file)
    assert.doesNotMatch(source, /\bBuffer\b|\bprocess\.|\brequire\(|node:|setTimeout|Date\.now|Math\.random/, file)
  }
})
