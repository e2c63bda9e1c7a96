import type { LinkAddress } from '@smpp-connect/contracts'
import type { WireFields } from '../../records.ts'
import type { Unpacker } from './packed.ts'

export function packWire(wire: WireFields, values: unknown[]): void {
  const { source, destination, serviceType, protocolId, priorityFlag, registeredDelivery } = wire
  values.push(source.ton, source.npi, source.address, destination.ton, destination.npi, destination.address)
  values.push(serviceType, protocolId, priorityFlag, registeredDelivery, wire.replaceIfPresent, wire.dataCoding)
  values.push(wire.validity, wire.scheduleAtMs)
}

/** In the order in which they were packed: the fields of an object are evaluated as they stand. */
export function unpackWire(from: Unpacker): WireFields {
  return {
    source: address(from),
    destination: address(from),
    serviceType: from.take(),
    protocolId: from.take(),
    priorityFlag: from.take(),
    registeredDelivery: from.take(),
    replaceIfPresent: from.take(),
    dataCoding: from.take(),
    validity: from.take(),
    scheduleAtMs: from.take(),
  }
}

function address(from: Unpacker): LinkAddress {
  return { ton: from.take(), npi: from.take(), address: from.take() }
}
