import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConnectEvent, EVENT_KINDS, type EventDetail, type EventKind } from '../src/event.ts'
import { type SummaryContext, summarizeEvent } from '../src/summary.ts'

function say(kind: EventKind, detail: EventDetail = {}, context: SummaryContext = {}, part: number | null = 1): string {
  const event: ConnectEvent = {
    seq: 1,
    atMs: 1_000_000,
    kind,
    messageId: 'msg_1',
    part,
    conversationId: 'cnv_1',
    smscId: 'smsc_1',
    detail,
  }
  return summarizeEvent(event, context)
}

const SEVERAL = { parts: 3 }

test('the sentences of a message that goes well', () => {
  assert.equal(say('message.accepted', { parts: 1 }, {}, null), 'Accepted.')
  assert.equal(say('message.accepted', { parts: 3 }, SEVERAL, null), 'Accepted, in 3 parts.')
  assert.equal(say('message.sending', { attempt: 2 }), 'Handed to the Sender, attempt 2.')
  assert.equal(say('message.sending', { attempt: 1 }, SEVERAL), 'Part 1 handed to the Sender, attempt 1.')
  assert.equal(say('message.submitted', { smscMessageId: '4F2A' }), 'The SMSC took it under its message id 4F2A.')
  assert.equal(say('message.submitted', { smscMessageId: '' }, SEVERAL, 2), 'The SMSC took part 2.')
  assert.equal(say('message.receipt', { stat: 'DELIVRD', error: '000' }), 'Delivery receipt: DELIVRD.')
  assert.equal(say('message.final', { state: 'delivered', errorCode: null }, {}, null), 'Delivered.')
})

test('the sentences of a message that does not', () => {
  const status = { status: 0x58, attempt: 1 }
  assert.equal(say('message.refused', status), 'The SMSC refused it with status 0x00000058.')
  const named = { statusName: (code: number) => (code === 0x58 ? 'ESME_RTHROTTLED' : '?') }
  assert.equal(say('message.refused', status, named), 'The SMSC refused it with ESME_RTHROTTLED.')
  assert.equal(
    say('message.refused', { ...status, errorCode: 'ESME_RINVDSTADR' }),
    'The SMSC refused it with ESME_RINVDSTADR.',
  )
  assert.equal(say('message.retrying', { dueAtMs: 1_004_000 }), 'Waiting, to be tried again in 4 seconds.')
  assert.equal(say('message.retrying', { dueAtMs: 1_300_000 }), 'Waiting, to be tried again in 5 minutes.')
  assert.equal(say('message.retrying', { dueAtMs: 0 }), 'Waiting, to be tried again in a moment.')
  assert.equal(
    say('message.returned', { reason: 'the bind is down' }),
    'Back from the Sender, unsent: the bind is down.',
  )
  assert.equal(
    say('message.uncertain', { reason: 'the link broke' }, SEVERAL, 2),
    'Part 2 uncertain: it left, and its answer never came (the link broke). It may have arrived.',
  )
  assert.equal(
    say('message.resent', { reason: 'sent again by policy' }),
    'Queued again: sent again by policy. The person may get it twice.',
  )
  assert.equal(say('message.held', { reason: 'held by policy.' }), 'Held until a person decides: held by policy.')
  assert.equal(
    say('message.released', { reason: 'released by a person' }),
    'Released, and queued again: released by a person.',
  )
  assert.equal(
    say('message.receipt', { stat: 'UNDELIV', error: '034' }, SEVERAL),
    'Delivery receipt for part 1: UNDELIV, error 034.',
  )
})

test('how a message ended', () => {
  const end = (state: string, errorCode: string | null) => say('message.final', { state, errorCode }, {}, null)
  assert.equal(end('undelivered', 'UNDELIV'), 'Not delivered: the operator could not reach the phone (UNDELIV).')
  assert.equal(end('rejected', 'ESME_RINVDSTADR'), 'Rejected by the SMSC (ESME_RINVDSTADR).')
  assert.equal(end('expired', 'expired'), 'Expired: its time passed before it could be delivered.')
  assert.equal(end('expired', 'no-receipt'), 'Given up: no receipt came in time.')
  assert.equal(end('failed', 'unsendable'), 'Not sendable: it breaks a limit of SMPP.')
  assert.equal(end('failed', 'ESME_RSYSERR'), 'Given up: every attempt failed (ESME_RSYSERR).')
  assert.equal(end('cancelled', null), 'Cancelled.')
  assert.equal(end('cancelled', 'smsc-deleted'), 'Cancelled: the SMSC that it waited for was deleted.')
  assert.equal(end('uncertain-closed', 'uncertain-closed'), 'Closed without knowing whether it arrived.')
})

test('what came in, and what happens to SMSCs', () => {
  assert.equal(say('message.received', { parts: 1 }), 'Received.')
  assert.equal(say('message.received', { parts: 3, missing: 1 }), 'Received, joined from 3 parts; one never came.')
  assert.equal(say('smsc.created', { name: 'Acme', version: 1 }), 'SMSC “Acme” added.')
  assert.equal(say('smsc.changed', { name: 'Acme', version: 4 }), 'SMSC “Acme” changed, now version 4.')
  assert.equal(
    say('smsc.changed', { name: 'Acme', version: 5, deleting: 'drain' }),
    'SMSC “Acme” is being deleted, and takes nothing new.',
  )
  assert.equal(
    say('smsc.bind', { bindType: 'transceiver', status: 'waiting', reason: 'the password is wrong' }),
    'Transceiver: waiting. The password is wrong.',
  )
  assert.equal(say('smsc.bind', { bindType: 'receiver', status: 'bound', reason: '' }), 'Receiver: bound.')
})

test('every kind is one plain sentence, however little is known', () => {
  for (const kind of EVENT_KINDS) {
    for (const detail of [{}, { reason: null, status: null, attempt: null, state: null, stat: '' }]) {
      const sentence = say(kind, detail, {}, null)
      assert.match(sentence, /^[A-Z“].*\.$/, kind)
      assert.ok(!/undefined|null|NaN|\.\./.test(sentence), sentence)
    }
  }
})
