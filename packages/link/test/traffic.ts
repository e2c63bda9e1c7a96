import {
  type BindState,
  type InboundPdu,
  type SmscDefinition,
  type SmscId,
  type SubmitOrder,
  smscSettingsSchema,
} from '@smpp-connect/contracts'

export const SMSC: SmscId = 'smsc_one'

export function order(number: number, more: Partial<SubmitOrder> = {}): SubmitOrder {
  return {
    part: { messageId: `msg_${number}`, number: 1 },
    attempt: 1,
    smscId: SMSC,
    messageClass: 'transactional',
    serviceType: '',
    source: { ton: 1, npi: 1, address: '447700900000' },
    destination: { ton: 1, npi: 1, address: `4477009${String(number).padStart(5, '0')}` },
    esmClass: 0,
    protocolId: 0,
    priorityFlag: 0,
    scheduleDeliveryTime: '',
    validityPeriod: '000001000000000R',
    registeredDelivery: 1,
    replaceIfPresent: false,
    dataCoding: 0,
    shortMessage: Uint8Array.of(72, 105),
    tlvs: [],
    ...more,
  }
}

export function text(number: number, more: Partial<InboundPdu> = {}): InboundPdu {
  return {
    smscId: SMSC,
    bindType: 'transceiver',
    atMs: 1_700_000_000_000 + number,
    source: { ton: 1, npi: 1, address: `4477009${String(number).padStart(5, '0')}` },
    destination: { ton: 1, npi: 1, address: '447700900000' },
    esmClass: 0,
    dataCoding: 0,
    payload: Uint8Array.of(79, 75),
    receiptedMessageId: null,
    messageState: null,
    networkErrorCode: null,
    userMessageReference: null,
    sarMsgRefNum: null,
    sarTotalSegments: null,
    sarSegmentSeqnum: null,
    tlvs: [],
    ...more,
  }
}

export function definition(id: SmscId, version = 1, more: Partial<SmscDefinition> = {}): SmscDefinition {
  const settings = smscSettingsSchema.parse({
    name: id,
    host: '127.0.0.1',
    systemId: 'connect',
    password: `secret-of-${id}`,
    defaultSender: '447700900000',
    ...more,
  })
  return { ...settings, id, version, createdAtMs: 1, updatedAtMs: version }
}

export function bind(more: Partial<BindState> = {}): BindState {
  return {
    edgeId: null,
    smscId: SMSC,
    bindType: 'transceiver',
    number: 1,
    status: 'bound',
    sinceMs: 1,
    reason: '',
    retryAtMs: null,
    definitionVersion: 1,
    windowSize: 10,
    windowInUse: 0,
    roundTripMs: null,
    slowedTo: null,
    ...more,
  }
}
