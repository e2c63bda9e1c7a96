import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ConnectEvent } from '@smpp-connect/contracts'
import type { LeasedPart } from '@smpp-connect/store'
import {
  packArguments,
  packEvents,
  packResult,
  unpackArguments,
  unpackEvents,
  unpackResult,
} from '../../src/sqlite/packing/index.ts'
import { messageNamed, SMSC_ID, WIRE } from './message.ts'

const tlv = (tag: number, ...octets: number[]) => ({ tag, value: Uint8Array.from(octets) })

describe('rows on their way between threads', () => {
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
    ]
    const answer = { scope: 's', key: 'k', fingerprint: 'f', status: 202, body: '', atMs: 1 }
    for (const batch of [
      { messages, atMs: 5, answer },
      { messages: [], atMs: 6 },
    ]) {
      const crossed = structuredClone(packArguments('accept', [batch]))
      assert.deepEqual(unpackArguments('accept', crossed), [batch])
    }
  })

  it('leased parts come out as they went in', () => {
    const leased = [3, 0, 140].map(
      (length, index): LeasedPart => ({
        part: { messageId: `msg_${index}`, number: index + 1 },
        attempt: 2,
        smscId: SMSC_ID,
        messageClass: 'code',
        wire: { ...WIRE, protocolId: index },
        esmClass: 64,
        shortMessage: new Uint8Array(length).fill(index + 1),
        tlvs: index === 0 ? [] : [tlv(5, 1, 2), tlv(6)],
        userMessageReference: 9,
        expiresAtMs: 10,
      }),
    )
    for (const parts of [leased, []]) {
      assert.deepEqual(unpackResult('lease', structuredClone(packResult('lease', parts))), parts)
    }
  })

  it('events come out as they went in', () => {
    const whom = { messageId: 'msg_1', part: 2, conversationId: 'cnv_1', smscId: SMSC_ID } as const
    const nobody = { messageId: null, part: null, conversationId: null, smscId: null }
    const events: readonly ConnectEvent[] = [
      { seq: 1, atMs: 2, kind: 'message.sending', ...whom, detail: { attempt: 1 } },
      { seq: 2, atMs: 3, kind: 'smsc.bind', ...nobody, detail: {} },
      { seq: 3, atMs: 4, kind: 'message.final', ...whom, detail: { a: null, b: true, c: 'x', d: 1.5 } },
    ]
    assert.deepEqual(unpackEvents(structuredClone(packEvents(events))), events)
    assert.deepEqual(unpackEvents(structuredClone(packEvents([]))), [])
  })

  it('everything else crosses as it is', () => {
    const args = [{ messages: 1 }]
    assert.equal(packArguments('lease', args), args)
    assert.equal(unpackArguments('lease', args), args)
    assert.equal(packResult('accept', args), args)
    assert.equal(unpackResult('accept', args), args)
  })
})
