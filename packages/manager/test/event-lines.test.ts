import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectEvent } from '@smpp-connect/contracts'
import { type Log, type LogFields, silentLog } from '@smpp-connect/kernel'
import { VirtualClock } from '@smpp-connect/testkit'
import { EventLines } from '../src/event-lines.ts'

/** A store whose events a test makes. */
class Events {
  #listeners = new Set<(events: readonly ConnectEvent[]) => void>()

  get listeners(): number {
    return this.#listeners.size
  }

  onEvents(listener: (events: readonly ConnectEvent[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  happen(given: Partial<ConnectEvent>): void {
    const nothing = { messageId: null, part: null, conversationId: null, smscId: null, detail: {} }
    for (const tell of this.#listeners) tell([{ seq: 1, atMs: 0, kind: 'message.final', ...nothing, ...given }])
  }
}

class SwitchedLog {
  readonly lines: (readonly [string, LogFields])[] = []
  isVerbose = true
  readonly log: Log

  constructor() {
    const self = this
    this.log = {
      ...silentLog,
      get isVerbose() {
        return self.isVerbose
      },
      debug: (event, fields = {}) => this.lines.push([event, fields]),
    }
  }
}

test('what happens to a message is said in the words of the event log, with nothing that an SMSC or a person wrote', () => {
  const events = new Events()
  const { log, lines } = new SwitchedLog()
  const told = new EventLines({ store: events, clock: new VirtualClock(), log })
  told.start()
  const whom = { messageId: 'msg_1', part: 2, smscId: 'smsc_1', conversationId: 'cnv_of_two_numbers' } as const
  events.happen({ ...whom, kind: 'message.refused', detail: { status: 0x58, attempt: 1, errorCode: '+447700900123' } })
  events.happen({ ...whom, kind: 'message.submitted', detail: { smscMessageId: 'a1', attempt: 2 } })
  events.happen({
    ...whom,
    kind: 'message.receipt',
    detail: { stat: 'Hello Ad', error: '447700900123', smscMessageId: 'a1' },
  })
  events.happen({ ...whom, kind: 'message.receipt', detail: { stat: 'DELIVRD', error: '000', smscMessageId: 'a1' } })
  events.happen({ ...whom, part: null, kind: 'message.final', detail: { state: 'delivered', errorCode: null } })
  events.happen({ kind: 'smsc.changed', detail: { name: 'Hello' } })
  assert.deepEqual(
    lines.map(([event, { messageId, part, attempt, status, state, smscMessageId }]) =>
      [event, messageId, part, attempt ?? '', status ?? '', state ?? '', smscMessageId ?? ''].join(' '),
    ),
    [
      'message.refused msg_1 2 1 ESME_RTHROTTLED  ',
      'message.submitted msg_1 2 2   a1',
      'message.receipt msg_1 2   other a1',
      'message.receipt msg_1 2   DELIVERED a1',
      'message.final msg_1    delivered ',
    ],
  )
  assert.doesNotMatch(JSON.stringify(lines), /Hello|447700900123|cnv_/)
  told.stop()
  assert.equal(events.listeners, 0)
})

test('events are listened to only while debug lines are written, and that may change meanwhile', async () => {
  const events = new Events()
  const switched = new SwitchedLog()
  switched.isVerbose = false
  const clock = new VirtualClock()
  const told = new EventLines({ store: events, clock, log: switched.log })
  told.start()
  assert.equal(events.listeners, 0)
  switched.isVerbose = true
  await clock.advance(1_000)
  assert.equal(events.listeners, 1)
  await clock.advance(5_000)
  assert.equal(events.listeners, 1)
  switched.isVerbose = false
  await clock.advance(1_000)
  assert.equal(events.listeners, 0)
  told.stop()
})
