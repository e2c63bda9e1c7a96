import type { WireFields } from '../../records.ts'
import { isSameProfile } from '../wire-profiles.ts'
import type { Packer, Unpacker } from './packed.ts'

/** All but the destination's address is mostly that of the row before, and then takes one value. */
export class WirePacker {
  #before: WireFields | undefined

  pack(to: Packer, wire: WireFields): void {
    const { source, destination, serviceType, protocolId, priorityFlag, registeredDelivery } = wire
    to.put(destination.address)
    to.putLike(null, wire.scheduleAtMs)
    const isSame = this.#before !== undefined && isSameProfile(wire, this.#before)
    to.putLike(true, isSame)
    if (isSame) return
    this.#before = wire
    for (const value of [source.ton, source.npi, source.address, destination.ton, destination.npi]) to.put(value)
    for (const value of [serviceType, protocolId, priorityFlag, registeredDelivery]) to.put(value)
    for (const value of [wire.replaceIfPresent, wire.dataCoding, wire.validity]) to.put(value)
  }
}

export class WireUnpacker {
  #before: WireFields | undefined

  unpack(from: Unpacker): WireFields {
    const address = from.take<string>()
    const scheduleAtMs = from.takeLike<number | null>(null)
    const isSame = from.takeLike(true)
    if (isSame && this.#before) {
      const { ton, npi } = this.#before.destination
      return { ...this.#before, destination: { ton, npi, address }, scheduleAtMs }
    }
    // In the order in which they were packed: the fields of an object are evaluated as they stand.
    this.#before = {
      source: { ton: from.take(), npi: from.take(), address: from.take() },
      destination: { ton: from.take(), npi: from.take(), address },
      serviceType: from.take(),
      protocolId: from.take(),
      priorityFlag: from.take(),
      registeredDelivery: from.take(),
      replaceIfPresent: from.take(),
      dataCoding: from.take(),
      validity: from.take(),
      scheduleAtMs,
    }
    return this.#before
  }
}
