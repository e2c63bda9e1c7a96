import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { simulatorAccount } from '../../src/roles/simulator-smsc.ts'
import { StartRefused } from '../../src/roles/start-refused.ts'

it('the account of the simulator is made once, for its owner alone', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'simulator.json')
  const account = simulatorAccount(folder.path)
  assert.equal(account.password.length, 8)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(simulatorAccount(folder.path), account)
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), account)
})

it('a damaged account is told, with what to do', () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'simulator.json'), '')
  assert.throws(
    () => simulatorAccount(folder.path),
    (failure) => failure instanceof StartRefused && /simulator\.json is damaged\. Remove it/.test(failure.message),
  )
})
