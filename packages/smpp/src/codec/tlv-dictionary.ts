import { TLV_SETTERS, type TlvsInProgress } from './fast/tlv-setters.generated.ts'
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

/** How a TLV's value is read: 0 integer, 1 text, 2 octets. */
export type TlvReader = {
  readonly tag: number
  readonly kind: 0 | 1 | 2
  readonly repeatable: boolean
  /** One of 31 bits, by which most TLVs of a PDU can be told apart. */
  readonly bit: number
  readonly set: (tlvs: TlvsInProgress, value: never) => void
}

/** How a TLV is written: only those of one form, one length if an integer, in every version that has it. */
export type TlvWriter = {
  readonly kind: 0 | 1 | 2
  readonly tag: number
  /** Integers: 1, 2 or 4. */
  readonly octets: number
  readonly minOctets: number
  readonly maxOctets: number
  /** Octets that must be free before writing: all there can be of integers and texts. */
  readonly maxRoom: number
  /** Bits by version: any, 3.3, 3.4, 5.0. */
  readonly versionMask: number
}

/** The TLVs a codec knows by name. A value: share it freely. */
export class TlvDictionary {
  readonly #byTag = new Map<number, TlvDefinition>()
  readonly #byKey = new Map<string, TlvDefinition>()
  readonly #readers = new Map<number, TlvReader>()
  /** Most readers, where their tag's low bits say: one step where the map takes several. */
  readonly #readersAt = new Array<TlvReader | undefined>(READER_SLOTS).fill(undefined)
  readonly #writers = new Map<string, TlvWriter>()

  /** `definitions` are added to the standard ones; a tag of the standard may be redefined, a name may not be taken twice. */
  constructor(definitions: readonly TlvDefinition[] = []) {
    for (const definition of [...(TLVS as readonly TlvDefinition[]), ...definitions]) {
      const previous = this.#byTag.get(definition.tag)
      if (previous !== undefined) this.#byKey.delete(previous.key)
      if (this.#byKey.has(definition.key)) throw new TypeError(`two TLVs are called ${definition.key}`)
      this.#byTag.set(definition.tag, definition)
      this.#byKey.set(definition.key, definition)
    }
    for (const definition of this.#byTag.values()) {
      const reader = readerFor(definition, this.#readers.size)
      this.#readers.set(definition.tag, reader)
      this.#readersAt[slotOf(definition.tag)] ??= reader
      const writer = writerFor(definition)
      if (writer !== undefined) this.#writers.set(definition.key, writer)
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

  /** How the fast path reads a tag. @internal */
  readerOf(tag: number): TlvReader | undefined {
    const reader = this.#readersAt[slotOf(tag)]
    return reader?.tag === tag ? reader : this.#readers.get(tag)
  }

  /** How the fast path writes a TLV; undefined when only the interpreter can. @internal */
  writerOf(key: string): TlvWriter | undefined {
    return this.#writers.get(key)
  }
}

const READER_SLOTS = 256

/** Families of tags differ in their high octet (0x02.. and 0x12.., say): both have a say. */
function slotOf(tag: number): number {
  return (tag + (tag >> 8) * 37) & (READER_SLOTS - 1)
}

const KINDS = { integer: 0, c_octet_string: 1, octet_string: 2 } as const

function readerFor(definition: TlvDefinition, index: number): TlvReader {
  const { key, tag, type, repeatable } = definition
  const standard = TLV_SETTERS[key]
  const set =
    standard ??
    ((tlvs: TlvsInProgress, value: never) => {
      ;(tlvs as Record<string, unknown>)[key] = value
    })
  return { tag, kind: KINDS[type], repeatable, bit: 1 << (index % 31), set }
}

function writerFor(definition: TlvDefinition): TlvWriter | undefined {
  const { tag, type, minOctets, maxOctets, versions, lengthsByVersion, repeatable } = definition
  if (repeatable || lengthsByVersion !== undefined) return undefined
  if (type === 'integer' && !(minOctets === maxOctets && [1, 2, 4].includes(minOctets))) return undefined
  const has = (version: SmppVersion) => versions?.includes(version) ?? version !== '3.3'
  const versionMask = 1 | (has('3.3') ? 2 : 0) | (has('3.4') ? 4 : 0) | (has('5.0') ? 8 : 0)
  const maxRoom = type === 'octet_string' ? 0 : maxOctets
  return { kind: KINDS[type], tag, octets: minOctets, minOctets, maxOctets, maxRoom, versionMask }
}

/** The 64 TLVs of the specification. */
export const STANDARD_TLVS: TlvDictionary = new TlvDictionary()
