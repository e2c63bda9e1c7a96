import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Refusal, SendMessage, SmscDefinition } from '@smpp-connect/contracts'
import type { NewMessage } from '@smpp-connect/store'
import { type IntakeContext, judgeMessage } from '../../src/accept/judge.ts'
import { RouteTable } from '../../src/route/route-table.ts'
import { definition } from '../definition.ts'

const OWNER = 'key_test'

function context(given: { maxParts?: number; definitions?: readonly SmscDefinition[] } = {}): IntakeContext {
  const { maxParts = 20, definitions = [definition()] } = given
  const table = new RouteTable([], definitions)
  let reference = 0
  let id = 0
  return {
    route: (question) => table.choose(question, { takes: () => true, isOut: () => false }),
    maxParts,
    nowMs: 1_000,
    newId: () => `msg_${++id}`,
    nextReference: () => ++reference,
  }
}

const judge = (message: SendMessage, given?: Parameters<typeof context>[0]) =>
  judgeMessage(message, OWNER, context(given))

/** The message as judged, for an SMSC with these settings. */
function judged(message: Partial<SendMessage>, smsc: Partial<SmscDefinition> = {}): NewMessage {
  const outcome = judge({ to: '+447700900123', text: 'x', ...message }, { definitions: [definition(smsc)] })
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
  return outcome.value
}

function refusal(message: Partial<SendMessage>, smsc: Partial<SmscDefinition> = {}): Refusal {
  const outcome = judge({ to: '+447700900123', text: 'x', ...message }, { definitions: [definition(smsc)] })
  assert.ok(!outcome.ok)
  return outcome.refusal
}

const hex = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString('hex')

describe('judging a message', () => {
  it('makes it ready to be stored: addresses, coding, parts, expiry', () => {
    const outcome = judge({ to: '+44 7700 900123', text: 'Hello @ £5', reference: 'order 7' })
    assert.ok(outcome.ok)
    const { parts, ...message } = outcome.value
    assert.deepEqual(
      { ...message, conversationId: typeof message.conversationId },
      {
        id: 'msg_1',
        from: '60777',
        to: '+447700900123',
        text: 'Hello @ £5',
        encoding: 'gsm7',
        smscId: 'smsc_test',
        conversationId: 'string',
        reference: 'order 7',
        expiresAtMs: 1_000 + 24 * 3_600_000,
        messageClass: 'transactional',
        owner: OWNER,
        sendAtMs: null,
        smscFixed: false,
        optOutExempt: false,
        wire: {
          source: { ton: 0, npi: 0, address: '60777' },
          destination: { ton: 1, npi: 1, address: '447700900123' },
          serviceType: '',
          protocolId: 0,
          priorityFlag: 0,
          registeredDelivery: 1,
          replaceIfPresent: false,
          dataCoding: 0,
          validity: 'relative',
          scheduleAtMs: null,
        },
        tlvs: [],
      },
    )
    assert.equal(parts.length, 1)
    assert.equal(Buffer.from(parts[0]?.shortMessage ?? []).toString('hex'), '48656c6c6f200020' + '0135')
  })

  it('writes what the SMSC takes for data_coding 0', () => {
    const written = (defaultAlphabet: SmscDefinition['defaultAlphabet'], text: string) => {
      const definitions = [definition({ defaultAlphabet })]
      const outcome = judge({ to: '+447700900123', text }, { definitions })
      assert.ok(outcome.ok)
      const { wire, encoding, parts } = outcome.value
      return [wire.dataCoding, encoding, Buffer.from(parts[0]?.shortMessage ?? []).toString('hex')]
    }
    assert.deepEqual(written('gsm7', '@é'), [0, 'gsm7', '0005'])
    assert.deepEqual(written('latin1', '@é'), [0, 'gsm7', '40e9'])
    assert.deepEqual(written('ascii', '@_'), [0, 'gsm7', '405f'])
    assert.deepEqual(written('ascii', '@é'), [8, 'ucs2', '004000e9'])
    assert.deepEqual(written('utf8', '@_'), [0, 'gsm7', '405f'])
    assert.deepEqual(written('utf8', '@é'), [8, 'ucs2', '004000e9'])
  })

  it('gives every part a reference of its own, and all parts of a text one concatenation reference', () => {
    const outcome = judge({ to: '+447700900123', text: '€'.repeat(200) })
    assert.ok(outcome.ok)
    const { parts } = outcome.value
    assert.equal(parts.length, 3)
    assert.equal(new Set(parts.map((part) => part.userMessageReference)).size, 3)
    assert.deepEqual(
      parts.map((part) => Buffer.from(part.shortMessage.subarray(0, 6)).toString('hex')),
      ['050003010301', '050003010302', '050003010303'],
    )
    assert.ok(parts.every((part) => part.esmClass === 0x40))
  })

  it('puts both directions of an address pair into one conversation, whatever the spelling', () => {
    const ids = ['+447700900123', '00447700900123', '44 7700 900 123'].map((to) => {
      const outcome = judge({ to, text: 'x' })
      return outcome.ok ? outcome.value.conversationId : 'refused'
    })
    assert.equal(new Set(ids).size, 1)
  })

  for (const [defaultAlphabet, text, octets, encoding] of [
    ['gsm7', 'é@', '0500', 'gsm7'],
    ['latin1', 'é@', 'e940', 'gsm7'],
    ['ascii', 'é@', '00e90040', 'ucs2'],
    ['ascii', 'e@', '6540', 'gsm7'],
    ['utf8', 'é@', '00e90040', 'ucs2'],
    ['latin1', 'Ж', '0416', 'ucs2'],
  ] as const) {
    it(`writes ${text} as ${octets} where data_coding 0 means ${defaultAlphabet}`, () => {
      const definitions = [definition({ defaultAlphabet })]
      const outcome = judge({ to: '+447700900123', text }, { definitions })
      assert.ok(outcome.ok)
      assert.equal(Buffer.from(outcome.value.parts[0]?.shortMessage ?? []).toString('hex'), octets)
      assert.equal(outcome.value.encoding, encoding)
    })
  }

  const refused = [
    ['destination-invalid', { to: 'nobody', text: 'x' }, {}],
    ['sender-invalid', { to: '+447700900123', text: 'x', from: 'far too long a name' }, {}],
    ['text-empty', { to: '+447700900123', text: '' }, {}],
    ['text-too-long', { to: '+447700900123', text: 'x'.repeat(161) }, { maxParts: 1 }],
    ['text-too-long', { to: '+447700900123', text: 'ж'.repeat(40_000) }, { maxParts: 255 }],
    ['text-not-unicode', { to: '+447700900123', text: 'a\ud83d' }, {}],
    ['no-smsc', { to: '+447700900123', text: 'x' }, { definitions: [] }],
    ['no-smsc', { to: '+447700900123', text: 'x', smscId: 'smsc_other' }, {}],
  ] as const
  for (const [code, message, given] of refused) {
    it(`refuses with ${code}`, () => {
      const outcome = judge(message, given)
      assert.ok(!outcome.ok)
      assert.equal(outcome.refusal.code, code)
    })
  }

  it('takes options from the message, and what it leaves open from the definition', () => {
    const defaults = {
      ...definition().defaults,
      priority: 1,
      serviceType: 'CMT',
      registeredDelivery: 'failure' as const,
    }
    const { wire, parts } = judged(
      { smpp: { priority: 3, messageMode: 'datagram', flash: true, protocolId: 65, replaceIfPresent: true } },
      { defaults },
    )
    assert.deepEqual(
      [wire.priorityFlag, wire.serviceType, wire.registeredDelivery, wire.protocolId, wire.replaceIfPresent],
      [3, 'CMT', 2, 65, true],
    )
    assert.equal(parts[0]?.esmClass, 0x01)
    assert.equal(wire.dataCoding, 0xf0, 'message class 0, GSM 7-bit')
  })

  it('asks for the receipts that are wished for', () => {
    const wished = (registeredDelivery: NonNullable<SendMessage['smpp']>['registeredDelivery']) =>
      judged({ smpp: { registeredDelivery } }).wire.registeredDelivery
    assert.deepEqual(
      ['none', 'final', 'failure', 'success', 'intermediate'].map((one) => wished(one as 'none')),
      [0x00, 0x01, 0x02, 0x03, 0x11],
    )
  })

  it('takes types of number that are set, and the address’s shape for those that are not', () => {
    const { source, destination } = judged({ from: 'Clinic', smpp: { sourceNpi: 9, destinationTon: 2 } }).wire
    assert.deepEqual(source, { ton: 5, npi: 9, address: 'Clinic' })
    assert.deepEqual(destination, { ton: 2, npi: 1, address: '447700900123' })
  })

  it('splits by the method that is set', () => {
    const text = 'x'.repeat(200)
    const udh16 = judged({ text, smpp: { longMessage: 'udh16' } }).parts
    assert.deepEqual(
      udh16.map((part) => hex(part.shortMessage.subarray(0, 7))),
      ['06080400010201', '06080400010202'],
    )
    const sar = judged({ text, smpp: { longMessage: 'sar' } }).parts
    assert.deepEqual(
      sar.map(({ tlvs }) => tlvs.map(({ tag, value }) => `${tag.toString(16)}=${hex(value)}`).join(' ')),
      ['20c=0001 20e=02 20f=01', '20c=0001 20e=02 20f=02'],
    )
    const [payload, ...more] = judged({ text, smpp: { longMessage: 'payload' } }).parts
    assert.equal(more.length, 0)
    assert.deepEqual(
      payload?.tlvs.map(({ tag, value }) => [tag, value.length]),
      [[0x0424, 200]],
    )
    assert.equal(payload?.shortMessage.length, 0)
  })

  it('takes the alphabet that is forced, or says which character it lacks', () => {
    assert.equal(judged({ text: 'plain', smpp: { coding: 'ucs2' } }).encoding, 'ucs2')
    assert.deepEqual(refusal({ text: 'déjà – vu', smpp: { coding: 'gsm7' } }), {
      code: 'text-not-in-alphabet',
      detail: 'text: U+2013 at index 5 is not in gsm7',
      errors: [{ pointer: '/text', detail: 'U+2013 at index 5 is not in gsm7' }],
    })
    assert.equal(judged({ text: '“quoted”', smpp: { transliterate: true } }).encoding, 'gsm7')
  })

  it('waits for its time, and counts its validity from there', () => {
    const { sendAtMs, expiresAtMs } = judged({ sendAt: '1970-01-02T00:00:00Z', validitySeconds: 60 })
    assert.deepEqual([sendAtMs, expiresAtMs], [86_400_000, 86_460_000])
    const bySmsc = judged({ sendAt: '1970-01-02T00:00:00Z', smpp: { scheduledBy: 'smsc' } })
    assert.deepEqual([bySmsc.sendAtMs, bySmsc.wire.scheduleAtMs], [null, 86_400_000])
    assert.equal(
      judged({ class: 'code' }).expiresAtMs,
      1_000 + 10 * 60_000,
      'a code is worth nothing after ten minutes',
    )
  })

  for (const [why, message] of [
    ['sendAt: it has passed', { sendAt: '1969-12-31T00:00:00Z' }],
    ['sendAt: it is more than 400 days ahead', { sendAt: '1972-01-01T00:00:00Z' }],
    ['expiresAt: it is not after sendAt', { sendAt: '1970-01-02T00:00:00Z', expiresAt: '1970-01-01T12:00:00Z' }],
    ['expiresAt: it has passed', { expiresAt: '1970-01-01T00:00:00Z' }],
    [
      'expiresAt: validitySeconds is given too; give one of the two',
      { expiresAt: '1970-01-02T00:00:00Z', validitySeconds: 5 },
    ],
  ] as const) {
    it(`refuses times: ${why}`, () => {
      const { code, detail } = refusal(message)
      assert.deepEqual([code, detail], ['time-invalid', why])
    })
  }

  const BILLING = {
    name: 'billing_code',
    tag: 0x1401,
    type: 'c_octet_string',
    maxOctets: 10,
    direction: 'submit',
  } as const

  it('sends TLVs of the specification, of the provider, and by their tags', () => {
    const { tlvs } = judged(
      { smpp: { tlvs: { billing_code: 'A7', source_port: 5, '0x3fff': '0x00ff' } } },
      {
        tlvs: [
          { ...BILLING, value: 'default' },
          { ...BILLING, name: 'fee', tag: 0x1402, value: '12' },
        ],
      },
    )
    assert.deepEqual(
      tlvs.map(({ tag, value }) => `${tag.toString(16)}=${hex(value)}`),
      ['1401=413700', '1402=313200', '20a=0005', '3fff=00ff'],
    )
  })

  for (const [why, tlvs] of [
    ['unheard_of: neither a TLV of the specification nor declared on the SMSC definition', { unheard_of: 1 }],
    ['billing_code: found 13 octets, its NUL counted, allowed is 1 to 10 octets', { billing_code: 'far too long' }],
    ['source_port: found 70000, allowed is a whole number, 0 to 65535', { source_port: 70_000 }],
    ['message_payload: Connect writes this one itself', { message_payload: 'x' }],
    ['0x0424: Connect writes this one itself', { '0x0424': 'x' }],
    ['price: declared for what comes in only', { price: 'x' }],
  ] as const) {
    it(`refuses a TLV: ${why}`, () => {
      const declared = [
        { ...BILLING, value: null },
        { ...BILLING, name: 'price', tag: 0x1403, direction: 'deliver' as const, value: null },
      ]
      const { code, detail } = refusal({ smpp: { tlvs } }, { tlvs: declared })
      assert.deepEqual([code, detail], ['tlv-invalid', why])
    })
  }

  it('refuses what an SMPP 3.3 bind cannot carry', () => {
    const { code, detail } = refusal(
      { text: 'x'.repeat(200), smpp: { longMessage: 'sar' } },
      { interfaceVersion: '3.3', name: 'Old one' },
    )
    assert.equal(code, 'smpp-option-invalid')
    assert.equal(detail, 'longMessage: sar takes TLVs, and Old one is bound with SMPP 3.3; allowed are udh8, udh16')
  })

  it('refuses replace-if-present for several parts: each would replace the one before', () => {
    const { detail } = refusal({ text: 'x'.repeat(200), smpp: { replaceIfPresent: true } })
    assert.match(detail, /^replaceIfPresent: the text takes 2 parts/)
  })
})
