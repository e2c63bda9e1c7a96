import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Problem } from '@smpp-connect/contracts'
import { Simulator } from '@smpp-connect/simulator'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { assertLabelsBounded, figureOf } from '../metrics/label-words.ts'
import { EdgeWorld, everUncertainIn, PASSWORD } from './edge-world.ts'
import { RunningConnect } from './running-connect.ts'

const TEXTS = 400
const REPLIES = 60
/** So much later the centre answers: the window is always full of what has left and is not answered. */
const SLOW = { delayAnswersMs: 300 }
const WINDOW = 50
/** Without the reference no receipt settles what an answer would have: what loses its answer is in doubt. */
const DEFINITION = { windowSize: WINDOW, userMessageReference: false }
/** What is promised from SIGTERM to the end. */
const PROMISED_MS = 30_000

/** Stops it with a full window; returns how long it took. */
async function stopped(role: string, stop: () => Promise<number | null>, output: () => string): Promise<void> {
  const beganMs = performance.now()
  assert.equal(await stop(), 0, output())
  const tookMs = performance.now() - beganMs
  assert.ok(tookMs < PROMISED_MS, `${role} took ${Math.round(tookMs)} ms`)
  console.log(`  ${role}: SIGTERM to exit ${Math.round(tookMs)} ms, with ${WINDOW} unanswered`)
}

/** So many texts are on their way, and the window is full. */
async function load(world: EdgeWorld): Promise<void> {
  const before = world.taken
  await world.send(TEXTS)
  await world.whenTaken(before + 2 * WINDOW)
}

describe('SIGTERM under load, with a message centre that answers slowly', { timeout: 180_000 }, () => {
  it('an edge, then the manager: the windows run empty, both unbind or go, nothing is uncertain, all arrives once', async () => {
    await using world = await EdgeWorld.start()
    const edge = await world.edge('london')
    world.simulator.setFaults(SLOW)
    const id = await world.define(DEFINITION)
    await world.whenBound(id, 'london transceiver')
    await load(world)
    await stopped(
      'edge',
      () => edge.stop(),
      () => edge.output,
    )
    assert.match(edge.output, /Stopped\. Nothing is left here\./)
    assert.equal(world.simulator.status().sessions.length, 0, 'it unbound')
    const { taken } = world
    assert.ok(taken < TEXTS, `${taken} were taken: it was stopped in the middle`)
    await eventually('all that was taken is answered, and known to be', async () => {
      const { byState } = await world.counts()
      return (byState.submitted ?? 0) + (byState.delivered ?? 0) === taken
    })

    await world.edge('london')
    await world.whenBound(id, 'london transceiver')
    // So slowly that there is time to ask it meanwhile.
    world.simulator.setFaults({ delayAnswersMs: 1_500 })
    await load(world)
    const ended = stopped(
      'manager',
      () => world.manager.stop(),
      () => world.manager.output,
    )
    const ready = await eventually('it says that it stops', async () => {
      const answer = await world.manager.call<Problem>('GET', '/readyz')
      return answer.status === 503 ? answer.body : undefined
    })
    assert.equal(ready.code, 'stopping')
    const late = await world.manager.call<Problem>('POST', '/v1/messages', { to: '+447700955501', text: 'Late' })
    assert.deepEqual([late.status, late.body.code], [503, 'stopping'], 'it takes nothing more')
    await ended
    assert.match(world.manager.output, /Stopped\. Everything is kept\./)

    world.simulator.setFaults({})
    await world.restartManager()
    await world.allDelivered(60_000)
    assert.deepEqual(world.notOnce, [])
    assert.equal(await world.everUncertain(), 0)
  })

  it('Sender and Receiver: nothing is uncertain, and what comes in is there once', async () => {
    await using world = await EdgeWorld.start()
    const sender = await world.edge('out', 'sender')
    const receiver = await world.edge('in', 'receiver')
    world.simulator.setFaults(SLOW)
    const id = await world.define({ ...DEFINITION, bindMode: 'transmitter-receiver' })
    await world.whenBound(id, 'in receiver, out transmitter')
    await load(world)
    await stopped(
      'sender',
      () => sender.stop(),
      () => sender.output,
    )
    assert.match(sender.output, /Stopped\. Nothing is left here\./)
    await world.whenBound(id, 'in receiver')
    await world.edge('out', 'sender')
    await world.whenBound(id, 'in receiver, out transmitter')

    await load(world)
    const write = async (from: number): Promise<void> => {
      for (let at = from; at < from + REPLIES; at++) {
        const { ok } = await world.simulator.reply('+447700980000', '60777', `Reply ${at}`)
        assert.ok(ok)
      }
    }
    await write(0)
    const writing = write(REPLIES)
    await stopped(
      'receiver',
      () => receiver.stop(),
      () => receiver.output,
    )
    await writing
    assert.match(receiver.output, /Stopped\. Nothing is left here\./)
    await world.whenBound(id, 'out transmitter')
    await world.edge('in', 'receiver')
    await world.allDelivered(60_000)
    await eventually('every reply is there', async () => (await world.counts()).received >= 2 * REPLIES)
    assert.equal((await world.counts()).received, 2 * REPLIES, 'once')
    assert.deepEqual(world.notOnce, [])
    assert.equal(await world.everUncertain(), 0)
  })

  it('all in one process', async () => {
    using folder = temporaryFolder()
    const account = { systemId: 'connect', password: PASSWORD }
    const simulator = new Simulator({ port: 0, accounts: [account], receiptDelayMs: 10, faults: SLOW })
    await simulator.start()
    try {
      const start = () => RunningConnect.start(folder.path, { CONNECT_SIMULATOR: 'off' })
      await using first = await start()
      const { host, port } = simulator.address()
      const settings = { name: 'Centre', host, port, ...account, defaultSender: '60777', ...DEFINITION }
      assert.equal((await first.call('POST', '/v1/smscs', settings)).status, 201)
      await eventually('bound', () => simulator.status().sessions.length === 1)
      const messages = Array.from({ length: TEXTS }, (_, at) => ({ to: `+4477009${50_000 + at}`, text: `Text ${at}` }))
      assert.equal((await first.call('POST', '/v1/messages/batch', { messages })).status, 202)
      await eventually('the window is full', () => simulator.ledger.counters.taken >= 2 * WINDOW)
      const page = await first.text('/metrics')
      assertLabelsBounded(page)
      assert.equal(figureOf(page, 'connect_edge_bind_up', { bind: 'transceiver-1' }), 1)
      assert.ok((figureOf(page, 'connect_edge_submit_total', { outcome: 'ok' }) ?? 0) >= WINDOW)
      await stopped(
        'up',
        () => first.stop(),
        () => first.output,
      )
      assert.match(first.output, /Stopped\. Everything is kept\./)
      assert.equal(simulator.status().sessions.length, 0, 'it unbound')
      assert.ok(simulator.ledger.counters.taken < TEXTS, 'it was stopped in the middle')

      await using second = await start()
      await eventually('all delivered', async () => {
        const { counts } = await second.get<{ counts: { byState: { delivered?: number } } }>('/v1/system')
        return counts.byState.delivered === TEXTS
      })
      assert.equal(await second.stop(), 0, second.output)
      assert.equal(simulator.ledger.counters.taken, TEXTS, 'each once')
      assert.equal(await everUncertainIn(folder.path), 0)
    } finally {
      await simulator.stop()
    }
  })
})
