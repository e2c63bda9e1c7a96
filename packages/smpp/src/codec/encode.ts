import { commandSpec } from './commands.ts'
import { EncodeError, type EncodeProblem, type EncodeViolation } from './encode-error.ts'
import { HEADER_OCTETS } from './header.ts'
import type { RawTlv } from './model/parts.ts'
import type { Pdu, PduInput } from './model/pdu.ts'
import { REQUIRED_KEYS } from './model/required-keys.ts'
import type { CommandSpec, FieldLimits, FieldSpec, SmppVersion } from './tables/spec-types.ts'
import { STANDARD_TLVS, type TlvDefinition, type TlvDictionary } from './tlv-dictionary.ts'

/** How to write. */
export type EncodeOptions = {
  /** Whose limits to hold; without it the widest of all versions. */
  readonly version?: SmppVersion
  /** Which TLVs have names; the standard ones unless told. */
  readonly tlvs?: TlvDictionary
  /** Used instead of the PDU's own. */
  readonly sequenceNumber?: number
}

/** The octets, or the first limit that the PDU breaks. */
export type EncodeOutcome =
  | { readonly kind: 'encoded'; readonly octets: Uint8Array }
  | { readonly kind: 'refused'; readonly violation: EncodeViolation }

/** Octets of one PDU. Throws `EncodeError` when a field or TLV is outside the limits of the version. */
export function encodePdu(pdu: PduInput | Pdu, options?: EncodeOptions): Uint8Array {
  const encoder = new Encoder(options)
  encoder.append(pdu, options?.sequenceNumber)
  return encoder.take()
}

/** As `encodePdu`, with the refusal as a value. */
export function tryEncodePdu(pdu: PduInput | Pdu, options?: EncodeOptions): EncodeOutcome {
  try {
    return { kind: 'encoded', octets: encodePdu(pdu, options) }
  } catch (error) {
    if (error instanceof EncodeError) return { kind: 'refused', violation: error.violation }
    throw error
  }
}

type Values = Readonly<Record<string, unknown>>

/**
 * Writes PDUs one behind the other into a buffer that grows, so that many leave in one write. When `append` throws, what
 * it had begun is taken back and the PDUs before it stand.
 */
export class Encoder {
  readonly #version: SmppVersion | undefined
  readonly #tlvs: TlvDictionary
  #buffer = new Uint8Array(512)
  #at = 0

  constructor(options: EncodeOptions = {}) {
    this.#version = options.version
    this.#tlvs = options.tlvs ?? STANDARD_TLVS
  }

  /** Octets appended and not taken yet. */
  get pendingOctets(): number {
    return this.#at
  }

  /** Appends one PDU and returns its length in octets. Throws `EncodeError`, in which case nothing was appended. */
  append(pdu: PduInput | Pdu, sequenceNumber?: number): number {
    const start = this.#at
    try {
      this.#write(pdu, sequenceNumber)
    } catch (error) {
      this.#at = start
      throw error
    }
    return this.#at - start
  }

  /** The octets appended since the last call. They belong to the caller. */
  take(): Uint8Array {
    const octets = this.#buffer.slice(0, this.#at)
    this.#at = 0
    return octets
  }

  #write(pdu: PduInput | Pdu, sequenceNumber: number | undefined): void {
    const start = this.#at
    this.#reserve(HEADER_OCTETS)
    this.#at += HEADER_OCTETS
    const values = pdu as unknown as Values
    const status = unsigned32(pdu.command, 'command_status', pdu.commandStatus ?? 0)
    const sequence = sequenceNumber ?? pdu.sequenceNumber ?? (pdu.command === 'generic_nack' ? 0 : undefined)
    if (sequence === undefined) {
      throw violation('missing', { command: pdu.command, field: 'sequence_number' }, 'missing', '1 to 2147483647')
    }
    unsigned32(pdu.command, 'sequence_number', sequence)
    let id: number
    if (pdu.command === 'unknown') {
      id = unsigned32('unknown', 'command_id', pdu.commandId)
      this.#writeOctets(pdu.body)
    } else {
      const spec = commandSpec(pdu.command)
      id = spec.id
      if (this.#version !== undefined && !spec.versions.includes(this.#version)) {
        throw violation(
          'not_in_version',
          { command: spec.name },
          `sent in version ${this.#version}`,
          spec.versions.join(', '),
        )
      }
      if (!this.#bodyOmitted(spec, status, values)) {
        this.#writeFields(spec, spec.fields, values, '')
        this.#writeTlvs(spec, (values.tlvs ?? {}) as Values)
      }
    }
    this.#putUint32(start, this.#at - start)
    this.#putUint32(start + 4, id)
    this.#putUint32(start + 8, status)
    this.#putUint32(start + 12, sequence)
  }

  /**
   * 3.4 sections 4.1.2 to 4.1.6 and 4.4.2: bind and submit_sm responses have no body when the status is not 0. 5.0 section
   * 3.2.1.4 says so for all. TLVs given (a text that explains the error, say) need the body before them, so they keep it.
   */
  #bodyOmitted(spec: CommandSpec, status: number, values: Values): boolean {
    if (spec.kind !== 'response' || status === 0) return false
    for (const key in (values.tlvs ?? {}) as Values) if ((values.tlvs as Values)[key] !== undefined) return false
    if (Array.isArray(values.unsuccessSme) && values.unsuccessSme.length > 0) return false
    return this.#version === '5.0' || /^(bind_|submit_sm_resp)/.test(spec.name)
  }

  #writeFields(command: CommandSpec, specs: readonly FieldSpec[], values: Values, prefix: string): void {
    for (const spec of specs) {
      if (spec.counts !== undefined) {
        this.#writeCount(command, spec, values[spec.counts], prefix)
        continue
      }
      let value = values[spec.key]
      const place = { command: command.name, field: prefix + spec.name }
      if (value === undefined) {
        if (prefix !== '' || REQUIRED_KEYS[command.name]?.includes(spec.key)) {
          throw violation('missing', place, 'missing', `a value for ${spec.key}`)
        }
        value = defaultOf(spec)
      }
      this.#writeField(command, spec, value, place)
    }
  }

  #writeCount(command: CommandSpec, spec: FieldSpec, counted: unknown, prefix: string): void {
    const length = (counted as ArrayLike<unknown> | undefined)?.length ?? 0
    const { min = 0, max = 255 } = limits(spec, this.#version)
    if (length < min || length > max) {
      const place = { command: command.name, field: prefix + spec.name }
      const listed = spec.name !== 'sm_length'
      throw violation(listed ? 'too_many_entries' : 'too_long', place, `${length}`, `${min} to ${max}`)
    }
    this.#putOctet(length)
  }

  #writeField(command: CommandSpec, spec: FieldSpec, value: unknown, place: Place): void {
    switch (spec.type) {
      case 'integer':
        this.#writeInteger(spec, value, place)
        return
      case 'c_octet_string':
      case 'time':
        this.#writeString(spec, value, place)
        return
      case 'octet_string':
        if (!(value instanceof Uint8Array)) throw violation('wrong_type', place, typeof value, 'a Uint8Array')
        this.#writeOctets(value)
        return
      default:
        this.#writeList(command, spec, value, place)
    }
  }

  #writeList(command: CommandSpec, spec: FieldSpec, value: unknown, place: Place): void {
    if (!Array.isArray(value)) throw violation('wrong_type', place, typeof value, 'an array')
    for (const [index, entry] of (value as Values[]).entries()) {
      const prefix = `${place.field}[${index}].`
      if (spec.type === 'c_octet_string_list') {
        this.#writeString(spec.item![0]!, entry, { command: command.name, field: `${place.field}[${index}]` })
      } else if (spec.type === 'dest_address_list') {
        const fields = spec.cases?.[String(entry.destFlag)]
        if (fields === undefined) {
          throw violation(
            'out_of_range',
            { command: command.name, field: `${prefix}dest_flag` },
            String(entry.destFlag),
            '1 or 2',
          )
        }
        this.#putOctet(entry.destFlag as number)
        this.#writeFields(command, fields, entry, prefix)
      } else {
        this.#writeFields(command, spec.item!, entry, prefix)
      }
    }
  }

  #writeInteger(spec: FieldSpec, value: unknown, place: Place): void {
    const { min = 0, max = 0 } = limits(spec, this.#version)
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw violation('out_of_range', place, String(value), `${min} to ${max}`)
    }
    this.#putInteger(value, spec.octets!)
  }

  #writeString(spec: FieldSpec, value: unknown, place: Place): void {
    if (typeof value !== 'string') throw violation('wrong_type', place, typeof value, 'a string')
    const { minOctets = 1, maxOctets = 65535, sizes } = limits(spec, this.#version)
    const octets = value.length + 1
    if (sizes !== undefined ? !sizes.includes(octets) : octets < minOctets || octets > maxOctets) {
      const allowed =
        sizes !== undefined ? sizes.map((size) => size - 1).join(' or ') : `${minOctets - 1} to ${maxOctets - 1}`
      const problem = octets < (sizes?.[0] ?? minOctets) ? 'too_short' : 'too_long'
      throw violation(problem, place, `${value.length} characters`, `${allowed} characters`)
    }
    this.#putString(value, place)
    this.#putOctet(0)
  }

  #writeTlvs(command: CommandSpec, tlvs: Values): void {
    for (const key in tlvs) {
      const value = tlvs[key]
      if (value === undefined) continue
      if (key === 'unknown') {
        for (const raw of value as readonly RawTlv[]) this.#writeRawTlv(command, raw)
        continue
      }
      const definition = this.#tlvs.ofKey(key)
      const place = { command: command.name, tlv: key }
      if (definition === undefined) throw violation('unknown_tlv', place, 'not declared', 'a standard or declared TLV')
      this.#checkTlvVersion(definition, place)
      if (!definition.repeatable) this.#writeTlv(definition, value, place)
      else if (!Array.isArray(value)) throw violation('wrong_type', place, typeof value, 'an array')
      else for (const single of value as readonly unknown[]) this.#writeTlv(definition, single, place)
    }
  }

  #checkTlvVersion(definition: TlvDefinition, place: Place): void {
    const version = this.#version
    if (version === undefined) return
    const versions = definition.versions ?? ['3.4', '5.0']
    if (!versions.includes(version))
      throw violation('not_in_version', place, `sent in version ${version}`, versions.join(', '))
  }

  #writeRawTlv(command: CommandSpec, raw: RawTlv): void {
    const place = { command: command.name, tlv: `0x${raw.tag.toString(16).padStart(4, '0')}` }
    if (this.#version === '3.3') throw violation('not_in_version', place, 'sent in version 3.3', '3.4, 5.0')
    if (!(raw.tag >= 0 && raw.tag <= 0xffff)) throw violation('out_of_range', place, String(raw.tag), '0 to 65535')
    if (raw.value.length > 0xffff) throw violation('too_long', place, `${raw.value.length} octets`, '0 to 65535 octets')
    this.#putInteger(raw.tag, 2)
    this.#putInteger(raw.value.length, 2)
    this.#writeOctets(raw.value)
  }

  #writeTlv(definition: TlvDefinition, value: unknown, place: Place): void {
    this.#putInteger(definition.tag, 2)
    const lengthAt = this.#at
    this.#putInteger(0, 2)
    const start = this.#at
    if (definition.type === 'integer') {
      const octets = integerOctets(definition, value, this.#version)
      if (octets < 0 || typeof value !== 'number') {
        throw violation('out_of_range', place, String(value), `an integer of ${definition.maxOctets} octets`)
      }
      this.#putInteger(value, octets)
    } else if (definition.type === 'c_octet_string') {
      if (typeof value !== 'string') throw violation('wrong_type', place, typeof value, 'a string')
      this.#putString(value, place)
      this.#putOctet(0)
    } else {
      if (!(value instanceof Uint8Array)) throw violation('wrong_type', place, typeof value, 'a Uint8Array')
      this.#writeOctets(value)
    }
    const length = this.#at - start
    if (length < definition.minOctets || length > definition.maxOctets) {
      const allowed = `${definition.minOctets} to ${definition.maxOctets} octets`
      throw violation(length < definition.minOctets ? 'too_short' : 'too_long', place, `${length} octets`, allowed)
    }
    this.#buffer[lengthAt] = length >>> 8
    this.#buffer[lengthAt + 1] = length
  }

  #putString(value: string, place: Place): void {
    this.#reserve(value.length)
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index)
      if (code === 0 || code > 0xff) {
        throw violation(
          'invalid_character',
          place,
          `U+${code.toString(16).padStart(4, '0')} at ${index}`,
          'U+0001 to U+00ff',
        )
      }
      this.#buffer[this.#at++] = code
    }
  }

  #writeOctets(octets: Uint8Array): void {
    this.#reserve(octets.length)
    this.#buffer.set(octets, this.#at)
    this.#at += octets.length
  }

  #putOctet(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#at++] = value
  }

  #putInteger(value: number, octets: number): void {
    this.#reserve(octets)
    let rest = value
    for (let index = octets - 1; index >= 0; index--) {
      this.#buffer[this.#at + index] = rest % 256
      rest = Math.floor(rest / 256)
    }
    this.#at += octets
  }

  #putUint32(at: number, value: number): void {
    this.#buffer[at] = value >>> 24
    this.#buffer[at + 1] = value >>> 16
    this.#buffer[at + 2] = value >>> 8
    this.#buffer[at + 3] = value
  }

  #reserve(octets: number): void {
    const needed = this.#at + octets
    if (needed <= this.#buffer.length) return
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2))
    larger.set(this.#buffer.subarray(0, this.#at))
    this.#buffer = larger
  }
}

type Place = { readonly command: string; readonly field?: string; readonly tlv?: string }

function violation(problem: EncodeProblem, place: Place, found: string, allowed: string): EncodeError {
  return new EncodeError({ problem, ...place, found, allowed })
}

function limits(spec: FieldSpec, version: SmppVersion | undefined): FieldLimits {
  const narrower = version === undefined ? undefined : spec.byVersion?.[version]
  return narrower === undefined ? spec : { ...spec, ...narrower }
}

function defaultOf(spec: FieldSpec): unknown {
  if (spec.key === 'interfaceVersion') return 0x34
  if (spec.type === 'integer') return spec.min ?? 0
  if (spec.type === 'octet_string') return EMPTY
  return spec.type === 'c_octet_string' || spec.type === 'time' ? '' : []
}

/** Octets an integer TLV takes: the least that hold it among those allowed; -1 when none does. */
function integerOctets(definition: TlvDefinition, value: unknown, version: SmppVersion | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return -1
  const allowed = version === undefined ? undefined : definition.lengthsByVersion?.[version]
  // alert_on_message_delivery may be empty: 3.4 knows no other form, and 5.0 takes it for 0.
  if (definition.minOctets === 0 && value === 0) return 0
  for (let octets = Math.max(1, definition.minOctets); octets <= definition.maxOctets; octets++) {
    if (value < 256 ** octets && (allowed === undefined || allowed.includes(octets))) return octets
  }
  return -1
}

function unsigned32(command: string, field: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) return value
  throw violation('out_of_range', { command, field }, String(value), '0 to 4294967295')
}

const EMPTY = new Uint8Array(0)
