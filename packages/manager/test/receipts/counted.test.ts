import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Labels, silentLog, silentMetrics } from '@smpp-connect/kernel'
import type { ReceiptRecord, ReceiptResult } from '@smpp-connect/store'
import { IdForms } from '../../src/receipts/id-forms.ts'
import { Receipts } from '../../src/receipts/record-receipts.ts'

test('receipts are counted by what they say, and those that match nothing once more', async () => {
  const states = ['delivered', 'undelivered', 'delivered', 'delivered', 'submitted'] as const
  const batch = states.map(
    (state, at): ReceiptRecord => ({
      smscId: at === 3 ? 'smsc_2' : 'smsc_1',
      atMs: 1,
      smscMessageId: `${at}`,
      idForms: [`${at}`],
      otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
      userMessageReference: null,
      destination: '',
      state,
      stat: state,
      error: null,
    }),
  )
  const results: readonly ReceiptResult[] = batch.map((_, at) =>
    at > 2
      ? { kind: 'parked', couldBe: null }
      : { kind: 'applied', part: { messageId: `msg_${at}`, number: 1 }, by: 'id' },
  )
  const counted: (readonly [string, Labels, number])[] = []
  const receipts = new Receipts({
    store: {
      recordReceipts: async () => results,
      parkedReceipts: async () => [],
      retryParked: async () => [],
      putDocument: async () => ({ kind: 'stored', version: 1 }),
    },
    idForms: new IdForms(),
    definition: () => undefined,
    log: silentLog,
    metrics: { ...silentMetrics, count: (name, labels = {}, by = 1) => counted.push([name, labels, by]) },
  })
  assert.deepEqual(await receipts.record(batch, 1), results)
  assert.deepEqual(counted, [
    ['connect_receipt_total', { smsc: 'smsc_1', state: 'delivered' }, 2],
    ['connect_receipt_total', { smsc: 'smsc_1', state: 'undelivered' }, 1],
    ['connect_receipt_total', { smsc: 'smsc_1', state: 'submitted' }, 1],
    ['connect_receipt_total', { smsc: 'smsc_2', state: 'delivered' }, 1],
    ['connect_receipt_unmatched_total', { smsc: 'smsc_2' }, 1],
    ['connect_receipt_unmatched_total', { smsc: 'smsc_1' }, 1],
  ])
})
