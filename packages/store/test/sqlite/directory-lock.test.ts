import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { StoreProcess } from './processes.ts'

describe('the lock on a data directory', () => {
  it('keeps another process out, names the holder, and is gone when that is killed', async () => {
    using folder = temporaryFolder()
    const holder = new StoreProcess('hold', folder.path)
    assert.equal(await holder.line(), 'open')
    const store = new SqliteStore({ directory: folder.path })
    const refusal = new RegExp(`the data directory ${folder.path} is in use by the process with pid ${holder.pid};`)
    await assert.rejects(store.open(), { name: 'StoreUnavailable', reason: refusal })
    await holder.kill()
    await store.open()
    const late = new StoreProcess('hold', folder.path)
    const said = await late.line()
    assert.match(said ?? '', new RegExp(`^refused the data directory .* pid ${process.pid};`))
    await store.close()
    const last = new StoreProcess('hold', folder.path)
    assert.equal(await last.line(), 'open')
    await last.kill()
  })

  it('keeps a second store of the same process out', async () => {
    using folder = temporaryFolder()
    const [one, two] = [0, 1].map(() => new SqliteStore({ directory: folder.path }))
    await one?.open()
    await assert.rejects(two?.open() ?? Promise.resolve(), { name: 'StoreUnavailable', reason: /in use by/ })
    await assert.rejects(one?.open() ?? Promise.resolve(), { name: 'StoreUnavailable', reason: /open already/ })
    await one?.close()
    await two?.open()
    await two?.close()
  })
})
