import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IdSource, systemClock, systemRandom } from '@smpp-connect/kernel'
import { createAccess } from '@smpp-connect/manager'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'

const OLD = 'the-old-password'
const NEW = 'the-new-password'

async function withAccess<Result>(
  directory: string,
  work: (access: ReturnType<typeof createAccess>) => Promise<Result>,
) {
  const store = new SqliteStore({ directory })
  await store.open()
  try {
    const ids = new IdSource(systemClock, systemRandom)
    const passwordCost = { costLog2: 4, blockSize: 8, parallel: 1 }
    return await work(createAccess({ store, clock: systemClock, random: systemRandom, ids, passwordCost }))
  } finally {
    await store.close()
  }
}

test('a user gets a new password, and what is wrong is told without changing anything', async () => {
  using folder = temporaryFolder()
  const directory = folder.path
  await withAccess(directory, async (access) => {
    const token = (await access.newSetupToken()) ?? ''
    assert.ok((await access.claim({ token, name: 'alice', password: OLD })).ok)
  })
  const reset = (name: string, stdin: string) =>
    runToEnd(['user', 'reset', name, '--data-dir', directory], { folder: directory, stdin })
  const short = await reset('alice', 'short\n')
  assert.equal(short.exitCode, 2)
  assert.match(short.err, /The password: at least 10 characters\./)
  const nobody = await reset('bob', `${NEW}\n`)
  assert.equal(nobody.exitCode, 1)
  assert.match(nobody.err, /There is no user "bob"\. There are: alice\./)
  const done = await reset('alice', `${NEW}\r\nnot this line\n`)
  assert.deepEqual([done.exitCode, done.out], [0, ''], done.err)
  const held = await withAccess(directory, async (access) => {
    assert.equal((await access.login('alice', NEW)).ok, true)
    assert.equal((await access.login('alice', OLD)).ok, false)
    return reset('alice', `${OLD}\n`)
  })
  assert.equal(held.exitCode, 1)
  assert.match(held.err, /The store cannot be opened: .* in use by the process with pid \d+/)
  const elsewhere = await runToEnd(['user', 'reset', 'a', '--data-dir', `${directory}/none`], { folder: directory })
  assert.match(elsewhere.err, /There is no data directory .*none\./)
})
