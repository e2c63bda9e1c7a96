import type { DatabaseSync } from 'node:sqlite'
import type { WireFields } from '../records.ts'
import { Statement } from './database.ts'

/** All of `WireFields` but what differs from message to message. */
export type WireProfile = readonly [
  sourceTon: number,
  sourceNpi: number,
  sourceAddress: string,
  destinationTon: number,
  destinationNpi: number,
  serviceType: string,
  protocolId: number,
  priorityFlag: number,
  registeredDelivery: number,
  replaceIfPresent: 0 | 1,
  dataCoding: number,
  validity: WireFields['validity'],
]

export function profileOf(wire: WireFields): WireProfile {
  const { source, destination, serviceType, protocolId, priorityFlag, registeredDelivery } = wire
  return [
    source.ton,
    source.npi,
    source.address,
    destination.ton,
    destination.npi,
    serviceType,
    protocolId,
    priorityFlag,
    registeredDelivery,
    wire.replaceIfPresent ? 1 : 0,
    wire.dataCoding,
    wire.validity,
  ]
}

export function wireOf(profile: WireProfile, destination: string, scheduleAtMs: number | null): WireFields {
  return {
    source: { ton: profile[0], npi: profile[1], address: profile[2] },
    destination: { ton: profile[3], npi: profile[4], address: destination },
    serviceType: profile[5],
    protocolId: profile[6],
    priorityFlag: profile[7],
    registeredDelivery: profile[8],
    replaceIfPresent: profile[9] === 1,
    dataCoding: profile[10],
    validity: profile[11],
    scheduleAtMs,
  }
}

/** Whether all but what differs from message to message is the same. */
export function isSameProfile(one: WireFields, other: WireFields): boolean {
  return (
    one.source.address === other.source.address &&
    one.source.ton === other.source.ton &&
    one.source.npi === other.source.npi &&
    one.destination.ton === other.destination.ton &&
    one.destination.npi === other.destination.npi &&
    one.serviceType === other.serviceType &&
    one.protocolId === other.protocolId &&
    one.priorityFlag === other.priorityFlag &&
    one.registeredDelivery === other.registeredDelivery &&
    one.replaceIfPresent === other.replaceIfPresent &&
    one.dataCoding === other.dataCoding &&
    one.validity === other.validity
  )
}

/** A person's number as it stands in nearly every submit: the digits alone. Null where it is written otherwise. */
export function writtenDestination(address: string, person: string): string | null {
  return address.length === person.length - 1 && person.endsWith(address) && person[0] === '+' ? null : address
}

export function readDestination(written: string | null, person: string): string {
  return written ?? person.slice(1)
}

/** As many as are remembered; there are few, but a caller who names another sender with each text makes one with each. */
const MOST_REMEMBERED = 10_000

/** Wire profiles by the short keys that stand for them in the rows. */
export class WireProfiles {
  readonly #byFields: Statement
  readonly #byKey: Statement
  readonly #insert: Statement
  readonly #keys = new Map<string, number>()
  readonly #profiles = new Map<number, WireProfile>()

  constructor(db: DatabaseSync) {
    this.#byFields = new Statement(db, 'SELECT key FROM wire_profiles WHERE fields = ?')
    this.#byKey = new Statement(db, 'SELECT fields FROM wire_profiles WHERE key = ?')
    this.#insert = new Statement(db, 'INSERT INTO wire_profiles (fields) VALUES (?) RETURNING key')
  }

  /** The key of a profile; one that is new gets one. */
  of(profile: WireProfile): number {
    const name = profile.join('\n')
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const fields = JSON.stringify(profile)
    const [key] = this.#byFields.get(fields) ?? this.#insert.get(fields) ?? []
    this.#note(name, key as number, profile)
    return key as number
  }

  profile(key: number): WireProfile {
    const known = this.#profiles.get(key)
    if (known) return known
    const profile = JSON.parse(this.#byKey.get(key)?.[0] as string) as WireProfile
    this.#note(profile.join('\n'), key, profile)
    return profile
  }

  #note(name: string, key: number, profile: WireProfile): void {
    if (this.#profiles.size >= MOST_REMEMBERED) {
      this.#keys.clear()
      this.#profiles.clear()
    }
    this.#keys.set(name, key)
    this.#profiles.set(key, profile)
  }
}
