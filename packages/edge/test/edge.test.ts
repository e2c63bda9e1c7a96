import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RequestOutcome } from '@smpp-connect/smpp'
import { settle } from '@smpp-connect/testkit'
import { definition } from './definition.ts'
import { PORT, World } from './world.ts'

const ID = 'smsc_test'

describe('the edge', () => {
  it('binds, gives the window and a quarter as credit, submits, and reports the answer', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    assert.deepEqual(world.boundAs, ['transceiver'])
    assert.equal(world.manager.lastBind?.status, 'bound')
    assert.equal(world.manager.credit.get(ID), 12)

    world.submit([world.order(1)])
    await settle()
    const [request] = world.requests
    assert.ok(request?.command === 'submit_sm')
    assert.equal(request.destinationAddr, '447700900001')
    assert.equal(request.registeredDelivery, 1)
    assert.equal(request.tlvs.userMessageReference, 1)
    assert.equal(Buffer.from(request.shortMessage).toString(), 'Text 1')
    const [answer] = world.manager.ended
    assert.deepEqual(answer?.outcome, { kind: 'answered', smscMessageId: 'id-1' })
    assert.equal(answer?.sentAtMs, world.clock.nowMs())
    await world.stop()
  })

  it('binds with a password as long as a definition may have it', async () => {
    const world = await World.start()
    const password = 'p'.repeat(64)
    let given = ''
    world.judge = (attempt) => {
      given = attempt.password
      return true
    }
    await world.edge.applyDefinitions([definition({ password })])
    await settle()
    assert.equal(world.manager.lastBind?.status, 'bound')
    assert.equal(given, password)
    await world.stop()
  })

  it('gives credit back with the answer, and takes it back when the manager could not keep that', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition({ windowSize: 1 })])
    await settle()
    assert.equal(world.manager.credit.get(ID), 1)
    world.manager.failAnswers = 1
    world.submit([world.order(1)])
    await settle()
    assert.equal(world.manager.ended.length, 0)
    assert.equal(world.manager.credit.get(ID), 0)
    await world.clock.advance(1_000)
    assert.equal(world.manager.ended.length, 1, 'the answer is handed over again')
    assert.equal(world.manager.credit.get(ID), 1)
    await world.stop()
  })

  it('reports refusals, and what breaks a limit of the protocol', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    world.answer = () => 'ESME_RTHROTTLED'
    const tooLong = { ton: 1, npi: 1, address: '1'.repeat(30) }
    world.submit([world.order(1), world.order(2, { destination: tooLong })])
    await settle()
    const kinds = world.manager.ended.map(({ part, outcome }) => [part.messageId, outcome.kind])
    assert.deepEqual(kinds.toSorted(), [
      ['msg_1', 'refused'],
      ['msg_2', 'unsendable'],
    ])
    await world.stop()
  })

  it('splits what a broken link leaves: not sent, uncertain, and one end for each', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition({ windowSize: 2 })])
    await settle()
    world.answer = () => new Promise(() => undefined)
    world.submit([1, 2, 3].map((number) => world.order(number)))
    await settle()
    assert.equal(world.requests.length, 2)
    world.network.pipes[0]?.cut()
    await settle()
    assert.deepEqual(
      world.manager.ended
        .map(({ part, outcome, sentAtMs }) => [part.messageId, outcome.kind, sentAtMs === null])
        .toSorted(),
      [
        ['msg_1', 'uncertain', false],
        ['msg_2', 'uncertain', false],
        ['msg_3', 'not-sent', true],
      ],
    )
    assert.equal(world.manager.credit.get(ID), 0)
    assert.equal(world.manager.lastBind?.status, 'waiting')
    assert.ok(world.manager.lastBind.retryAtMs)
    await world.clock.advance(5_000)
    assert.equal(world.manager.lastBind?.status, 'bound')
    assert.equal(world.manager.credit.get(ID), 2)
    await world.stop()
  })

  it('reports a late answer after the response timer had made it uncertain', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition({ responseTimeoutSeconds: 5 })])
    await settle()
    let late: (id: { messageId: string }) => void = () => undefined
    world.answer = () =>
      new Promise((resolve) => {
        late = resolve
      })
    world.submit([world.order(1)])
    await world.clock.advance(6_000)
    assert.deepEqual(
      world.manager.ended.map(({ outcome }) => outcome.kind),
      ['uncertain'],
    )
    late({ messageId: 'late-1' })
    await settle()
    assert.deepEqual(world.manager.ended[1]?.outcome, { kind: 'answered', smscMessageId: 'late-1' })
    assert.deepEqual(world.manager.ended[1]?.part, { messageId: 'msg_1', number: 1 })
    await world.stop()
  })

  it('reports a late refusal too: then it is known that the SMSC does not have it', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition({ responseTimeoutSeconds: 5 })])
    await settle()
    let late: (status: 'ESME_RSYSERR') => void = () => undefined
    world.answer = () =>
      new Promise((resolve) => {
        late = resolve
      })
    world.submit([world.order(1)])
    await world.clock.advance(6_000)
    late('ESME_RSYSERR')
    world.manager.failAnswers = 1
    await world.clock.advance(2_000)
    assert.deepEqual(
      world.manager.ended.map(({ outcome }) => outcome),
      [
        { kind: 'uncertain', reason: 'no answer within 5000 ms' },
        { kind: 'refused', status: 8 },
      ],
      'kept until the manager has it',
    )
    assert.equal(world.manager.credit.get(ID), 12)
    await world.stop()
  })

  it('says why it is not bound, and tries again', async () => {
    const world = await World.start(1)
    await world.edge.applyDefinitions([definition({ port: PORT })])
    await settle()
    assert.equal(world.manager.lastBind?.status, 'waiting')
    assert.match(world.manager.lastBind.reason, /^No connection to memory: .*\.$/)
    world.judge = () => 'ESME_RINVPASWD'
    await world.listen(PORT)
    await world.clock.advance(2_000)
    assert.match(world.manager.lastBind?.reason ?? '', /refused the bind.*ESME_RINVPASWD/)
    world.submit([world.order(1)])
    await settle()
    assert.equal(world.manager.ended[0]?.outcome.kind, 'not-sent')
    await world.stop()
  })

  it('stores what comes in before it says OK, and asks the SMSC to try later when it cannot', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    const [session] = world.server.sessions
    assert.ok(session)
    let store: () => void = () => undefined
    world.manager.verdict = () =>
      new Promise((resolve) => {
        store = () => resolve({ kind: 'stored' })
      })
    const deliver = session.request({
      command: 'deliver_sm',
      sourceAddrTon: 1,
      sourceAddrNpi: 1,
      sourceAddr: '447700900123',
      destinationAddr: '60777',
      shortMessage: Buffer.from('Yes'),
    })
    await settle()
    assert.equal(world.manager.inbound.length, 1)
    assert.equal(Buffer.from(world.manager.inbound[0]?.payload ?? []).toString(), 'Yes')
    assert.equal(session.window.inFlight, 1, 'not answered before it is stored')
    store()
    assert.equal((await deliver).kind, 'answered')

    for (const verdict of [async () => ({ kind: 'try-later' as const }), () => Promise.reject(new Error('gone'))]) {
      world.manager.verdict = verdict
      const outcome: RequestOutcome = await session.request({
        command: 'deliver_sm',
        sourceAddr: '1',
        destinationAddr: '2',
      })
      assert.equal(outcome.kind === 'refused' && outcome.status, 0x64)
    }
    await world.stop()
  })

  it('applies a window and a pace in place: the session goes on, its numbers keep counting', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    world.submit([world.order(1)])
    await settle()
    await world.edge.applyDefinitions([definition({ version: 2, windowSize: 25, perSecond: 1000 })])
    await settle()
    assert.equal(world.manager.lastBind?.windowSize, 25)
    assert.equal(world.manager.lastBind.definitionVersion, 2)
    world.submit([world.order(2)])
    await settle()
    assert.equal(world.network.pipes.length, 1)
    const [first, second] = world.requests.map((request) => request.sequenceNumber)
    assert.equal(second, (first ?? 0) + 1)
    await world.stop()
  })

  it('drains the old bind before it opens the new one for another password', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    let answerOld: (id: { messageId: string }) => void = () => undefined
    world.answer = () =>
      new Promise((resolve) => {
        answerOld = resolve
      })
    world.submit([world.order(1)])
    await settle()
    await world.edge.applyDefinitions([definition({ version: 2, password: 'another' })])
    await settle()
    assert.equal(world.network.pipes.length, 1, 'the old bind still has something to end')
    assert.equal(world.manager.lastBind?.status, 'draining')
    answerOld({ messageId: 'old-1' })
    await settle(20)
    assert.deepEqual(world.manager.ended[0]?.outcome, { kind: 'answered', smscMessageId: 'old-1' })
    assert.equal(world.network.pipes.length, 2)
    assert.equal(world.server.sessions.size, 1)
    assert.equal(world.manager.lastBind?.status, 'bound')
    await world.stop()
  })

  it('binds a transmitter and a receiver where the definition asks for two', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition({ bindMode: 'transmitter-receiver' })])
    await settle()
    assert.deepEqual(world.boundAs.toSorted(), ['receiver', 'transmitter'])
    assert.equal(world.manager.credit.get(ID), 12, 'credit comes from the transmitter alone')
    world.submit([world.order(1)])
    await settle()
    assert.equal(world.manager.ended[0]?.outcome.kind, 'answered')
    await world.stop()
  })

  it('sends no TLVs to an SMSC of 3.3, and texts as long as anywhere', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition({ interfaceVersion: '3.3', bindMode: 'transmitter-receiver' })])
    await settle()
    world.submit([world.order(1, { shortMessage: Buffer.alloc(160, 'x') })])
    await settle()
    assert.equal(world.manager.ended[0]?.outcome.kind, 'answered')
    const [request] = world.requests
    assert.ok(request?.command === 'submit_sm')
    assert.deepEqual({ ...request.tlvs }, {})
    assert.equal(request.shortMessage.length, 160)
    await world.stop()
  })

  it('ends the bind of a definition that is disabled or gone', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    await world.edge.applyDefinitions([definition({ version: 2, enabled: false })])
    await settle(20)
    assert.equal(world.server.sessions.size, 0)
    assert.equal(world.manager.lastBind?.status, 'closed')
    await world.edge.applyDefinitions([definition({ version: 3 })])
    await settle()
    assert.equal(world.server.sessions.size, 1)
    await world.edge.applyDefinitions([])
    await settle(20)
    assert.equal(world.server.sessions.size, 0)
    world.submit([world.order(1)])
    await settle()
    assert.deepEqual(world.manager.ended[0]?.outcome, { kind: 'not-sent', reason: 'the SMSC definition is gone' })
    await world.stop()
  })

  it('drains: gives no credit, waits for what is under way, and keeps the bind for receipts', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await settle()
    let answer: (id: { messageId: string }) => void = () => undefined
    world.answer = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    world.submit([world.order(1)])
    await settle()
    let drained = false
    const draining = world.edge.drain().then(() => {
      drained = true
    })
    await settle()
    assert.equal(drained, false)
    answer({ messageId: 'x' })
    await draining
    assert.equal(world.manager.credit.get(ID), 0)
    assert.equal(world.server.sessions.size, 1)
    await world.stop()
  })
})
