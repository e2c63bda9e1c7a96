import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type SendMessage,
  type SmppDefaults,
  type SmppOptions,
  type SmscDefinition,
  smppDefaultsSchema,
  type TlvDeclaration,
} from '@smpp-connect/contracts'
import type { NewMessage, RerouteCandidate } from '@smpp-connect/store'
import fc from 'fast-check'
import { judgeMessage } from '../../src/accept/judge.ts'
import { rerouted } from '../../src/route/rerouted.ts'
import { definition } from '../definition.ts'

const NOW = 1_000_000
const CONTEXT = { maxParts: 20, nextReference: () => 7 }

function smsc(
  id: 'a' | 'b',
  defaults: Partial<SmppDefaults> = {},
  given: Partial<SmscDefinition> = {},
): SmscDefinition {
  return definition({
    id: `smsc_${id}`,
    name: id.toUpperCase(),
    defaults: smppDefaultsSchema.parse(defaults),
    ...given,
  })
}

/** A message as an SMSC takes it. */
function accepted(message: Partial<SendMessage>, at: SmscDefinition): NewMessage {
  const outcome = judgeMessage({ to: '+447700900123', from: 'Bank', text: 'Hello', ...message }, 'key_test', {
    ...CONTEXT,
    route: () => ({ ok: true, value: { definition: at, decidedBy: 'any', rule: null } }),
    nowMs: NOW,
    newId: () => 'msg_1',
  })
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
  return outcome.value
}

function moved(message: Partial<SendMessage>, before: SmscDefinition, after: SmscDefinition) {
  const taken = accepted(message, before)
  const candidate: RerouteCandidate = { ...taken, seq: 1, esmClass: taken.parts[0]?.esmClass ?? 0 }
  return rerouted(candidate, before, after, CONTEXT)
}

function movedWell(message: Partial<SendMessage>, before: SmscDefinition, after: SmscDefinition): NewMessage {
  const outcome = moved(message, before, after)
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
  return outcome.value
}

const tlvsOf = ({ tlvs }: NewMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(tlvs.map(({ tag, value }) => [`0x${tag.toString(16)}`, Buffer.from(value).toString('hex')]))

describe('a message that goes to another SMSC', () => {
  it('keeps its addresses, times, class, owner and reference, and is not fixed', () => {
    const message = {
      class: 'bulk',
      reference: 'order 7',
      sendAt: new Date(NOW + 3_600_000).toISOString(),
      validitySeconds: 600,
    } as const
    const before = accepted(message, smsc('a'))
    const after = movedWell(message, smsc('a'), smsc('b', {}, { defaultSender: 'Other' }))
    assert.deepEqual(after, { ...before, smscId: 'smsc_b', optOutExempt: false, smscFixed: false })
  })

  it('is written anew: in the alphabet of the new one, cut as that one wants it', () => {
    const text = '¡Olé! '.repeat(40)
    const before = movedWell({ text }, smsc('a'), smsc('b', { longMessage: 'sar' }))
    assert.deepEqual(
      before.parts.map(({ esmClass, tlvs }) => [esmClass, tlvs.length]),
      [
        [0, 3],
        [0, 3],
      ],
    )
    const latin1 = movedWell({ text: 'Olé' }, smsc('a'), smsc('b', {}, { defaultAlphabet: 'latin1' }))
    assert.equal(Buffer.from(latin1.parts[0]?.shortMessage ?? []).toString('latin1'), 'Olé')
    assert.equal(movedWell({ text: 'x' }, smsc('a'), smsc('b', { dataCoding: 0xf1 })).wire.dataCoding, 0xf1)
  })

  it('stays where it is when it does not fit the other', () => {
    const text = 'x'.repeat(200)
    const outcome = moved({ text }, smsc('a'), smsc('b', { longMessage: 'sar' }, { interfaceVersion: '3.3' }))
    assert.equal(outcome.ok ? '' : outcome.refusal.code, 'smpp-option-invalid')
  })

  it('is asked receipts for as before, whatever the new one usually does', () => {
    for (const registeredDelivery of ['none', 'final', 'failure', 'success', 'intermediate'] as const) {
      const before = smsc('a', { registeredDelivery })
      const { wire } = movedWell({}, before, smsc('b', { registeredDelivery: 'none' }))
      assert.equal(wire.registeredDelivery, accepted({}, before).wire.registeredDelivery, registeredDelivery)
    }
  })

  it('is kept by whoever kept it until its time', () => {
    const sendAt = new Date(NOW + 3_600_000).toISOString()
    const atSmsc = smsc('a', { scheduledBy: 'smsc' })
    const [toSmsc, toConnect] = [movedWell({ sendAt }, atSmsc, smsc('b')), movedWell({ sendAt }, smsc('b'), atSmsc)]
    assert.deepEqual([toSmsc.sendAtMs, toSmsc.wire.scheduleAtMs], [null, NOW + 3_600_000])
    assert.deepEqual([toConnect.sendAtMs, toConnect.wire.scheduleAtMs], [NOW + 3_600_000, null])
  })

  it('stays a flash message, in either alphabet', () => {
    assert.equal(movedWell({ smpp: { flash: true } }, smsc('a'), smsc('b')).wire.dataCoding, 0xf0)
    assert.equal(movedWell({ text: '你好', smpp: { flash: true } }, smsc('a'), smsc('b')).wire.dataCoding, 0x18)
    assert.equal(
      movedWell({ smpp: { flash: false } }, smsc('a', { flash: true }), smsc('b', { flash: true })).wire.dataCoding,
      0,
    )
    assert.equal(movedWell({}, smsc('a', { flash: true }), smsc('b')).wire.dataCoding, 0, 'A flashes all, B does not')
  })

  it('is no flash message because the old definition wrote the data coding of one', () => {
    assert.equal(movedWell({}, smsc('a', { dataCoding: 0xf0 }), smsc('b')).wire.dataCoding, 0)
  })

  it('takes its own options along, and the new one’s for what it left open', () => {
    const options = fc.record(
      {
        priority: fc.integer({ min: 0, max: 3 }),
        serviceType: fc.constantFrom('', 'CMT', 'WAP'),
        protocolId: fc.constantFrom(0, 0x41, 0x7f),
        replaceIfPresent: fc.boolean(),
        validity: fc.constantFrom('relative', 'absolute', 'none'),
        messageMode: fc.constantFrom('default', 'datagram', 'forward', 'store-and-forward'),
        flash: fc.boolean(),
        sourceTon: fc.constantFrom(null, 0, 1, 5),
        sourceNpi: fc.constantFrom(null, 0, 1),
        destinationTon: fc.constantFrom(null, 0, 1),
        destinationNpi: fc.constantFrom(null, 0, 1, 8),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(options, options, options, (given, usualAtA, usualAtB) => {
        const own = given as SmppOptions
        const [before, after] = [smsc('a', usualAtA as SmppDefaults), smsc('b', usualAtB as SmppDefaults)]
        // What says the same as A's definition cannot be told from it, and is A's.
        const shown = ({ wire, parts }: NewMessage) => ({ wire, esmClass: parts[0]?.esmClass })
        const carried = JSON.stringify(shown(accepted({ smpp: own }, before)))
        const told = Object.entries(own).filter(([name]) => {
          const without = accepted({ smpp: { ...own, [name]: undefined } }, before)
          return JSON.stringify(shown(without)) !== carried
        })
        const direct = accepted({ smpp: Object.fromEntries(told) }, after)
        assert.deepEqual(shown(movedWell({ smpp: own }, before, after)), shown(direct))
      }),
      { numRuns: 500 },
    )
  })
})

describe('the TLVs of a message that goes to another SMSC', () => {
  const billing: TlvDeclaration = {
    name: 'billing_code',
    tag: 0x1401,
    type: 'c_octet_string',
    maxOctets: 10,
    direction: 'submit',
    value: null,
  }

  it('those of the specification go along', () => {
    const smpp = { tlvs: { dest_addr_subunit: 3, '0x1500': '0xcafe' } }
    assert.deepEqual(tlvsOf(movedWell({ smpp }, smsc('a'), smsc('b'))), { '0x5': '03', '0x1500': 'cafe' })
  })

  it('one that both declare goes by its name, to whatever number it has there', () => {
    const there = { ...billing, tag: 0x2000, type: 'octet_string' } as const
    const smpp = { tlvs: { billing_code: 'AB12' } }
    const after = movedWell({ smpp }, smsc('a', {}, { tlvs: [billing] }), smsc('b', {}, { tlvs: [there] }))
    assert.deepEqual(tlvsOf(after), { '0x2000': '41423132' })
  })

  it('one that the new one does not know goes as the octets that it has', () => {
    const smpp = { tlvs: { billing_code: 'AB12' } }
    assert.deepEqual(tlvsOf(movedWell({ smpp }, smsc('a', {}, { tlvs: [billing] }), smsc('b'))), {
      '0x1401': '4142313200',
    })
  })

  it('it stays where it is when the new one means something else by that number, or has no room for the value', () => {
    const smpp = { tlvs: { billing_code: 'AB12' } }
    const before = smsc('a', {}, { tlvs: [billing] })
    const other = { ...billing, name: 'campaign' }
    const outcome = moved({ smpp }, before, smsc('b', {}, { tlvs: [other] }))
    assert.equal(outcome.ok ? '' : outcome.refusal.detail, 'billing_code: B declares 0x1401 as campaign')
    assert.equal(moved({ smpp }, before, smsc('b', {}, { tlvs: [{ ...billing, maxOctets: 3 }] })).ok, false)
  })

  it('what the old definition added stays behind, and the new one adds its own', () => {
    const before = smsc('a', { tlvs: { dest_addr_subunit: 1 } }, { tlvs: [{ ...billing, value: 'A-CODE' }] })
    const after = smsc('b', { tlvs: { source_addr_subunit: 2 } })
    assert.deepEqual(tlvsOf(accepted({}, before)), { '0x5': '01', '0x1401': Buffer.from('A-CODE\0').toString('hex') })
    assert.deepEqual(tlvsOf(movedWell({}, before, after)), { '0xd': '02' })
    const own = { tlvs: { dest_addr_subunit: 3 } }
    assert.deepEqual(tlvsOf(movedWell({ smpp: own }, before, after)), { '0xd': '02', '0x5': '03' })
  })
})
