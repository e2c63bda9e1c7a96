import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import type { Finding } from '../../src/doctor/finding.ts'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

describe('connect doctor', () => {
  it('looks at a Connect that runs elsewhere, and says what is wrong with it', async () => {
    using folder = temporaryFolder()
    await using connect = await SmallConnect.start()
    const doctor = (...words: string[]) => runToEnd(['doctor', '--url', connect.url, ...words], { folder: folder.path })
    const none = await doctor()
    assert.equal(none.exitCode, 1)
    assert.match(none.out, /^✓ Connect 0\.0\.0 runs at http.*\n✓ It can store\.\n✓ 0 accepted/)
    assert.match(none.out, /✗ There is no SMSC: nothing can be sent\.\n {2}Add one in the console\./)
    const smscId = await connect.define({ name: 'North', host: '10.0.0.1', password: 'x' })
    assert.match((await doctor()).out, /✗ North is not bound: no edge holds a bind with it\./)
    connect.bound(smscId, 1)
    const fine = await doctor('--json')
    assert.equal(fine.exitCode, 0)
    const findings = JSON.parse(fine.out) as readonly Finding[]
    const doubts = findings.filter(({ level }) => level !== 'good').map(({ check }) => check)
    assert.deepEqual(doubts, ['unclaimed', 'version'])
    assert.match(fine.err, /^0 things wrong, 2 things to look at\./)
  })

  it('looks at a data folder on which nothing runs', async () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')
    const doctor = () => runToEnd(['doctor', '--data-dir', dataDir], { folder: folder.path })
    assert.match((await doctor()).out, /! There is no .*data yet\./)
    mkdirSync(dataDir)
    chmodSync(dataDir, 0o755)
    const open = await doctor()
    assert.equal(open.exitCode, 1)
    assert.match(open.out, /! Others on this machine may look into .*\n {2}chmod 700 /)
    assert.match(open.out, /✗ Connect is not running on .*data\.\n {2}Start it with/)
    chmodSync(dataDir, 0o700)
    assert.match((await doctor()).out, /✓ .*data can be written, and read by nobody else\./)
  })

  it('says when what is left of a Connect does not answer, and when a file is in the way', async () => {
    using folder = temporaryFolder()
    const left = {
      url: 'http://127.0.0.1:1',
      apiKey: 'a-key-of-this-machine',
      pid: 1,
      startedAt: '2026-11-26T00:00:00.000Z',
    }
    writeFileSync(join(folder.path, 'connect.json'), JSON.stringify(left))
    const gone = await runToEnd(['doctor', '--data-dir', folder.path], { folder: folder.path })
    assert.match(gone.out, /✗ Connect does not answer as it should at http:\/\/127\.0\.0\.1:1: no answer/)
    writeFileSync(join(folder.path, 'file'), '')
    const inTheWay = await runToEnd(['doctor', '--data-dir', join(folder.path, 'file')], { folder: folder.path })
    assert.match(inTheWay.out, /✗ .*file is a file, not a folder\./)
  })
})
