import type { SmppVersion } from './tables/spec-types.ts'
import { TLVS } from './tables/tlvs.ts'

/** What the codec needs to know about a TLV. */
export type TlvDefinition = {
  readonly name: string
  /** The name under which it stands in `tlvs`. */
  readonly key: string
  readonly tag: number
  readonly type: 'integer' | 'c_octet_string' | 'octet_string'
  /** Limits of the value's length in octets; a C-octet string counts its NUL. */
  readonly minOctets: number
  readonly maxOctets: number
  readonly repeatable: boolean
  /** Standard TLVs: the versions that define it, and the lengths that a version narrows it to. */
  readonly versions?: readonly SmppVersion[]
  readonly lengthsByVersion?: Readonly<Partial<Record<SmppVersion, readonly number[]>>>
}

/** What a provider's account sheet says about a TLV of its own. */
export type TlvDeclaration = {
  /** A camelCase name that no standard TLV has. */
  readonly name: string
  /** 0x0001 to 0xffff; providers use 0x1400 to 0x3fff by the book (3.4 section 5.3.2) and others in practice. */
  readonly tag: number
  readonly type: 'integer' | 'c_octet_string' | 'octet_string'
  /** Octets of the value; integers 1 to 6, C-octet strings with their NUL. `min` is 1 and `max` 65535 unless told (integers: 4 and 4). */
  readonly min?: number
  readonly max?: number
  readonly repeatable?: boolean
}

/** Declares a provider's TLV. Throws a TypeError on a declaration that cannot be: this is the caller's mistake. */
export function declareTlv(declaration: TlvDeclaration): TlvDefinition {
  const { name, tag, type, repeatable = false } = declaration
  const integer = type === 'integer'
  const minOctets = declaration.min ?? (integer ? (declaration.max ?? 4) : 1)
  const maxOctets = declaration.max ?? (integer ? minOctets : 65535)
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name === 'unknown') {
    throw new TypeError(`a TLV needs a camelCase name, not ${JSON.stringify(name)}`)
  }
  if (!Number.isInteger(tag) || tag < 1 || tag > 0xffff)
    throw new TypeError(`TLV ${name}: tag ${tag} is not 1 to 65535`)
  const least = integer ? 1 : 0
  const most = integer ? 6 : 65535
  if (!(minOctets >= least && minOctets <= maxOctets && maxOctets <= most)) {
    throw new TypeError(`TLV ${name}: ${minOctets} to ${maxOctets} octets is not within ${least} to ${most}`)
  }
  return { name, key: name, tag, type, minOctets, maxOctets, repeatable }
}

/** The TLVs a codec knows by name. A value: share it freely. */
export class TlvDictionary {
  readonly #byTag = new Map<number, TlvDefinition>()
  readonly #byKey = new Map<string, TlvDefinition>()

  /** `definitions` are added to the standard ones; a tag of the standard may be redefined, a name may not be taken twice. */
  constructor(definitions: readonly TlvDefinition[] = []) {
    for (const definition of [...(TLVS as readonly TlvDefinition[]), ...definitions]) {
      const previous = this.#byTag.get(definition.tag)
      if (previous !== undefined) this.#byKey.delete(previous.key)
      if (this.#byKey.has(definition.key)) throw new TypeError(`two TLVs are called ${definition.key}`)
      this.#byTag.set(definition.tag, definition)
      this.#byKey.set(definition.key, definition)
    }
  }

  /** The TLV with a tag, if it has a name. */
  ofTag(tag: number): TlvDefinition | undefined {
    return this.#byTag.get(tag)
  }

  /** The TLV with a camelCase name. */
  ofKey(key: string): TlvDefinition | undefined {
    return this.#byKey.get(key)
  }
}

/** The 64 TLVs of the specification. */
export const STANDARD_TLVS: TlvDictionary = new TlvDictionary()
