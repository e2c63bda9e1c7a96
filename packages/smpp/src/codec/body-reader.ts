import type { DecodeError, DecodeProblem } from './decode-error.ts'
import { HEADER_OCTETS, readUint32 } from './header.ts'
import type { RawTlv } from './model/parts.ts'
import type { CommandName } from './model/pdu.ts'
import type { Tlvs } from './model/pdus.generated.ts'
import type { CommandSpec, FieldSpec } from './tables/spec-types.ts'
import type { TlvDictionary } from './tlv-dictionary.ts'

type Fields = Record<string, unknown>

/** Is told what was read where, octet by octet: for a description of the PDU. Offsets count from the start of the frame. */
export type ReadObserver = {
  readonly field: (spec: FieldSpec, start: number, end: number, value: number | string | Uint8Array) => void
  readonly tlv: (tag: number, start: number, value: Uint8Array) => void
}

/**
 * Reads a body field by field, as the row of its command says: the interpreter of the tables. It is exact about what is wrong
 * and where, and knows what may be forgiven; the generated fast path leaves to it all that is not plain.
 */
export class BodyReader {
  readonly #frame: Uint8Array
  readonly #spec: CommandSpec & { readonly name: CommandName }
  readonly #tlvs: TlvDictionary
  readonly #observer: ReadObserver | undefined
  #at = HEADER_OCTETS
  #mandatoryEnd = HEADER_OCTETS
  error: DecodeError | undefined

  constructor(
    frame: Uint8Array,
    spec: CommandSpec & { readonly name: CommandName },
    tlvs: TlvDictionary,
    observer?: ReadObserver,
  ) {
    this.#frame = frame
    this.#spec = spec
    this.#tlvs = tlvs
    this.#observer = observer
  }

  /** Offset of the first octet that was not read. */
  get readTo(): number {
    return this.#at
  }

  read(commandStatus: number): Fields {
    const fields = emptyFields(this.#spec.fields)
    const lenient = this.#spec.kind === 'response' && commandStatus !== 0
    const absent = this.#frame.length === HEADER_OCTETS && this.#spec.kind === 'response'
    let tlvs: Tlvs = {}
    if (!absent) {
      this.#readFields(this.#spec.fields, fields)
      this.#mandatoryEnd = this.#at
      if (this.error === undefined) tlvs = this.#readTlvs()
    }
    // Octets behind a PDU that is only a header are no reason to refuse it, though strict peers do.
    if (this.error !== undefined && (lenient || this.#spec.fields.length === 0)) this.error = undefined
    fields.tlvs = tlvs
    return fields
  }

  #readFields(specs: readonly FieldSpec[], fields: Fields): void {
    let count = 0
    for (const spec of specs) {
      if (this.error !== undefined) return
      if (spec.counts !== undefined) count = this.#readInteger(spec)
      else fields[spec.key] = this.#readField(spec, count)
    }
  }

  #readField(spec: FieldSpec, count: number): unknown {
    switch (spec.type) {
      case 'integer':
        return this.#readInteger(spec)
      case 'c_octet_string':
      case 'time':
        return this.#readString(spec)
      case 'octet_string':
        return this.#readOctets(spec, count)
      case 'dest_address_list':
        return this.#readList(spec, count, (entry) => this.#readDestAddress(spec, entry))
      case 'unsuccess_sme_list':
        return this.#readList(spec, count, (entry) => this.#readFields(spec.item!, entry))
      case 'c_octet_string_list': {
        const entries: string[] = []
        while (entries.length < count && this.error === undefined) entries.push(this.#readString(spec.item![0]!))
        return entries
      }
    }
  }

  #readList(_spec: FieldSpec, count: number, readEntry: (entry: Fields) => void): Fields[] {
    const entries: Fields[] = []
    while (entries.length < count && this.error === undefined) {
      const entry: Fields = {}
      readEntry(entry)
      entries.push(entry)
    }
    return entries
  }

  #readDestAddress(spec: FieldSpec, entry: Fields): void {
    const at = this.#at
    const flag = this.#readInteger(DEST_FLAG)
    if (this.error !== undefined) return
    const fields = spec.cases?.[flag]
    if (fields === undefined) {
      this.#fail(
        'bad_dest_flag',
        'dest_flag',
        at,
        `dest_flag ${flag}`,
        '1 (SME address) or 2 (distribution list)',
        0x40,
      )
      return
    }
    entry.destFlag = flag
    this.#readFields(fields, entry)
  }

  #readInteger(spec: FieldSpec): number {
    const octets = spec.octets!
    const left = this.#frame.length - this.#at
    if (left < octets) {
      this.#fail('body_too_short', spec.name, this.#at, `${left} octets left`, `${octets} octets`, 0x02)
      return 0
    }
    const at = this.#at
    this.#at += octets
    const value =
      octets === 1 ? this.#frame[at]! : octets === 4 ? readUint32(this.#frame, at) : readUint16(this.#frame, at)
    this.#observer?.field(spec, at, this.#at, value)
    return value
  }

  #readString(spec: FieldSpec): string {
    const frame = this.#frame
    const start = this.#at
    const end = frame.indexOf(0, start)
    if (end < 0) {
      const left = frame.length - start
      if (left <= 0) this.#fail('body_too_short', spec.name, start, 'no octet left', 'a NUL-terminated string', 0x02)
      else this.#fail('missing_nul', spec.name, start, `${left} octets and no NUL`, 'a NUL-terminated string', 0x02)
      return ''
    }
    this.#at = end + 1
    const text = latin1(frame, start, end)
    this.#observer?.field(spec, start, this.#at, text)
    return text
  }

  #readOctets(spec: FieldSpec, count: number): Uint8Array {
    const left = this.#frame.length - this.#at
    if (left < count) {
      this.#fail(
        'message_too_long',
        spec.countField!,
        this.#at - 1,
        `${count}, but ${left} octets left`,
        `0 to ${left}`,
        0x01,
      )
      return EMPTY
    }
    const start = this.#at
    this.#at += count
    const octets = this.#frame.subarray(start, this.#at)
    this.#observer?.field(spec, start, this.#at, octets)
    return octets
  }

  #readTlvs(): Tlvs {
    const frame = this.#frame
    const named: Record<string, unknown> = {}
    const unknown: RawTlv[] = []
    while (this.#at < frame.length) {
      const start = this.#at
      const left = frame.length - start
      if (left === 1 && this.#isUncountedNul(start)) break
      if (left < 4) {
        this.#failTlv('tlv_header_truncated', undefined, start, `${left} octets left`, 'a TLV header of 4 octets')
        break
      }
      const tag = readUint16(frame, start)
      const length = readUint16(frame, start + 2)
      if (length > left - 4) {
        this.#failTlv(
          'tlv_value_truncated',
          tag,
          start,
          `length ${length}, but ${left - 4} octets left`,
          `0 to ${left - 4}`,
        )
        break
      }
      this.#at = start + 4 + length
      const value = frame.subarray(start + 4, this.#at)
      this.#observer?.tlv(tag, start, value)
      this.#keepTlv(tag, value, named, unknown)
    }
    if (unknown.length > 0) named.unknown = unknown
    return named as Tlvs
  }

  /** Some senders end short_message with a NUL that sm_length does not count: one octet is left over, and means nothing. */
  #isUncountedNul(at: number): boolean {
    return at === this.#mandatoryEnd && this.#frame[at] === 0 && this.#spec.fields.at(-1)?.type === 'octet_string'
  }

  #keepTlv(tag: number, value: Uint8Array, named: Record<string, unknown>, unknown: RawTlv[]): void {
    const definition = this.#tlvs.ofTag(tag)
    const read = definition === undefined ? undefined : readTlvValue(definition.type, value)
    if (definition === undefined || read === undefined) {
      unknown.push({ tag, value })
    } else if (definition.repeatable) {
      const list = named[definition.key] as unknown[] | undefined
      if (list === undefined) named[definition.key] = [read]
      else list.push(read)
    } else if (definition.key in named) {
      unknown.push({ tag, value })
    } else {
      named[definition.key] = read
    }
  }

  #fail(problem: DecodeProblem, field: string, offset: number, found: string, allowed: string, status: number): void {
    this.error ??= { problem, command: this.#spec.name, field, offset, found, allowed, status }
  }

  #failTlv(problem: DecodeProblem, tlv: number | undefined, offset: number, found: string, allowed: string): void {
    const place = tlv === undefined ? {} : { tlv }
    this.error ??= { problem, command: this.#spec.name, ...place, offset, found, allowed, status: 0xc0 }
  }
}

/** An integer of 0 to 6 octets; a text up to its first NUL; octets as they are. Undefined: no such value. */
function readTlvValue(type: 'integer' | 'c_octet_string' | 'octet_string', value: Uint8Array): unknown {
  if (type === 'octet_string') return value
  if (type === 'c_octet_string') {
    const nul = value.indexOf(0)
    return latin1(value, 0, nul < 0 ? value.length : nul)
  }
  if (value.length > 6) return undefined
  let number = 0
  for (const octet of value) number = number * 256 + octet
  return number
}

function emptyFields(specs: readonly FieldSpec[]): Fields {
  const fields: Fields = {}
  for (const spec of specs) {
    if (spec.counts !== undefined) continue
    if (spec.type === 'integer') fields[spec.key] = 0
    else if (spec.type === 'octet_string') fields[spec.key] = EMPTY
    else fields[spec.key] = spec.type === 'c_octet_string' || spec.type === 'time' ? '' : []
  }
  return fields
}

function readUint16(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!
}

function latin1(octets: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(octets[at]!)
  return text
}

const EMPTY = new Uint8Array(0)
const DEST_FLAG: FieldSpec = { name: 'dest_flag', key: 'destFlag', type: 'integer', octets: 1 }
