import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Log, type LogFields, silentLog } from '@smpp-connect/kernel'
import { definition } from '../definition.ts'
import { PORT, World } from '../world.ts'

type Line = readonly [event: string, fields: LogFields]

function verboseLog(lines: Line[]): Log {
  const log: Log = {
    ...silentLog,
    isVerbose: true,
    debug: (event, fields = {}) => lines.push([event, fields]),
    with: () => log,
  }
  return log
}

/** The lines of that message, each as its event and some of its fields. */
function linesOf(lines: readonly Line[], messageId: string, ...keys: readonly string[]): readonly unknown[] {
  return lines
    .filter(([, fields]) => fields.messageId === messageId)
    .map(([event, fields]) => [event, ...keys.map((key) => fields[key])])
}

describe('the lines of an edge about one message', () => {
  it('tell its way: it came, was sent with that sequence number over that bind, and was answered', async () => {
    const lines: Line[] = []
    const world = await World.start(PORT, 0, verboseLog(lines))
    world.answer = () => (world.requests.length === 1 ? { messageId: 'smsc-1' } : 'ESME_RINVDSTADR')
    await world.edge.applyDefinitions([definition()])
    await world.clock.advance(10)
    world.submit([world.order(1), world.order(2)])
    await world.clock.advance(100)
    const [first, second] = world.requests.map(({ sequenceNumber }) => sequenceNumber)
    assert.deepEqual(linesOf(lines, 'msg_1', 'part', 'bind', 'sequence', 'status', 'smscMessageId'), [
      ['part came', 1, undefined, undefined, undefined, undefined],
      ['part sent', 1, 'transceiver-1', first, undefined, undefined],
      ['part answered', 1, 'transceiver-1', first, 'ESME_ROK', 'smsc-1'],
    ])
    assert.deepEqual(linesOf(lines, 'msg_2', 'sequence', 'status').at(-1), ['part answered', second, 'ESME_RINVDSTADR'])
    const said = JSON.stringify(lines)
    for (const secret of ['4477009', '60777', 'Text 1', 'secret']) assert.ok(!said.includes(secret), secret)
    await world.stop()
  })

  it('tell of what came in which message it is, once the manager has said so', async () => {
    const lines: Line[] = []
    const world = await World.start(PORT, 0, verboseLog(lines))
    world.manager.verdict = async () => ({ kind: 'stored', messageId: 'msg_in' })
    await world.edge.applyDefinitions([definition()])
    await world.clock.advance(10)
    const [session] = world.server.sessions
    const shortMessage = Buffer.from('A secret')
    const pdu = { command: 'deliver_sm', sourceAddr: '447700900123', destinationAddr: '60777', shortMessage } as const
    const delivered = session?.request(pdu)
    await world.clock.advance(10)
    const outcome = await delivered
    assert.ok(outcome?.kind === 'answered')
    const { sequenceNumber } = outcome
    assert.deepEqual(lines, [
      [
        'inbound came',
        {
          smscId: 'smsc_test',
          bind: 'transceiver-1',
          sequence: sequenceNumber,
          command: 'deliver_sm',
          kind: 'text',
          smscMessageId: undefined,
        },
      ],
      [
        'inbound answered',
        {
          messageId: 'msg_in',
          smscId: 'smsc_test',
          bind: 'transceiver-1',
          sequence: sequenceNumber,
          kind: 'text',
          status: 'ESME_ROK',
        },
      ],
    ])
    await world.stop()
  })

  it('say of what did not leave that it did not, and of a late answer that it was late', async () => {
    const lines: Line[] = []
    const world = await World.start(PORT, 0, verboseLog(lines))
    world.answer = () => new Promise((resolve) => world.clock.after(7_000, () => resolve({ messageId: 'late' })))
    await world.edge.applyDefinitions([definition({ responseTimeoutSeconds: 5, windowSize: 1 })])
    await world.clock.advance(10)
    world.submit([world.order(1), world.order(2)])
    await world.clock.advance(10)
    world.edge.recall('the link to the manager is down')
    await world.clock.advance(10_000)
    assert.deepEqual(linesOf(lines, 'msg_2', 'outcome'), [
      ['part came', undefined],
      ['part not sent', 'not-sent'],
    ])
    assert.deepEqual(linesOf(lines, 'msg_1', 'outcome', 'smscMessageId').slice(-2), [
      ['part answered', 'expired', undefined],
      ['part answered late', undefined, 'late'],
    ])
    await world.stop()
  })

  it('are not even made while nobody reads them', async () => {
    const debug = (event: string): void => assert.fail(`a line was made: ${event}`)
    const log: Log = { ...silentLog, debug, with: () => log }
    const world = await World.start(PORT, 0, log)
    await world.edge.applyDefinitions([definition()])
    await world.clock.advance(10)
    world.submit([world.order(1)])
    const [session] = world.server.sessions
    const delivered = session?.request({ command: 'deliver_sm', sourceAddr: '447700900123', destinationAddr: '60777' })
    await world.clock.advance(100)
    await delivered
    assert.equal(world.manager.ended.length, 1)
    await world.stop()
  })
})
