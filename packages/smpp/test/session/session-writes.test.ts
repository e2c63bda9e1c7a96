import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Framer, machineClock, type PduInput, SmppSession } from '../../src/index.ts'
import { KeepingTransport } from './keeping-transport.ts'

/** A bound session whose handler takes so many milliseconds for each request, on a clock that nothing else moves. */
function sessionThatTakes(handlingMs: number) {
  const transport = new KeepingTransport()
  let nowMs = 0
  const sentAtMs: number[] = []
  const clock = { ...machineClock, monotonicMs: () => nowMs }
  const session = new SmppSession(
    transport,
    'mc',
    { clock, windowSize: 100 },
    {
      onBindRequest: (_bind, of) => of.acceptBind({ systemId: 'smsc' }),
      onRequest: (_request, of) => {
        of.requestWith({ command: 'deliver_sm', destinationAddr: '1' }, (outcome) => {
          if (outcome.kind === 'answered') sentAtMs.push(nowMs - outcome.latencyMs)
        })
        nowMs += handlingMs
      },
    },
  )
  session.open()
  transport.receive({ command: 'bind_transceiver', sequenceNumber: 1, systemId: 'me', password: 'secret' })
  const bound = transport.written.length
  const requests = Array.from(
    { length: 40 },
    (_value, at): PduInput => ({ command: 'submit_sm', sequenceNumber: at + 2, destinationAddr: '1' }),
  )
  transport.receive(...requests)
  /** PDUs in each write. */
  const writes = transport.written.slice(bound).map(({ copy }) => new Framer().push(copy).frames.length)
  transport.receive(
    ...Array.from({ length: 40 }, (_value, at): PduInput => ({ command: 'deliver_sm_resp', sequenceNumber: at + 1 })),
  )
  return { writes, sentAtMs }
}

describe('the writes of a session', () => {
  it('are one for each read, before the turn is over', () => {
    const { writes, sentAtMs } = sessionThatTakes(0)
    assert.deepEqual(writes, [80])
    assert.deepEqual(new Set(sentAtMs), new Set([0]))
  })

  it('come earlier where handlers are slow, and what these send has its own time', () => {
    const { writes, sentAtMs } = sessionThatTakes(10)
    assert.deepEqual(writes, [15, 16, 16, 16, 16, 1])
    assert.equal(sentAtMs.length, 40)
    for (const [at, sent] of sentAtMs.entries()) {
      assert.ok(sent <= at * 10 && sent > (at - 9) * 10, `request ${at} left at ${sent} ms`)
    }
  })
})
