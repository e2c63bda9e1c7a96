import {
  CONNECT_TLVS,
  type Outcome,
  ok,
  refuse,
  type TlvDeclaration,
  type TlvValue,
  type TlvValues,
  type WireTlv,
} from '@smpp-connect/contracts'
import { ANY_OCTETS, STANDARD_TLVS, TLVS, type TlvShape, tlvOctets, tlvText } from '@smpp-connect/smpp/tlv'

const STANDARD = new Map<string, (typeof TLVS)[number]>(TLVS.map((tlv) => [tlv.name, tlv]))

interface NamedTlv extends TlvShape {
  readonly tag: number
}

/** What nearly every message has. */
const NONE: Outcome<readonly WireTlv[]> = ok([])

/**
 * TLVs as they go on the wire: what the definition declares with a value of its own, then its defaults, then what the
 * message says; of one tag the last. `place` is where they stand in the request.
 */
export function wireTlvs(
  layers: readonly TlvValues[],
  declared: readonly TlvDeclaration[],
  place: string,
): Outcome<readonly WireTlv[]> {
  if (areNone(layers, declared)) return NONE
  const byTag = new Map<number, WireTlv>()
  const given: (readonly [string, TlvValue])[] = [
    ...declared.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
    ...layers.flatMap((layer) => Object.entries(layer)),
  ]
  for (const [name, value] of given) {
    const refused = (why: string) =>
      refuse<never>('tlv-invalid', `${name}: ${why}`, [{ pointer: `${place}/${name}`, detail: why }])
    const tlv = find(name, declared)
    if (typeof tlv === 'string') return refused(tlv)
    const read = tlvOctets(tlv, value)
    if (read.kind === 'invalid') return refused(`found ${read.found}, allowed is ${read.allowed}`)
    byTag.set(tlv.tag, { tag: tlv.tag, value: read.octets })
  }
  return ok([...byTag.values()])
}

function areNone(layers: readonly TlvValues[], declared: readonly TlvDeclaration[]): boolean {
  for (const layer of layers) if (Object.keys(layer).length > 0) return false
  for (const { value } of declared) if (value !== null) return false
  return true
}

/** The TLV of a name or a tag, or why it cannot be used. */
function find(name: string, declared: readonly TlvDeclaration[]): NamedTlv | string {
  const own = declared.find((one) => one.name === name)
  if (own) return own.direction === 'deliver' ? 'declared for what comes in only' : shapeOf(own)
  const standard = STANDARD.get(name)
  if (standard) return CONNECT_TLVS.has(name) ? 'Connect writes this one itself' : standard
  if (!name.startsWith('0x')) return 'neither a TLV of the specification nor declared on the SMSC definition'
  const tag = Number(name)
  const declaredTag = declared.find((one) => one.tag === tag)
  if (declaredTag) return shapeOf(declaredTag)
  const known = STANDARD_TLVS.ofTag(tag)
  if (known && CONNECT_TLVS.has(known.name)) return 'Connect writes this one itself'
  return known ?? { tag, ...ANY_OCTETS }
}

function shapeOf({ tag, type, maxOctets }: TlvDeclaration): NamedTlv {
  return { tag, type, maxOctets, minOctets: type === 'integer' ? maxOctets : type === 'c_octet_string' ? 1 : 0 }
}

/** A TLV for people: its tag, its name where it has one, and its value. */
export function tlvView({ tag, value }: WireTlv, declared: readonly TlvDeclaration[]) {
  const own = declared.find((one) => one.tag === tag)
  const known = own ? shapeOf(own) : STANDARD_TLVS.ofTag(tag)
  return {
    tag: `0x${tag.toString(16).padStart(4, '0')}`,
    name: own?.name ?? STANDARD_TLVS.ofTag(tag)?.name ?? null,
    value: tlvText(known ?? ANY_OCTETS, value),
  }
}
