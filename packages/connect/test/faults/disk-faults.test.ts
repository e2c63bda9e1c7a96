import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Accepted, Problem } from '@smpp-connect/contracts'
import {
  type DiskFault,
  DiskShim,
  eventually,
  readDiskTrace,
  skipWithoutDiskShim,
  temporaryFolder,
} from '@smpp-connect/testkit'
import { type HttpAnswer, RunningConnect } from '../e2e/running-connect.ts'
import { compareBooks } from './compare-books.ts'
import { cutConnect } from './cut-connect.ts'
import { Load } from './load.ts'
import type { RemoteSmsc } from './remote-smsc.ts'
import { isSettled } from './settle.ts'
import { defineSmscs, freePort, MOST_WITH_SENDERS, OURS, startSmscs } from './smscs.ts'
import { readStoreBook } from './store-book.ts'

/** What the disk does, and what people and machines are to be told of it. */
const FAULTS: readonly (readonly [DiskFault, RegExp])[] = [
  ['no-space', /the disk is full/],
  ['write-error', /I\/O error/],
  ['sync-error', /I\/O error/],
  ['read-only', /read-only|I\/O error/],
]
const SLOW_SYNC_MS = 1_000
/** Deliveries that the SMSC tries in vain before a fault is over. */
const IN_VAIN = 5
const CUTS = 40
/** Recovering takes a second or two; a deadline for machines that have other things to do. */
const RECOVERS_WITHIN_MS = 30_000

describe('a Connect whose disk fails', { skip: skipWithoutDiskShim(), timeout: 230_000 }, () => {
  it('says so, takes nothing that it cannot keep, and goes on by itself when the disk does', async () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')
    mkdirSync(dataDir)
    using shim = new DiskShim({ root: dataDir, folder: folder.path, traces: true, watchesNet: true })
    const { smsc, port } = await startSmscs()
    await using _ = smsc
    const ports = { http: await freePort(), smsc: port }
    const startedAtMs = Date.now()
    await using connect = await RunningConnect.start(dataDir, {
      CONNECT_HTTP_PORT: String(ports.http),
      CONNECT_SIMULATOR: 'off',
      CONNECT_LOG_LEVEL: 'error',
      ...shim.env,
    })
    const smscIds = await defineSmscs(connect, port)
    const load = new Load({
      url: connect.url,
      smscIds,
      ours: OURS,
      write: (phone, to, text) => smsc.reply(phone, to, text),
    })
    load.start()
    await eventually('texts flow', () => load.book.acknowledged.length > 20)
    for (const [fault, reason] of FAULTS) await failAndRecover({ connect, smsc, shim, load, fault, reason })
    await slowDown(connect, shim, load)

    await load.stop()
    await eventually('all is settled', () => isSettled(smsc, connect), 120_000)
    assert.equal(await connect.stop(), 0, connect.output)
    const { texts, receipts, replies, wrong } = compareBooks({
      clients: load.book,
      submits: await smsc.ask('submits'),
      replies: await smsc.ask('replies'),
      kept: await readStoreBook(dataDir),
      lives: [{ startedAtMs, endedBy: undefined }],
      mostWithSenders: MOST_WITH_SENDERS,
    })
    console.log(`  all in all ${texts} texts, ${receipts} receipts, ${replies} replies; ${wrong.length} wrong`)
    assert.deepEqual(wrong, [])

    // Had the power gone in the midst of all that, nothing that was told would be missing either.
    const cut = await cutConnect(readDiskTrace(shim.tracePath), { seed: 20_261_126, cuts: CUTS, ports })
    console.log(`  ${cut.cuts} power cuts, ${cut.wrong.length} wrong`)
    assert.deepEqual(cut.wrong, [])
  })
})

interface Trouble {
  readonly connect: RunningConnect
  readonly smsc: RemoteSmsc
  readonly shim: DiskShim
  readonly load: Load
  readonly fault: DiskFault
  readonly reason: RegExp
}

async function failAndRecover({ connect, smsc, shim, load, fault, reason }: Trouble): Promise<void> {
  shim.control.setFault(fault)
  const text = textDuring(fault)
  const refused = await send<Problem>(connect, text)
  assert.deepEqual([refused.status, refused.body.code], [503, 'store-unavailable'], fault)
  assert.match(refused.body.detail, reason)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  const notReady = await eventually(`not ready (${fault})`, async () => {
    const answer = await connect.call<Problem>('GET', '/readyz')
    return answer.status === 503 ? answer.body.detail : undefined
  })
  assert.match(notReady, reason)
  assert.equal((await connect.call('GET', '/healthz')).status, 200)

  const acknowledged = async (): Promise<readonly [offered: number, ok: number, refused: number]> => {
    const counters = await smsc.ask('counters')
    const ok = counters.receiptsAcknowledged + counters.repliesAcknowledged
    return [counters.offered, ok, counters.refusedDeliveries]
  }
  const [offered, ok] = await acknowledged()
  const [, stillOk, refusedForGood] = await eventually(`deliveries in vain (${fault})`, async () => {
    const now = await acknowledged()
    return now[0] >= offered + IN_VAIN ? now : undefined
  })
  assert.deepEqual([stillOk, refusedForGood], [ok, 0], `what came in while nothing could be stored (${fault})`)

  const { hits } = shim.control
  shim.control.setFault('none')
  const accepts = async (): Promise<boolean> => (await sendFor(load, connect, text)) === 202
  await eventually(`accepts again (${fault})`, accepts, RECOVERS_WITHIN_MS)
  const isReady = async (): Promise<boolean> => (await connect.call('GET', '/readyz')).status === 200
  await eventually(`ready again (${fault})`, isReady, RECOVERS_WITHIN_MS)
  const isTaking = async (): Promise<boolean> => (await acknowledged())[1] > ok
  await eventually(`acknowledges again (${fault})`, isTaking, RECOVERS_WITHIN_MS)
  console.log(`  ${fault}: ${hits} calls failed; 503 "${refused.body.detail}", readyz "${notReady}"; recovered`)
}

interface Text {
  readonly to: string
  readonly text: string
}

function textDuring(fault: DiskFault): Text {
  const nth = [...FAULTS.map(([name]) => name), 'slow-sync'].indexOf(fault)
  return { to: `+44770080012${nth}`, text: `Sent during ${fault}` }
}

function send<Body>(connect: RunningConnect, text: Text): Promise<HttpAnswer<Body>> {
  return connect.call<Body>('POST', '/v1/messages', text, { 'idempotency-key': text.text })
}

/** Sends a text that the load did not; when it is accepted, it is in its book too. */
async function sendFor(load: Load, connect: RunningConnect, text: Text): Promise<number> {
  const { status, body } = await send<Accepted>(connect, text)
  if (status === 202) {
    const { id, smscId, class: messageClass, expiresAt } = body
    const expiresAtMs = Date.parse(expiresAt)
    load.book.acknowledged.push({ ...text, id, smscId, messageClass, expiresAtMs, atMs: Date.now() })
  }
  return status
}

/** A slow disk is no fault: everything takes longer, nothing is refused. */
async function slowDown(connect: RunningConnect, shim: DiskShim, load: Load): Promise<void> {
  shim.control.setFault('slow-sync', { delayMs: SLOW_SYNC_MS })
  const before = load.book.acknowledged.length
  assert.equal(await sendFor(load, connect, textDuring('slow-sync')), 202)
  assert.equal((await connect.call('GET', '/healthz')).status, 200)
  await eventually('texts flow on a slow disk', () => load.book.acknowledged.length > before)
  assert.ok(shim.control.hits > 0)
  shim.control.setFault('none')
}
