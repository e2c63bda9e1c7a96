import { hasUserDataHeader, textOf } from '../text/user-data.ts'
import { BodyReader } from './body-reader.ts'
import { commandSpecOfId } from './commands.ts'
import { type DecodeError, decodeErrorText } from './decode-error.ts'
import { HEADER_OCTETS, type PduHeader, readHeader } from './header.ts'
import { meaningOf } from './meaning.ts'
import { statusInfo, statusName } from './status.ts'
import type { FieldSpec } from './tables/spec-types.ts'
import { TLVS } from './tables/tlvs.ts'
import { STANDARD_TLVS, type TlvDictionary } from './tlv-dictionary.ts'

/** One stretch of octets and what it is. */
export type DescribedPart = {
  /** Offset of the first octet from the start of the PDU. */
  readonly offset: number
  readonly octets: Uint8Array
  /** The specification's name; a TLV's name or tag. */
  readonly name: string
  /** A number, a text in quotation marks, or octets in hexadecimal. */
  readonly value: string
  /** What the value means. */
  readonly meaning?: string
}

/** A PDU taken apart for people. */
export type PduDescription = {
  readonly command: string
  readonly header: PduHeader
  readonly parts: readonly DescribedPart[]
  /** The text of the message, when there is one. */
  readonly text?: string
  /** Why the rest could not be read. */
  readonly error?: DecodeError
}

/** How to describe. */
export type DescribeOptions = { readonly tlvs?: TlvDictionary }

/**
 * Takes one PDU apart: every field with its offset, name, value and meaning. What cannot be read is told with its place, and
 * the octets that are left are listed. Throws a RangeError when there are fewer than 16 octets.
 */
export function describePdu(frame: Uint8Array, options: DescribeOptions = {}): PduDescription {
  if (frame.length < HEADER_OCTETS) throw new RangeError(`a PDU has at least 16 octets, not ${frame.length}`)
  const header = readHeader(frame)
  const spec = commandSpecOfId(header.commandId)
  const parts = describeHeader(frame, header)
  if (spec === undefined) {
    addRest(parts, frame, HEADER_OCTETS, 'body')
    return { command: 'unknown', header, parts }
  }
  const dictionary = options.tlvs ?? STANDARD_TLVS
  const reader = new BodyReader(frame, spec, dictionary, {
    field: (field, start, end, value) => parts.push(describeField(field, frame.subarray(start, end), start, value)),
    tlv: (tag, start, value) =>
      parts.push(describeTlv(tag, frame.subarray(start, start + 4 + value.length), start, value, dictionary)),
  })
  const fields = reader.read(header.commandStatus)
  addRest(parts, frame, reader.readTo, 'not read')
  const text = messageText(fields)
  return {
    command: spec.name,
    header,
    parts,
    ...(text === undefined ? {} : { text }),
    ...(reader.error === undefined ? {} : { error: reader.error }),
  }
}

/** A description as a table of lines: offset, octets, name, value, meaning. Control characters are shown as escapes. */
export function formatDescription(description: PduDescription): string {
  const rows = description.parts.map(({ offset, octets, name, value, meaning }) => {
    const hex = toHex(octets)
    const shown = hex.length > 24 ? `${hex.slice(0, 21)}...` : hex
    const line = `${String(offset).padStart(5)}  ${shown.padEnd(24)}  ${name.padEnd(27)} ${value}`
    return meaning === undefined ? line : `${line}  (${meaning})`
  })
  const lines = [`${description.command}, ${description.header.commandLength} octets`, ...rows]
  if (description.text !== undefined) lines.push(`text: ${quote(description.text)}`)
  if (description.error !== undefined) lines.push(`error: ${decodeErrorText(description.error)}`)
  return lines.join('\n')
}

/**
 * The octets of a text in hexadecimal, with blanks, line breaks, colons, commas, dashes or `0x` between them; undefined when
 * it is none.
 */
export function parseHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/0x|[\s:,-]/gi, '')
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  )
}

function describeHeader(frame: Uint8Array, header: PduHeader): DescribedPart[] {
  const { commandLength, commandId, commandStatus, sequenceNumber } = header
  const known = commandSpecOfId(commandId)?.name
  const mismatch = commandLength === frame.length ? undefined : `but ${frame.length} octets are here`
  return [
    part(frame, 0, 4, 'command_length', String(commandLength), mismatch),
    part(frame, 4, 8, 'command_id', `0x${commandId.toString(16).padStart(8, '0')}`, known ?? 'unknown'),
    part(frame, 8, 12, 'command_status', statusName(commandStatus), statusInfo(commandStatus).meaning),
    part(frame, 12, 16, 'sequence_number', String(sequenceNumber)),
  ]
}

function describeField(
  spec: FieldSpec,
  octets: Uint8Array,
  offset: number,
  value: number | string | Uint8Array,
): DescribedPart {
  const enumeration = spec.name === 'dest_flag' ? 'dest_flag' : spec.meaning
  const meaning = enumeration === undefined || value instanceof Uint8Array ? undefined : meaningOf(enumeration, value)
  return { offset, octets, name: spec.name, value: show(value), ...(meaning === undefined ? {} : { meaning }) }
}

function describeTlv(
  tag: number,
  octets: Uint8Array,
  offset: number,
  value: Uint8Array,
  dictionary: TlvDictionary,
): DescribedPart {
  const definition = dictionary.ofTag(tag)
  if (definition === undefined) {
    return { offset, octets, name: `TLV 0x${tag.toString(16).padStart(4, '0')}`, value: show(value) }
  }
  const name = `TLV ${definition.name}`
  if (definition.type === 'octet_string') return { offset, octets, name, value: show(value) }
  if (definition.type === 'c_octet_string') {
    const nul = value.indexOf(0)
    return { offset, octets, name, value: show(String.fromCharCode(...value.subarray(0, nul < 0 ? undefined : nul))) }
  }
  const number = value.reduce((sum, octet) => sum * 256 + octet, 0)
  const meaning = tlvMeaning(tag, number)
  return { offset, octets, name, value: String(number), ...(meaning === undefined ? {} : { meaning }) }
}

function tlvMeaning(tag: number, value: number): string | undefined {
  const spec = TLVS.find((tlv) => tlv.tag === tag)
  if (spec === undefined) return undefined
  if ('meaning' in spec) return meaningOf(spec.meaning, value)
  if (spec.name === 'sc_interface_version') return meaningOf('interface_version', value)
  const values: Readonly<Record<number, string>> = 'values' in spec ? spec.values : {}
  const ranges: readonly (readonly [number, number, string])[] = 'ranges' in spec ? spec.ranges : []
  return values[value] ?? ranges.find(([from, to]) => value >= from && value <= to)?.[2]
}

/** The text of a PDU that carries one, which those with a data_coding do. */
function messageText(fields: Readonly<Record<string, unknown>>): string | undefined {
  const { esmClass, dataCoding, shortMessage, tlvs } = fields
  if (typeof esmClass !== 'number' || typeof dataCoding !== 'number') return undefined
  const messagePayload = (tlvs as { readonly messagePayload?: Uint8Array } | undefined)?.messagePayload
  const message = shortMessage instanceof Uint8Array && shortMessage.length > 0 ? shortMessage : messagePayload
  if (message === undefined) return undefined
  const text = textOf({ esmClass, dataCoding, shortMessage: message })
  return hasUserDataHeader(esmClass) && text === '' ? undefined : text
}

function addRest(parts: DescribedPart[], frame: Uint8Array, from: number, name: string): void {
  if (from < frame.length) parts.push(part(frame, from, frame.length, name, show(frame.subarray(from))))
}

function part(
  frame: Uint8Array,
  start: number,
  end: number,
  name: string,
  value: string,
  meaning?: string,
): DescribedPart {
  const octets = frame.subarray(start, end)
  return { offset: start, octets, name, value, ...(meaning === undefined ? {} : { meaning }) }
}

function show(value: number | string | Uint8Array): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? quote(value) : `${value.length} octets ${toHex(value)}`.trimEnd()
}

/** In quotation marks, with everything that could move a cursor written as an escape. */
function quote(text: string): string {
  const escaped = text.replace(/[\p{C}\u2028\u2029"\\]/gu, (char) => {
    if (char === '"' || char === '\\') return `\\${char}`
    return char === '\n' ? '\\n' : `\\u{${char.codePointAt(0)!.toString(16)}}`
  })
  return `"${escaped}"`
}

function toHex(octets: Uint8Array): string {
  let hex = ''
  for (const octet of octets) hex += octet.toString(16).padStart(2, '0')
  return hex
}
