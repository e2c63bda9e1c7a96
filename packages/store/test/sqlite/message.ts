import type { MessageId, SmscId } from '@smpp-connect/contracts'
import type { NewMessage, WireFields } from '@smpp-connect/store'

export const SMSC_ID: SmscId = 'smsc_1'

export const SHARES = { code: 60, transactional: 30, bulk: 10 }

export const WIRE: WireFields = {
  source: { ton: 5, npi: 0, address: 'Shop' },
  destination: { ton: 1, npi: 1, address: '77' },
  serviceType: '',
  protocolId: 0,
  priorityFlag: 0,
  registeredDelivery: 1,
  replaceIfPresent: false,
  dataCoding: 0,
  validity: 'relative',
  scheduleAtMs: null,
}

/** A message of one part, told apart by its name. */
export function messageNamed(name: string, fields: Partial<NewMessage> = {}): NewMessage {
  const id: MessageId = `msg_${name}`
  return {
    id,
    from: 'Shop',
    to: `+44${name}`,
    text: `text of ${name}`,
    encoding: 'gsm7',
    smscId: SMSC_ID,
    conversationId: `cnv_${name}`,
    reference: null,
    expiresAtMs: 1e12,
    messageClass: 'transactional',
    owner: 'key_1',
    sendAtMs: null,
    smscFixed: false,
    optOutExempt: false,
    wire: WIRE,
    tlvs: [],
    parts: [{ esmClass: 0, shortMessage: Uint8Array.of(1, 2, 3), userMessageReference: 1, tlvs: [] }],
    ...fields,
  }
}
