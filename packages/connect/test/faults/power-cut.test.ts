import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import {
  type DiskRecord,
  DiskShim,
  eventually,
  PowerCutDisk,
  readDiskTrace,
  skipWithoutDiskShim,
  temporaryFolder,
  writeFiles,
} from '@smpp-connect/testkit'
import { RunningConnect } from '../e2e/running-connect.ts'
import { type CutConnectOptions, type CutConnectResult, cutConnect } from './cut-connect.ts'
import { Load } from './load.ts'
import { defineSmscs, freePort, OURS, startSmscs } from './smscs.ts'

const TEXTS = 150
const STARTS = 6
const CUTS = Number(process.env.CONNECT_POWER_CUTS ?? 24)
const SEED = 20_261_126

describe('a whole Connect whose power goes', { skip: skipWithoutDiskShim(), timeout: 200_000 }, () => {
  it('has everything that the outside was told by then', async () => {
    const { records, ports } = await recorded()
    const result = await cutConnect(records, { seed: SEED, cuts: CUTS, ports })
    say(records, result)
    assert.deepEqual(result.wrong, [])
    for (const count of Object.values(result.told)) assert.ok(count > 10, 'little was told')

    // The same run on a disk that says done before it is.
    const lying = records.filter(({ kind }) => kind !== 'synced')
    const lied = await cutConnect(lying, { seed: SEED, cuts: 6, ports })
    assert.ok(lied.wrong.length > 0, 'nothing is missing where nothing was synced')
  })

  it('starts again, and its simulator with it', async () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')
    mkdirSync(dataDir)
    using shim = new DiskShim({ root: dataDir, folder: folder.path, traces: true })
    await using connect = await RunningConnect.start(dataDir, shim.env)
    for (let nth = 0; nth < 20; nth++) {
      assert.equal((await connect.call('POST', '/v1/messages', { to: numberOf(nth), text: `Text ${nth}` })).status, 202)
    }
    await connect.kill()
    const records = readDiskTrace(shim.tracePath)
    const random = seededRandom(SEED)
    const disk = new PowerCutDisk(random)
    for (const [index, record] of records.entries()) {
      disk.apply(record)
      if ((index + 1) % Math.floor(records.length / STARTS) !== 0) continue
      using found = temporaryFolder()
      writeFiles(found.path, disk.cut(random))
      await using started = await RunningConnect.start(found.path)
      await eventually('ready', async () => (await started.call('GET', '/readyz')).status === 200)
    }
  })
})

const numberOf = (nth: number): string => `+4477009000${String(nth).padStart(2, '0')}`

/** A run under load on a disk and on sockets that are watched, ended by kill -9. */
async function recorded(): Promise<{ readonly records: readonly DiskRecord[] } & Pick<CutConnectOptions, 'ports'>> {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'data')
  mkdirSync(dataDir)
  using shim = new DiskShim({ root: dataDir, folder: folder.path, traces: true, watchesNet: true })
  const { smsc, port } = await startSmscs()
  await using _ = smsc
  const ports = { http: await freePort(), smsc: port }
  const env = { CONNECT_HTTP_PORT: String(ports.http), CONNECT_SIMULATOR: 'off', ...shim.env }
  const connect = await RunningConnect.start(dataDir, env)
  await using running = connect
  const smscIds = await defineSmscs(running, port)
  const load = new Load({
    url: running.url,
    smscIds,
    ours: OURS,
    write: (phone, to, text) => smsc.reply(phone, to, text),
  })
  load.start()
  await eventually(`${TEXTS} texts`, () => load.book.acknowledged.length >= TEXTS)
  await load.stop()
  await running.kill()
  assert.deepEqual(load.book.surprises, [])
  return { records: readDiskTrace(shim.tracePath), ports }
}

function say(records: readonly DiskRecord[], { cuts, told, wrong }: CutConnectResult): void {
  const { accepted, submitted, receipt, text } = told
  console.log(
    `  ${records.length} records; told: ${accepted} texts accepted, ${submitted} parts submitted, ${receipt} receipts and ` +
      `${text} texts acknowledged; ${cuts} cuts, ${wrong.length} wrong`,
  )
}
