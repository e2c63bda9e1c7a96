import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { installationId } from '../../src/roles/installation.ts'
import { localKey, RUNNING_FILE, removeRunningFile, writeRunningFile } from '../../src/roles/running-file.ts'

it('the file of a running Connect is for its owner alone, and only its own process removes it', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, RUNNING_FILE)
  const content = {
    url: 'http://127.0.0.1:1',
    apiKey: localKey(),
    pid: 7,
    installation: 'one',
    startedAt: '2026-01-01T00:00:00.000Z',
  }
  writeRunningFile(folder.path, content)
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), content)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  removeRunningFile(folder.path, 8)
  assert.ok(existsSync(path))
  removeRunningFile(folder.path, 7)
  assert.ok(!existsSync(path))
  removeRunningFile(folder.path, 7)
})

it('a local key is new each time and long enough', () => {
  assert.notEqual(localKey(), localKey())
  assert.ok(localKey().length >= 40)
})

it('an installation keeps its id as long as its database, and a new database is another one', () => {
  using folder = temporaryFolder()
  const database = join(folder.path, 'connect.db')
  const first = installationId(folder.path)
  writeFileSync(database, '')
  assert.equal(installationId(folder.path), first)
  rmSync(database)
  assert.notEqual(installationId(folder.path), first)
})

it('an installation whose id a power cut left empty gets another', () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'connect.db'), '')
  writeFileSync(join(folder.path, 'installation'), '')
  const id = installationId(folder.path)
  assert.match(id, /^[0-9a-f-]{36}$/)
  assert.equal(installationId(folder.path), id)
})
