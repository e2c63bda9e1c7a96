import type { MessageId, SmscId } from '@smpp-connect/contracts'
import type { NewMessage } from '@smpp-connect/store'

export const SMSC_ID: SmscId = 'smsc_1'

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
    source: { ton: 5, npi: 0, address: 'Shop' },
    destination: { ton: 1, npi: 1, address: name },
    dataCoding: 0,
    parts: [{ esmClass: 0, shortMessage: Uint8Array.of(1, 2, 3), userMessageReference: 1 }],
    ...fields,
  }
}
