import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { InboundPdu } from '@smpp-connect/contracts'
import { silentLog, silentMetrics } from '@smpp-connect/kernel'
import { VirtualClock } from '@smpp-connect/testkit'
import { receive } from '../../src/inbound/receive.ts'
import { Redelivery } from '../../src/inbound/redelivery.ts'
import { definition } from '../definition.ts'

/** A text, or the receipt of a message. */
function pdu(payload: string, isReceipt: boolean): InboundPdu {
  return {
    smscId: 'smsc_test',
    bindType: 'transceiver',
    atMs: 5,
    source: { ton: 1, npi: 1, address: '447700900123' },
    destination: { ton: 0, npi: 0, address: '60777' },
    esmClass: isReceipt ? 4 : 0,
    dataCoding: 0,
    payload: Buffer.from(payload),
    receiptedMessageId: null,
    messageState: null,
    networkErrorCode: null,
    userMessageReference: null,
    sarMsgRefNum: null,
    sarTotalSegments: null,
    sarSegmentSeqnum: null,
    tlvs: [],
  }
}

const BATCH = [
  pdu('id:1 stat:DELIVRD', true),
  pdu('Yes', false),
  pdu('id:2 stat:DELIVRD', true),
  pdu('id:3 stat:DELIVRD', true),
  pdu('Yes', false),
]

type Parts = Parameters<typeof receive>[1]

/** Receipts of an id below 3 are of a message of that id; of two equal texts the second is a repetition. */
function parts(given: Partial<Parts> = {}): Parts {
  const clock = new VirtualClock()
  return {
    store: {
      recordInbound: async (batch) =>
        batch.map(({ id }, at) => (at === 0 ? { kind: 'stored', messageId: id } : { kind: 'duplicate' })),
    },
    receipts: {
      record: async (batch) =>
        batch.map(({ smscMessageId: id }) =>
          Number(id) < 3
            ? { kind: 'applied', part: { messageId: `msg_${id}`, number: 1 }, by: 'id' }
            : { kind: 'parked', couldBe: null },
        ),
    },
    consent: { read: async (records) => records, stored: () => undefined, lost: () => undefined },
    clock,
    log: silentLog,
    metrics: silentMetrics,
    newId: () => 'msg_new',
    definition: () => definition(),
    redelivery: new Redelivery([], 0),
    ...given,
  }
}

describe('what comes in together', () => {
  it('is answered in the order in which it came, whatever of it are receipts', async () => {
    assert.deepEqual(await receive(BATCH, parts()), [
      { kind: 'stored', messageId: 'msg_1' },
      { kind: 'stored', messageId: 'msg_new' },
      { kind: 'stored', messageId: 'msg_2' },
      { kind: 'stored' },
      { kind: 'stored' },
    ])
  })

  it('is kept by the SMSC as far as it could not be stored, which may send it again then', async () => {
    const broken = async (): Promise<never> => {
      throw new Error('the disk is full')
    }
    const redelivery = new Redelivery([], 0)
    const kinds = async (given: Partial<Parts>) =>
      (await receive(BATCH, parts({ redelivery, ...given }))).map(({ kind }) => kind)
    const { clock } = parts()
    assert.equal(redelivery.duplicateWithinMs('smsc_test', clock.nowMs()), 0)
    assert.deepEqual(await kinds({ receipts: { record: broken } }), [
      'try-later',
      'stored',
      'try-later',
      'try-later',
      'stored',
    ])
    assert.notEqual(redelivery.duplicateWithinMs('smsc_test', clock.nowMs()), 0)
    assert.deepEqual(await kinds({ store: { recordInbound: broken } }), [
      'stored',
      'try-later',
      'stored',
      'stored',
      'try-later',
    ])
  })
})
