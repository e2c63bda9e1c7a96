import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ClientClosedError, type RequestOutcome, SmppClient, Status } from '../../src/index.ts'
import { ClientWorld } from './client-world.ts'

const text = new TextEncoder().encode('hello')
const message = { destinationAddr: '447700900123', shortMessage: text }

describe('SmppClient, bound', () => {
  it('binds with what it was given and tells where it stands', async () => {
    const world = await ClientWorld.bound({
      bindType: 'transmitter',
      systemType: 'VMA',
      addressTon: 1,
      addressNpi: 2,
      addressRange: '^44',
    })
    assert.deepEqual(world.story, ['connecting', 'binding', 'bound'])
    const bind = world.smsc.all('bind_transmitter')[0]
    assert.deepEqual(
      [
        bind?.systemId,
        bind?.password,
        bind?.systemType,
        bind?.interfaceVersion,
        bind?.addrTon,
        bind?.addrNpi,
        bind?.addressRange,
      ],
      ['me', 'secret', 'VMA', 0x34, 1, 2, '^44'],
    )
    const { state } = world.client
    assert.ok(state.kind === 'bound')
    assert.deepEqual(
      [state.as, state.peerSystemId, state.version, state.remoteAddress],
      ['BOUND_TX', 'scripted', '3.4', 'memory'],
    )
    await world.client.close()
  })

  it('sends, and resolves with the answer', async () => {
    const world = await ClientWorld.bound()
    const outcome = await world.client.submitSm(message)
    assert.ok(outcome.kind === 'answered')
    assert.equal(outcome.response.messageId, '1')
    assert.deepEqual(Buffer.from(world.smsc.all('submit_sm')[0]?.shortMessage ?? []).toString(), 'hello')
    await world.client.close()
  })

  it('has a method for every request of an ESME', async () => {
    const world = await ClientWorld.bound({ interfaceVersion: 0x50 })
    const { client } = world
    // The scripted SMSC answers with version 3.4, so broadcasts are turned down here already.
    const outcomes = await Promise.all([
      client.submitSm(message),
      client.submitMulti({ destAddress: [{ destFlag: 2, dlName: 'all' }] }),
      client.dataSm({ destinationAddr: '1' }),
      client.querySm({ messageId: '1' }),
      client.cancelSm({ messageId: '1' }),
      client.replaceSm({ messageId: '1' }),
      client.enquireLink(),
      client.broadcastSm({}),
      client.queryBroadcastSm({ messageId: '1' }),
      client.cancelBroadcastSm({ messageId: '1' }),
    ])
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind),
      [...Array(7).fill('answered'), ...Array(3).fill('notSent')],
    )
    await client.close()
  })

  it('puts all requests of one turn into one write', async () => {
    const world = await ClientWorld.bound({ windowSize: 100 })
    const pipe = world.network.pipes[0]!
    let writes = 0
    const write = pipe.left.write.bind(pipe.left)
    pipe.left.write = (octets) => {
      writes++
      return write(octets)
    }
    await Promise.all(Array.from({ length: 50 }, () => world.client.submitSm(message)))
    assert.equal(writes, 1)
    await world.client.close()
  })

  it('puts what is sent upon the answers of one read into one write', async () => {
    const world = await ClientWorld.bound({ windowSize: 100 })
    const pipe = world.network.pipes[0]!
    let writes = 0
    const write = pipe.left.write.bind(pipe.left)
    pipe.left.write = (octets) => {
      writes++
      return write(octets)
    }
    const caller = async (depth: number) => {
      for (let time = 0; time < 3; time++) {
        await world.client.submitSm(message)
        // Continuations that take a different number of turns of the microtask queue.
        for (let at = 0; at < depth; at++) await undefined
      }
    }
    await Promise.all([0, 1, 2, 5, 9].map(caller))
    assert.equal(writes, 3)
    await world.client.close()
  })

  it('answers deliver_sm with the result of the handler', async () => {
    let sum = 0
    const world = await ClientWorld.bound({
      onRequest: async (request) => {
        if (request.command !== 'deliver_sm') return 'ESME_RINVCMDID'
        sum += Number(request.sourceAddr)
        if (request.sourceAddr === '2') return 'ESME_RX_T_APPN'
        if (request.sourceAddr === '3') throw new Error('no room')
        return undefined
      },
    })
    const answers = await Promise.all(
      ['1', '2', '3'].map((sourceAddr) => world.smsc.deliver({ sourceAddr, destinationAddr: '9' })),
    )
    assert.deepEqual(
      answers.map((answer) => answer.commandStatus),
      [0, Status.ESME_RX_T_APPN, Status.ESME_RSYSERR],
    )
    assert.equal(sum, 6)
    await world.client.close()
  })

  it('asks the SMSC to try later when nobody handles its requests, or too many are being handled', async () => {
    const nobody = await ClientWorld.bound()
    assert.equal((await nobody.smsc.deliver({ destinationAddr: '1' })).commandStatus, Status.ESME_RX_T_APPN)
    await nobody.client.close()

    const release: (() => void)[] = []
    const busy = await ClientWorld.bound({
      maxConcurrentRequests: 2,
      maxWaitingRequests: 1,
      onRequest: () => new Promise<number>((resolve) => release.push(() => resolve(0))),
    })
    const answers = [1, 2, 3, 4].map(() => busy.smsc.deliver({ destinationAddr: '1' }))
    assert.equal((await answers[3])?.commandStatus, Status.ESME_RX_T_APPN)
    const own = await busy.client.submitSm(message)
    assert.equal(own.kind, 'answered', 'answers to our own requests do not wait behind the handlers')
    assert.equal(release.length, 2)
    release[0]?.()
    release[1]?.()
    await busy.clock.settle()
    assert.equal(release.length, 3)
    release[2]?.()
    assert.deepEqual(
      (await Promise.all(answers.slice(0, 3))).map((answer) => answer.commandStatus),
      [0, 0, 0],
    )
    await busy.client.close()
  })

  it('gives up waiting when the signal says so', async () => {
    const world = await ClientWorld.bound({ windowSize: 1 })
    world.smsc.always('submit_sm', 'silence')
    const giveUp = new AbortController()
    const sent = world.client.submitSm(message, { signal: giveUp.signal })
    const waiting = world.client.submitSm(message, { signal: giveUp.signal })
    await world.clock.settle()
    giveUp.abort(new Error('enough'))
    assert.deepEqual(
      (await Promise.all([sent, waiting])).map((outcome) => outcome.kind),
      ['uncertain', 'notSent'],
    )
    const dead = await world.client.submitSm(message, { signal: giveUp.signal })
    assert.ok(dead.kind === 'notSent' && dead.code === 'aborted' && dead.reason === 'enough')
    await world.client.close()
  })

  it('lets callers pull their work', async () => {
    const world = await ClientWorld.bound({ windowSize: 1 })
    world.smsc.next('submit_sm', { afterMs: 1_000 })
    void world.client.submitSm(message)
    let room = false
    void world.client.room().then(() => {
      room = true
    })
    await world.clock.advance(999)
    assert.equal(room, false)
    await world.clock.advance(1)
    assert.equal(room, true)
    await world.client.close()
  })

  it('lets callers pull their work at the pace, with nothing else going on', async () => {
    const world = await ClientWorld.bound({ windowSize: 100, pace: { perSecond: 10, burst: 1 } })
    let sent = 0
    const puller = async () => {
      for (; sent < 21; sent++) {
        await world.client.room()
        void world.client.submitSm(message)
      }
    }
    void puller()
    await world.clock.advance(1_000)
    assert.equal(world.smsc.all('submit_sm').length, 11)
    await world.clock.advance(1_000)
    assert.equal(world.smsc.all('submit_sm').length, 21)
    await world.client.close()
  })

  it('follows changes of window and pace without a new bind', async () => {
    const world = await ClientWorld.bound({ windowSize: 1 })
    world.smsc.always('submit_sm', 'silence')
    for (let at = 0; at < 5; at++) void world.client.submitSm(message)
    await world.clock.settle()
    assert.deepEqual(world.client.window, { size: 1, inFlight: 1, waiting: 4 })
    world.client.updatePace({ perSecond: 1, burst: 1 })
    world.client.updateWindow(10)
    await world.clock.advance(1_000)
    assert.deepEqual(world.client.window, { size: 10, inFlight: 3, waiting: 2 })
    assert.equal(world.smsc.all('bind_transceiver').length, 1)
    await world.client.close()
  })

  it('keeps its own counsel about the password', async () => {
    const world = await ClientWorld.bound()
    const octets = Buffer.concat(world.spy.events.map((event) => event.octets)).toString('latin1')
    assert.equal(octets.includes('secret'), false)
    assert.equal(octets.includes('******'), true)
    assert.deepEqual(world.spy.story, ['>bind_transceiver', '<bind_transceiver_resp'])
    await world.client.close()
  })

  it('reports an answer that came too late', async () => {
    const late: string[] = []
    const world = await ClientWorld.bound({
      timers: { responseTimeoutMs: 5_000 },
      onLateResponse: (response, request) => {
        if (response.command === 'submit_sm_resp' && request.pdu.command === 'submit_sm') {
          late.push(`${response.messageId} for ${request.pdu.destinationAddr}`)
        }
      },
    })
    world.smsc.next('submit_sm', { afterMs: 7_000 })
    const sent = world.client.submitSm(message)
    await world.clock.advance(5_000)
    assert.equal((await sent).kind, 'expired')
    await world.clock.advance(2_000)
    assert.deepEqual(late, ['1 for 447700900123'])
    await world.client.close()
  })
})

describe('SmppClient, ending', () => {
  it('drains: what is under way ends, nothing new is taken', async () => {
    const world = await ClientWorld.bound({ windowSize: 1 })
    world.smsc.always('submit_sm', { afterMs: 500 })
    const under = [1, 2].map(() => world.client.submitSm(message))
    let drained = false
    const draining = world.client.drain().then(() => {
      drained = true
    })
    const late = await world.client.submitSm(message)
    assert.ok(late.kind === 'notSent' && late.code === 'closing')
    await world.clock.advance(500)
    assert.equal(drained, false)
    await world.clock.advance(500)
    await draining
    assert.deepEqual(
      (await Promise.all(under)).map((outcome) => outcome.kind),
      ['answered', 'answered'],
    )
    await world.client.close()
    assert.deepEqual(world.story.slice(-2), ['draining', 'closed'])
    assert.equal(world.smsc.all('unbind').length, 1)
  })

  it('unbinds, and closes although unbind is not answered', async () => {
    const world = await ClientWorld.bound()
    world.smsc.always('unbind', 'silence')
    const closing = world.client.close()
    await world.clock.advance(2_000)
    await closing
    assert.equal(world.client.state.kind, 'closed')
    assert.equal(world.clock.timerCount, 0)
  })

  it('takes a connection that the SMSC closes instead of answering unbind', async () => {
    const world = await ClientWorld.bound()
    world.smsc.always('unbind', 'drop')
    await world.client.close()
    assert.equal(world.client.state.kind, 'closed')
  })

  it('closes in every state, and leaves no timer behind', async () => {
    const idle = await ClientWorld.start()
    await idle.client.close()
    await assert.rejects(idle.client.bound(), ClientClosedError)
    assert.equal(idle.client.start().state.kind, 'closed')

    const waiting = await ClientWorld.start()
    await waiting.smsc.close()
    waiting.client.start()
    await waiting.clock.settle()
    assert.equal(waiting.client.state.kind, 'waiting')
    await waiting.client.close()
    assert.equal(waiting.clock.timerCount, 0)

    const connecting = await ClientWorld.start({
      dial: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    connecting.client.start()
    await connecting.client.close()
    assert.equal(connecting.clock.timerCount, 0)
    await connecting.clock.settle()
    assert.equal(connecting.client.state.kind, 'closed')

    const binding = await ClientWorld.start()
    binding.smsc.always('bind_transceiver', 'silence')
    binding.client.start()
    await binding.clock.settle()
    assert.equal(binding.client.state.kind, 'binding')
    await binding.client.close()
    assert.equal(binding.clock.timerCount, 0)
    assert.equal(binding.client.state.kind, 'closed')
  })

  it('is disposed of by await using', async () => {
    const world = await ClientWorld.start()
    {
      await using client = world.client
      client.start()
      await client.bound()
    }
    assert.equal(world.client.state.kind, 'closed')
  })

  it('stops waiting for the bind when the signal says so', async () => {
    const world = await ClientWorld.start()
    await world.smsc.close()
    world.client.start()
    const giveUp = new AbortController()
    const bound = world.client.bound(giveUp.signal)
    await world.clock.settle()
    giveUp.abort(new Error('enough'))
    await assert.rejects(bound, /enough/)
    await world.client.close()
  })

  it('refuses settings that make no sense', () => {
    const base = { host: 'x', systemId: 'a', password: 'b' }
    assert.throws(() => new SmppClient({ ...base, windowSize: 0 }), /windowSize/)
    assert.throws(() => new SmppClient({ ...base, pace: { perSecond: 0 } }), /pace.perSecond/)
    assert.throws(() => new SmppClient({ ...base, timers: { responseTimeoutMs: -1 } }), /timers.responseTimeoutMs/)
    assert.throws(() => new SmppClient({ ...base, reconnect: { initialDelayMs: 0 } }), /at least 1 ms/)
    assert.throws(() => new SmppClient({ ...base, port: 70_000 }), /port/)
  })
})

describe('SmppClient, whatever happens', () => {
  it('ends every request exactly once, over many lost links', async () => {
    const world = await ClientWorld.bound({
      windowSize: 8,
      reconnect: { initialDelayMs: 10, maxDelayMs: 10, jitter: 0 },
    })
    let asked = 0
    const ended: RequestOutcome[] = []
    world.smsc.always('submit_sm', () => (asked % 3 === 0 ? 'silence' : { afterMs: asked % 7 }))
    for (let round = 0; round < 40; round++) {
      for (let at = 0; at < 20; at++) {
        asked++
        world.client.requestWith({ command: 'submit_sm', destinationAddr: String(asked) }, (outcome) =>
          ended.push(outcome),
        )
      }
      await world.clock.advance(round % 9)
      world.network.pipes.at(-1)?.cut()
      await world.clock.advance(10)
    }
    await world.client.close()
    assert.equal(ended.length, asked)
    assert.equal(new Set(ended).size, asked)
    const uncertain = ended.filter((outcome) => outcome.kind === 'uncertain').length
    assert.ok(uncertain > 0 && uncertain <= 40 * 8, `${uncertain} uncertain`)
    const seen = new Set(world.smsc.all('submit_sm').map((pdu) => pdu.destinationAddr))
    const notSent = ended.filter((outcome) => outcome.kind === 'notSent').length
    assert.ok(seen.size <= asked - notSent, 'what is said not to be sent was never seen')
  })
})
