import { CONNECT_TLVS, type TlvDeclaration, type TlvValue, type TlvValues } from '@smpp-connect/contracts'
import { ANY_OCTETS, STANDARD_TLVS, TLVS, type TlvShape, tlvOctets } from '@smpp-connect/smpp/tlv'
import type { Choice } from './field-spec.ts'

/** What is known of a TLV that a text may be sent with. */
export interface KnownTlv extends TlvShape {
  readonly tag: number
  /** What its values mean, where the specification says it. */
  readonly values: readonly Choice[]
  readonly origin: 'declared' | 'specification' | 'unknown'
}

type Declared = Pick<TlvDeclaration, 'name' | 'tag' | 'type' | 'maxOctets' | 'direction'>

/** Those that submit_sm may carry (3.4 and 5.0 section 4). */
const SUBMITTED = TLVS.filter(
  ({ name, pdus }) =>
    !CONNECT_TLVS.has(name) &&
    Object.values<readonly string[]>(pdus).some((commands) => commands.some((command) => command === 'submit_sm')),
)

/** `0x1401` */
export function tagWords(tag: number): string {
  return `0x${tag.toString(16).padStart(4, '0')}`
}

/** A tag as people write it: 0x1401, or 5121. Undefined when it is none. */
export function readTag(typed: string): number | undefined {
  const text = typed.trim()
  if (!/^(0x[0-9a-fA-F]{1,4}|\d{1,5})$/.test(text)) return undefined
  const tag = Number(text)
  return tag >= 1 && tag <= 0xffff ? tag : undefined
}

/** Names to choose from, those of the provider first. */
export function tlvNameGroups(declared: readonly Declared[]): readonly { group: string; items: string[] }[] {
  const own = declared.filter(({ name, direction }) => name !== '' && direction !== 'deliver').map(({ name }) => name)
  const standard = SUBMITTED.map(({ name }) => name).filter((name) => !own.includes(name))
  return [
    ...(own.length > 0 ? [{ group: 'Of this SMSC', items: own }] : []),
    { group: 'Of the specification', items: standard },
  ]
}

/** The TLV of a name or a tag; in words why there is none. */
export function findTlv(name: string, declared: readonly Declared[]): KnownTlv | string {
  const own = declared.find((one) => one.name === name)
  if (own) return own.direction === 'deliver' ? 'It is declared for what comes in only' : ownTlv(own)
  if (CONNECT_TLVS.has(name)) return 'Connect writes this one itself'
  const standard = TLVS.find((one) => one.name === name)
  if (standard) return standardTlv(standard)
  if (!/^0x[0-9a-fA-F]{4}$/.test(name))
    return 'Neither of the specification nor declared on the SMSC; a tag is written 0x1401'
  const tag = Number(name)
  const ofTag = declared.find((one) => one.tag === tag)
  if (ofTag) return ownTlv(ofTag)
  const known = STANDARD_TLVS.ofTag(tag)
  if (known) return findTlv(known.name, [])
  return { tag, ...ANY_OCTETS, values: [], origin: 'unknown' }
}

/** What a value may be, in words. */
export function allowedWords({ type, minOctets, maxOctets, origin }: KnownTlv): string {
  const size = minOctets === maxOctets ? `${maxOctets}` : `at most ${maxOctets}`
  if (origin === 'unknown') return 'Text, or octets as 0x and hexadecimal digits'
  if (type === 'integer') return `A number, 0 to ${(2 ** (8 * maxOctets) - 1).toLocaleString('en-GB')}`
  if (type === 'c_octet_string') return `Text, at most ${maxOctets - 1} characters`
  return `Text or 0x…, ${size} ${maxOctets === 1 ? 'octet' : 'octets'}`
}

/** What is wrong with a value; undefined when it fits. */
export function valueProblem(tlv: KnownTlv, value: string): string | undefined {
  if (value === '') return 'Give it a value'
  const read = tlvOctets(tlv, value)
  return read.kind === 'invalid' ? `Found ${read.found}, allowed is ${read.allowed}` : undefined
}

/** One TLV with its value, as a form holds it. */
export interface TlvValueRow {
  readonly name: string
  readonly value: string
}

export function rowsOfValues(values: TlvValues): readonly TlvValueRow[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: String(value) }))
}

export function valuesOfRows(rows: readonly TlvValueRow[], declared: readonly Declared[]): TlvValues {
  return Object.fromEntries(
    rows
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value }) => [name.trim(), valueOfText(findTlv(name.trim(), declared), value)]),
  )
}

/** Numbers go as numbers where the TLV is one. */
function valueOfText(tlv: KnownTlv | string, text: string): TlvValue {
  const isNumber = typeof tlv !== 'string' && tlv.type === 'integer' && /^\d{1,15}$/.test(text)
  return isNumber ? Number(text) : text
}

function ownTlv({ tag, type, maxOctets }: Declared): KnownTlv {
  const minOctets = type === 'integer' ? maxOctets : type === 'c_octet_string' ? 1 : 0
  return { tag, type, minOctets, maxOctets, values: [], origin: 'declared' }
}

function standardTlv(tlv: (typeof TLVS)[number]): KnownTlv {
  const { tag, type, minOctets, maxOctets } = tlv
  const meanings: Readonly<Record<string, string>> = 'values' in tlv ? tlv.values : {}
  const values = Object.entries(meanings).map(([value, label]) => ({ value, label: `${value}: ${label}` }))
  return { tag, type, minOctets, maxOctets, values, origin: 'specification' }
}
