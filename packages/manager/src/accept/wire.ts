import type { LinkAddress, SmppDefaults } from '@smpp-connect/contracts'
import type { WireFields } from '@smpp-connect/store'
import { toWire } from '../address/canonical.ts'

/** registered_delivery (3.4 section 5.2.17, 5.0 section 4.7.21): bits 1-0 the final receipt, bit 4 intermediate ones. */
const REGISTERED_DELIVERY = { none: 0x00, final: 0x01, failure: 0x02, success: 0x03, intermediate: 0x11 } as const
/** esm_class (3.4 section 5.2.12): bits 1-0 the messaging mode. */
export const MESSAGE_MODE_BITS = { default: 0, datagram: 1, forward: 2, 'store-and-forward': 3 } as const

/** What all submits of a message have in common. */
export function wireFields(
  from: string,
  to: string,
  options: SmppDefaults,
  dataCoding: number,
  sendAtMs: number | null,
): WireFields {
  return {
    source: typed(toWire(from), options.sourceTon, options.sourceNpi),
    destination: typed(toWire(to), options.destinationTon, options.destinationNpi),
    serviceType: options.serviceType,
    protocolId: options.protocolId,
    priorityFlag: options.priority,
    registeredDelivery: REGISTERED_DELIVERY[options.registeredDelivery],
    replaceIfPresent: options.replaceIfPresent,
    dataCoding: options.dataCoding ?? dataCoding,
    validity: options.validity,
    scheduleAtMs: options.scheduledBy === 'smsc' ? sendAtMs : null,
  }
}

function typed(address: LinkAddress, ton: number | null, npi: number | null): LinkAddress {
  if (ton === null && npi === null) return address
  return { ...address, ton: ton ?? address.ton, npi: npi ?? address.npi }
}
