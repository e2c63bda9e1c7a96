import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import { decodePdu, encodePdu, type PduOf, type SmppSession } from '@smpp-connect/smpp'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { Centre } from '../../src/centre/centre.ts'
import { DueQueue } from '../../src/centre/due-queue.ts'
import type { JournalRecord } from '../../src/journal/record.ts'
import { DEFAULT_LIMITS } from '../../src/options.ts'
import { BoundSession } from '../../src/session/bound-session.ts'
import { FaultPanel } from '../../src/session/faults.ts'
import { SubmitRequests } from '../../src/session/submit-requests.ts'

/** Submit requests over a journal that is written when the test says so. */
function deskWith(commit: (records: readonly JournalRecord[]) => Promise<void>) {
  const clock = new VirtualClock()
  const effects = { scheduled: () => undefined, pending: () => undefined, phoneChanged: () => undefined }
  const centre = new Centre(DEFAULT_LIMITS, 'decimal', clock.nowMs(), effects)
  const requests = new SubmitRequests({
    centre,
    clock,
    random: seededRandom(1),
    due: new DueQueue(clock),
    faults: new FaultPanel({}, clock),
    limits: DEFAULT_LIMITS,
    answerForm: 'decimal',
    receiptDelayMs: 0,
    commit,
  })
  // Only a dropped link touches the session itself.
  const bound = new BoundSession({} as SmppSession, 'shop', 'transmitter', 0)
  return { requests, bound, centre }
}

function submitSm(): PduOf<'submit_sm'> {
  const shortMessage = Buffer.from('hello')
  const octets = encodePdu({ command: 'submit_sm', sequenceNumber: 1, destinationAddr: '447700900123', shortMessage })
  const decoded = decodePdu(octets)
  assert.ok(decoded.kind === 'pdu' && decoded.pdu.command === 'submit_sm')
  return decoded.pdu
}

test('nothing is answered before it is written down', async () => {
  const written = Promise.withResolvers<void>()
  const records: JournalRecord[] = []
  const { requests, bound } = deskWith((some) => {
    records.push(...some)
    return written.promise
  })
  let answer: unknown
  const answered = Promise.resolve(requests.submit(submitSm(), bound)).then((value) => {
    answer = value
  })
  await settle()
  assert.equal(answer, undefined)
  assert.deepEqual(
    records.map(({ t }) => t),
    ['submit'],
  )
  written.resolve()
  await answered
  assert.deepEqual(answer, { messageId: String(Date.UTC(2026, 0, 1) * 1000 + 1) })
})

test('what cannot be written down is not taken', async () => {
  const { requests, bound, centre } = deskWith(() => Promise.reject(new Error('ENOSPC')))
  // The session answers a failed handler with ESME_RSYSERR.
  await assert.rejects(Promise.resolve(requests.submit(submitSm(), bound)), /ENOSPC/)
  assert.equal(centre.ledger.counters.taken, 0)
})

test('a record holds a copy of the request, whose memory is used again', async () => {
  const records: JournalRecord[] = []
  const { requests, bound } = deskWith((some) => {
    records.push(...some)
    return Promise.resolve()
  })
  const pdu = submitSm()
  await requests.submit(pdu, bound)
  pdu.shortMessage.fill(0)
  assert.ok(records[0]?.t === 'submit')
  assert.equal(Buffer.from(records[0].data, 'base64').toString(), 'hello')
})
