import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  ChangeResult,
  LeasedPart,
  NewMessage,
  ReceiptRecord,
  ReceiptResult,
  SubmitRecord,
} from '@smpp-connect/store'
import { keepOf, packArguments, packResult, unpackArguments, unpackResult } from '../../src/sqlite/packing/index.ts'
import { messageNamed, SMSC_ID, WIRE } from './message.ts'

const tlv = (tag: number, ...octets: number[]) => ({ tag, value: Uint8Array.from(octets) })

describe('rows on their way between threads', () => {
  const crossArguments = (name: string, args: readonly unknown[]): readonly unknown[] =>
    unpackArguments(name, structuredClone(packArguments(name, args)))
  const crossResult = (name: string, result: unknown, args: readonly unknown[]): unknown =>
    unpackResult(name, structuredClone(packResult(name, result, args)), keepOf(name, args))

  it('messages come out as they went in', () => {
    const part = (...octets: number[]) => ({
      esmClass: octets.length,
      shortMessage: Uint8Array.from(octets),
      userMessageReference: 7,
      tlvs: octets.map((octet) => tlv(octet, 1, octet)),
    })
    const messages = [
      messageNamed('a', { parts: [part(1, 2, 3), part(), part(255)], reference: 'r', text: 'ü\ud83d' }),
      messageNamed('b', { parts: [], tlvs: [tlv(9), tlv(0x1401, 0, 255)], messageClass: 'bulk', sendAtMs: 5 }),
      messageNamed('c', { wire: { ...WIRE, source: { ton: 1, npi: 2, address: 'x' }, scheduleAtMs: 9 }, owner: '' }),
      messageNamed('d', { wire: { ...WIRE, replaceIfPresent: true }, smscFixed: true, optOutExempt: true }),
      messageNamed('e'),
      messageNamed('f', { wire: { ...WIRE, destination: { ton: 1, npi: 1, address: 'elsewhere' } } }),
    ]
    const answer = { scope: 's', key: 'k', fingerprint: 'f', status: 202, body: '', atMs: 1 }
    for (const batch of [
      { messages, atMs: 5, answer },
      { messages: [], atMs: 6 },
    ]) {
      assert.deepEqual(crossArguments('accept', [batch]), [batch])
    }
  })

  it('no field of a message is taken for that of the one before, in either order', () => {
    const other: Partial<NewMessage> = {
      from: 'Else',
      encoding: 'ucs2',
      smscId: 'smsc_2',
      expiresAtMs: 7,
      messageClass: 'code',
      owner: 'key_2',
      sendAtMs: 3,
      smscFixed: true,
      optOutExempt: true,
      reference: 'r',
    }
    const wires: Partial<NewMessage['wire']>[] = [
      { source: { ...WIRE.source, ton: 9 } },
      { source: { ...WIRE.source, npi: 9 } },
      { source: { ...WIRE.source, address: '9' } },
      { destination: { ...WIRE.destination, ton: 9 } },
      { destination: { ...WIRE.destination, npi: 9 } },
      { serviceType: 'x' },
      { protocolId: 9 },
      { priorityFlag: 3 },
      { registeredDelivery: 0 },
      { replaceIfPresent: true },
      { dataCoding: 8 },
      { validity: 'absolute' },
    ]
    const plain = messageNamed('a')
    const others = [
      ...Object.entries(other).map(([field, value]) => ({ ...plain, [field]: value })),
      ...wires.map((wire) => ({ ...plain, wire: { ...WIRE, ...wire } })),
    ]
    const batch = { messages: others.flatMap((one) => [plain, one, one]), atMs: 1 }
    assert.deepEqual(crossArguments('accept', [batch]), [batch])
  })

  it('leased parts come out as they went in', () => {
    const leased = [3, 0, 140].map(
      (length, index): LeasedPart => ({
        part: { messageId: `msg_${index}`, number: index + 1 },
        attempt: 2,
        failedBefore: index,
        smscId: index === 2 ? 'smsc_2' : SMSC_ID,
        messageClass: index === 0 ? 'bulk' : 'code',
        wire: { ...WIRE, protocolId: index },
        esmClass: 64,
        shortMessage: new Uint8Array(length).fill(index + 1),
        tlvs: index === 0 ? [] : [tlv(5, 1, 2), tlv(6)],
        userMessageReference: 9,
        expiresAtMs: 10 + index,
      }),
    )
    for (const lease of [
      { parts: leased, rest: 'none' },
      { parts: [], rest: 'more' },
    ]) {
      assert.deepEqual(crossResult('lease', lease, []), lease)
    }
  })

  it('ends of submits come out as they went in', () => {
    const results: readonly SubmitRecord['result'][] = [
      { kind: 'submitted', smscMessageId: 'A', idForms: ['a'] },
      { kind: 'submitted', smscMessageId: 'A', idForms: ['A'] },
      { kind: 'submitted', smscMessageId: 'A', idForms: ['A', 'B'] },
      { kind: 'submitted', smscMessageId: '', idForms: [] },
      { kind: 'submitted', smscMessageId: 'B', idForms: ['b', 'bb'] },
      { kind: 'retry', status: 8, dueAtMs: 5, counts: true },
      { kind: 'retry', status: 8, dueAtMs: 5, counts: false },
      { kind: 'final', state: 'failed', status: null, errorCode: 'x' },
      { kind: 'hold', status: 8, reason: 'x' },
      { kind: 'returned', reason: 'x', behind: true },
      { kind: 'blocked' },
      { kind: 'uncertain', reason: 'x' },
    ]
    const records = results.map(
      (result, index): SubmitRecord => ({
        part: { messageId: `msg_${index}`, number: 1 + (index % 3) },
        attempt: index,
        smscId: index % 4 === 0 ? 'smsc_2' : SMSC_ID,
        atMs: 5 + (index % 2),
        sentAtMs: index % 3 === 0 ? null : 4,
        result,
      }),
    )
    for (const batch of [records, []]) assert.deepEqual(crossArguments('recordSubmits', [batch]), [batch])
    const changes: readonly ChangeResult[] = [
      { changed: true, state: 'submitted', messageState: 'submitted' },
      { changed: false, state: 'queued', messageState: 'accepted' },
      { changed: false, state: undefined, messageState: undefined },
      { changed: true, state: 'uncertain-closed', messageState: 'held' },
    ]
    for (const result of [changes, []]) assert.deepEqual(crossResult('recordSubmits', result, []), result)
  })

  it('receipts come out as they went in', () => {
    const receipt: ReceiptRecord = {
      smscId: SMSC_ID,
      atMs: 1,
      smscMessageId: 'A',
      idForms: ['a'],
      otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
      userMessageReference: null,
      destination: '+44',
      state: 'delivered',
      stat: 'DELIVRD',
      error: null,
    }
    const batch: readonly ReceiptRecord[] = [
      receipt,
      { ...receipt, idForms: [], smscMessageId: '', error: '001', state: 'submitted', stat: 'ENROUTE' },
      { ...receipt, otherRadix: { hexadecimalAnswer: '1f', decimalAnswer: '9' }, idForms: ['a', 'b'], atMs: 2 },
      { ...receipt, idForms: ['A'], userMessageReference: 0 },
      { ...receipt, smscId: 'smsc_2', userMessageReference: 65_535, destination: '' },
      receipt,
    ]
    assert.deepEqual(crossArguments('recordReceipts', [batch]), [batch])
    const part = { messageId: 'msg_1', number: 2 } as const
    const results: readonly ReceiptResult[] = [
      { kind: 'applied', part, by: 'id' },
      { kind: 'parked', couldBe: null },
      { kind: 'ignored', part, by: 'reference' },
      { kind: 'parked', couldBe: 'decimal-answer' },
      { kind: 'ignored', part: { ...part, number: 3 }, by: 'id' },
    ]
    assert.deepEqual(crossResult('recordReceipts', results, []), results)
  })

  it('what follows from what was asked comes out as well', () => {
    const messages = [messageNamed('a'), messageNamed('b')]
    const args = [{ messages, atMs: 1 }]
    const asAsked = { kind: 'stored', conversationIds: ['cnv_a', 'cnv_b'] }
    const otherwise = { kind: 'stored', conversationIds: ['cnv_a', 'cnv_z'] }
    const before = { kind: 'answered-before', answer: { fingerprint: 'f', status: 1, body: '', atMs: 1 } }
    for (const result of [asAsked, otherwise, before]) assert.deepEqual(crossResult('accept', result, args), result)
  })

  it('everything else crosses as it is', () => {
    const args = [{ messages: 1 }]
    assert.equal(packArguments('lease', args), args)
    assert.equal(unpackArguments('lease', args), args)
    assert.equal(packResult('resolve', args, []), args)
    assert.equal(keepOf('resolve', args), undefined)
    assert.equal(unpackResult('resolve', args, undefined), args)
  })
})
