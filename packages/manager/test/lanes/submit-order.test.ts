import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SubmitOrder } from '@smpp-connect/contracts'
import type { LeasedPart } from '@smpp-connect/store'
import { submitOrders, validityPeriod } from '../../src/lanes/submit-order.ts'

const NOW = Date.UTC(2026, 10, 26, 9, 30, 15)
const MINUTE = 60_000

function leased(wire: Partial<LeasedPart['wire']> = {}): LeasedPart {
  return {
    part: { messageId: 'msg_1', number: 2 },
    attempt: 3,
    failedBefore: 0,
    smscId: 'smsc_1',
    messageClass: 'code',
    wire: {
      source: { ton: 5, npi: 0, address: 'Clinic' },
      destination: { ton: 1, npi: 1, address: '447700900123' },
      serviceType: 'CMT',
      protocolId: 65,
      priorityFlag: 3,
      registeredDelivery: 0x11,
      replaceIfPresent: true,
      dataCoding: 8,
      validity: 'relative',
      scheduleAtMs: null,
      ...wire,
    },
    esmClass: 0x41,
    shortMessage: Uint8Array.of(1, 2),
    tlvs: [{ tag: 0x1401, value: Uint8Array.of(65, 0) }],
    userMessageReference: 0xabcd,
    expiresAtMs: NOW + 90 * MINUTE,
  }
}

function order(part: LeasedPart, sendsReference: boolean): SubmitOrder {
  const [only] = submitOrders([part], sendsReference, NOW)
  assert.ok(only)
  return only
}

describe('the order for a leased part', () => {
  it('carries all that the message has, and the reference as a TLV', () => {
    assert.deepEqual(order(leased(), true), {
      part: { messageId: 'msg_1', number: 2 },
      attempt: 3,
      smscId: 'smsc_1',
      messageClass: 'code',
      serviceType: 'CMT',
      source: { ton: 5, npi: 0, address: 'Clinic' },
      destination: { ton: 1, npi: 1, address: '447700900123' },
      esmClass: 0x41,
      protocolId: 65,
      priorityFlag: 3,
      scheduleDeliveryTime: '',
      validityPeriod: '000000013000000R',
      registeredDelivery: 0x11,
      replaceIfPresent: true,
      dataCoding: 8,
      shortMessage: Uint8Array.of(1, 2),
      tlvs: [
        { tag: 0x1401, value: Uint8Array.of(65, 0) },
        { tag: 0x0204, value: Uint8Array.of(0xab, 0xcd) },
      ],
    })
  })

  it('carries no reference where the SMSC is to get none', () => {
    assert.equal(order(leased(), false).tlvs.length, 1)
  })

  it('is the same whatever else was leased with it', () => {
    const parts = (['relative', 'absolute', 'none'] as const).flatMap((validity) =>
      [1, 5, 5, 1].map((minutes, index) => ({
        ...leased({ validity }),
        expiresAtMs: NOW + minutes * MINUTE,
        userMessageReference: 0xff00 + index,
        tlvs: index === 0 ? [] : leased().tlvs,
      })),
    )
    const lease = [...parts, ...parts.toReversed()]
    for (const sendsReference of [true, false]) {
      assert.deepEqual(
        submitOrders(lease, sendsReference, NOW),
        lease.map((part) => order(part, sendsReference)),
      )
    }
  })

  it('leaves it to the SMSC to wait for the time, as long as that is to come', () => {
    const at = order(leased({ scheduleAtMs: NOW + MINUTE }), false)
    assert.equal(at.scheduleDeliveryTime, '261126093115000+')
    assert.equal(order(leased({ scheduleAtMs: NOW - 1 }), false).scheduleDeliveryTime, '')
  })

  it('writes validity as a length, as a point in time, or not at all, and never as less than a minute', () => {
    assert.equal(validityPeriod('relative', NOW + 90 * MINUTE, NOW), '000000013000000R')
    assert.equal(validityPeriod('absolute', NOW + 90 * MINUTE, NOW), '261126110015000+')
    assert.equal(validityPeriod('none', NOW + 90 * MINUTE, NOW), '')
    assert.equal(validityPeriod('relative', NOW + 1, NOW), '000000000100000R')
    assert.equal(validityPeriod('absolute', NOW - MINUTE, NOW), '261126093115000+')
  })
})
