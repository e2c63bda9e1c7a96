import { EncodeError, type EncodeProblem } from './encode-error.ts'
import type { RawTlv } from './model/parts.ts'
import { REQUIRED_KEYS } from './model/required-keys.ts'
import type { OctetSink } from './octet-sink.ts'
import type { CommandSpec, FieldLimits, FieldSpec, SmppVersion } from './tables/spec-types.ts'
import { TLVS } from './tables/tlvs.ts'
import type { TlvDefinition, TlvDictionary } from './tlv-dictionary.ts'

/** Fields by their keys. */
export type Values = Readonly<Record<string, unknown>>

type Place = { readonly command: string; readonly field?: string; readonly tlv?: string }

/** A refusal at a place. */
export function violation(problem: EncodeProblem, place: Place, found: string, allowed: string): EncodeError {
  return new EncodeError({ problem, ...place, found, allowed })
}

/**
 * Writes a body field by field, as the row of its command says: the interpreter of the tables. It says exactly which limit
 * is broken; the generated fast path leaves to it all that is not plain.
 */
export class BodyWriter {
  readonly #sink: OctetSink
  readonly #version: SmppVersion | undefined
  readonly #tlvs: TlvDictionary
  readonly #longPassword: boolean

  constructor(sink: OctetSink, version: SmppVersion | undefined, tlvs: TlvDictionary, longPassword = false) {
    this.#sink = sink
    this.#version = version
    this.#tlvs = tlvs
    this.#longPassword = longPassword
  }

  /** Writes fields and TLVs, or nothing where an error response has no body. Throws `EncodeError`. */
  write(spec: CommandSpec, status: number, values: Values): void {
    const version = this.#version
    if (version !== undefined && !spec.versions.includes(version)) {
      throw violation('not_in_version', { command: spec.name }, `sent in version ${version}`, spec.versions.join(', '))
    }
    if (this.#bodyOmitted(spec, status, values)) return
    this.#writeFields(spec, spec.fields, values, '')
    const tlvs = (values.tlvs ?? {}) as Values
    // A response that reports an error has nothing to say in the TLVs that belong to success.
    if (spec.kind !== 'response' || status === 0) requireTlvs(spec, tlvs)
    this.#writeTlvs(spec, tlvs)
  }

  /**
   * 3.4 (sections 4.1.2 to 4.1.6 and 4.4.2): bind and submit_sm responses have no body when the status is not 0. 5.0 says
   * so of all responses. TLVs given (a text that explains the error, say) need the body before them, so they keep it.
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
    this.#sink.putOctet(length)
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
        this.#sink.putOctets(value)
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
        this.#sink.putOctet(entry.destFlag as number)
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
    this.#sink.putInteger(value, spec.octets!)
  }

  #writeString(spec: FieldSpec, value: unknown, place: Place): void {
    if (typeof value !== 'string') throw violation('wrong_type', place, typeof value, 'a string')
    const { minOctets = 1, sizes, maxOctets: usualOctets = 65535 } = limits(spec, this.#version)
    const isPassword = spec.key === 'password'
    const maxOctets = isPassword && this.#longPassword ? LONG_PASSWORD_OCTETS : usualOctets
    const octets = value.length + 1
    if (sizes !== undefined ? !sizes.includes(octets) : octets < minOctets || octets > maxOctets) {
      const allowed =
        sizes !== undefined ? sizes.map((size) => size - 1).join(' or ') : `${minOctets - 1} to ${maxOctets - 1}`
      const problem = octets < (sizes?.[0] ?? minOctets) ? 'too_short' : 'too_long'
      const hint = isPassword && !this.#longPassword ? '; 64 with the option longPassword' : ''
      throw violation(problem, place, `${value.length} characters`, `${allowed} characters${hint}`)
    }
    this.#putString(value, place)
    this.#sink.putOctet(0)
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
    if (!Number.isInteger(raw.tag) || raw.tag < 0 || raw.tag > 0xffff)
      throw violation('out_of_range', place, String(raw.tag), '0 to 65535')
    if (!(raw.value instanceof Uint8Array)) throw violation('wrong_type', place, typeof raw.value, 'a Uint8Array')
    if (raw.value.length > 0xffff) throw violation('too_long', place, `${raw.value.length} octets`, '0 to 65535 octets')
    this.#sink.putInteger(raw.tag, 2)
    this.#sink.putInteger(raw.value.length, 2)
    this.#sink.putOctets(raw.value)
  }

  #writeTlv(definition: TlvDefinition, value: unknown, place: Place): void {
    this.#sink.putInteger(definition.tag, 2)
    const lengthAt = this.#sink.at
    this.#sink.putInteger(0, 2)
    const start = this.#sink.at
    if (definition.type === 'integer') {
      const octets = integerOctets(definition, value, this.#version)
      if (octets < 0 || typeof value !== 'number') {
        throw violation('out_of_range', place, String(value), `an integer of ${definition.maxOctets} octets`)
      }
      this.#sink.putInteger(value, octets)
    } else if (definition.type === 'c_octet_string') {
      if (typeof value !== 'string') throw violation('wrong_type', place, typeof value, 'a string')
      this.#putString(value, place)
      this.#sink.putOctet(0)
    } else {
      if (!(value instanceof Uint8Array)) throw violation('wrong_type', place, typeof value, 'a Uint8Array')
      this.#sink.putOctets(value)
    }
    const length = this.#sink.at - start
    if (length < definition.minOctets || length > definition.maxOctets) {
      const allowed = `${definition.minOctets} to ${definition.maxOctets} octets`
      throw violation(length < definition.minOctets ? 'too_short' : 'too_long', place, `${length} octets`, allowed)
    }
    this.#sink.octets[lengthAt] = length >>> 8
    this.#sink.octets[lengthAt + 1] = length
  }

  #putString(value: string, place: Place): void {
    this.#sink.reserve(value.length)
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
      this.#sink.octets[this.#sink.at++] = code
    }
  }
}

/** Throws unless the TLVs that a command must have are given; only those of the broadcast family have such. */
function requireTlvs(spec: CommandSpec, tlvs: Values): void {
  for (const name of spec.mandatoryTlvs) {
    const tlv = TLVS.find((candidate) => candidate.name === name)!.key
    if (tlvs[tlv] === undefined)
      throw violation('missing', { command: spec.name, tlv }, 'missing', `a value for ${tlv}`)
  }
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

/** What `longPassword` allows, the NUL included. */
const LONG_PASSWORD_OCTETS = 65

const EMPTY = new Uint8Array(0)
