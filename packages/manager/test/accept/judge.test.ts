import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SmscDefinition } from '@smpp-connect/contracts'
import { type IntakeContext, judgeMessage } from '../../src/accept/judge.ts'
import { definition } from '../definition.ts'

function context(given: Partial<IntakeContext> = {}): IntakeContext {
  let reference = 0
  let id = 0
  return {
    definitions: [definition()],
    able: () => true,
    maxParts: 20,
    nowMs: 1_000,
    newId: () => `msg_${++id}`,
    nextReference: () => ++reference,
    ...given,
  }
}

describe('judging a message', () => {
  it('makes it ready to be stored: addresses, coding, parts, expiry', () => {
    const outcome = judgeMessage({ to: '+44 7700 900123', text: 'Hello @ £5', reference: 'order 7' }, context())
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
        source: { ton: 0, npi: 0, address: '60777' },
        destination: { ton: 1, npi: 1, address: '447700900123' },
        dataCoding: 0,
      },
    )
    assert.equal(parts.length, 1)
    assert.equal(Buffer.from(parts[0]?.shortMessage ?? []).toString('hex'), '48656c6c6f200020' + '0135')
  })

  it('writes what the SMSC takes for data_coding 0', () => {
    const written = (defaultAlphabet: SmscDefinition['defaultAlphabet'], text: string) => {
      const definitions = [definition({ defaultAlphabet })]
      const outcome = judgeMessage({ to: '+447700900123', text }, context({ definitions }))
      assert.ok(outcome.ok)
      const { dataCoding, encoding, parts } = outcome.value
      return [dataCoding, encoding, Buffer.from(parts[0]?.shortMessage ?? []).toString('hex')]
    }
    assert.deepEqual(written('gsm7', '@é'), [0, 'gsm7', '0005'])
    assert.deepEqual(written('latin1', '@é'), [0, 'gsm7', '40e9'])
    assert.deepEqual(written('ascii', '@_'), [0, 'gsm7', '405f'])
    assert.deepEqual(written('ascii', '@é'), [8, 'ucs2', '004000e9'])
    assert.deepEqual(written('utf8', '@_'), [0, 'gsm7', '405f'])
    assert.deepEqual(written('utf8', '@é'), [8, 'ucs2', '004000e9'])
  })

  it('gives every part a reference of its own, and all parts of a text one concatenation reference', () => {
    const outcome = judgeMessage({ to: '+447700900123', text: '€'.repeat(200) }, context())
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
      const outcome = judgeMessage({ to, text: 'x' }, context())
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
      const outcome = judgeMessage({ to: '+447700900123', text }, context({ definitions }))
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
      const outcome = judgeMessage(message, context(given))
      assert.ok(!outcome.ok)
      assert.equal(outcome.refusal.code, code)
    })
  }
})
