import { COMMANDS, type FieldSpec, type Pdu, STANDARD_TLVS } from '@smpp-connect/smpp'
import type { ListedPdu, ListedTlv } from './vector-file.ts'

type Values = Readonly<Record<string, unknown>>

/** What a PDU that was read has otherwise than the vector lists it. */
export function comparePdu(pdu: Pdu, listed: ListedPdu): string[] {
  const differences: string[] = []
  const header = listed.header!
  expectEqual(differences, 'command_status', pdu.commandStatus, header.command_status)
  expectEqual(differences, 'sequence_number', pdu.sequenceNumber, header.sequence_number)
  if (pdu.command === 'unknown') {
    expectEqual(differences, 'command', 'unknown', listed.command ?? 'unknown')
    expectEqual(differences, 'command_id', pdu.commandId, Number(header.command_id))
    return differences
  }
  expectEqual(differences, 'command', pdu.command, listed.command)
  const spec = COMMANDS.find((command) => command.name === pdu.command)!
  compareFields(differences, spec.fields, pdu as unknown as Values, listed.body ?? {})
  if (listed.body !== undefined && listed.tlvs !== undefined) compareTlvs(differences, pdu.tlvs as Values, listed.tlvs)
  return differences
}

function compareFields(differences: string[], specs: readonly FieldSpec[], read: Values, listed: Values): void {
  for (const [name, value] of Object.entries(listed)) {
    const spec = specs.find((each) => each.name === name)
    if (spec === undefined) {
      // The discriminator of a list's entry is the one field that the table keeps apart.
      expectEqual(differences, name, read.destFlag, value)
    } else if (spec.counts !== undefined) {
      expectEqual(differences, name, (read[spec.counts] as ArrayLike<unknown>).length, value)
    } else if (Array.isArray(value)) {
      const entries = read[spec.key] as readonly Values[]
      expectEqual(differences, `${name} entries`, entries.length, value.length)
      for (const [index, entry] of (value as Values[]).entries()) {
        const fields = spec.item ?? spec.cases?.[String(entry.dest_flag)] ?? []
        compareFields(differences, fields, entries[index] ?? {}, entry)
      }
    } else {
      expectEqual(differences, name, readable(read[spec.key]), readable(value))
    }
  }
}

function compareTlvs(differences: string[], read: Values, listed: readonly ListedTlv[]): void {
  const taken = new Map<string, number>()
  let count = 0
  for (const tlv of listed) {
    const tag = Number(tlv.tag)
    const definition = STANDARD_TLVS.ofTag(tag)
    const named = definition === undefined ? undefined : read[definition.key]
    const values = named === undefined ? [] : Array.isArray(named) ? named : [named]
    const raw = (read.unknown as readonly { tag: number; value: Uint8Array }[] | undefined) ?? []
    const all = [...values, ...raw.filter((each) => each.tag === tag).map((each) => each.value)]
    const index = taken.get(tlv.tag) ?? 0
    taken.set(tlv.tag, index + 1)
    count++
    // An integer without octets says no more than its presence, which the model writes as 0.
    const emptyInteger = definition?.type === 'integer' && tlv.length === 0
    const wanted = emptyInteger ? 0 : readable(tlv.value ?? { hex: tlv.hex })
    expectEqual(differences, `TLV ${tlv.tag}`, readable(all[index]), wanted)
  }
  const readCount = Object.values(read).reduce(
    (sum: number, value) => sum + (Array.isArray(value) ? value.length : 1),
    0,
  )
  expectEqual(differences, 'number of TLVs', readCount, count)
}

/** Octets, and texts that are listed in hexadecimal, as hexadecimal; the rest as it is. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `hex ${Buffer.from(value).toString('hex')}`
  if (typeof value === 'object' && value !== null && 'hex' in value) return `hex ${value.hex}`
  return value
}

function expectEqual(differences: string[], what: string, read: unknown, listed: unknown): void {
  if (Object.is(read, listed)) return
  if (typeof read === 'string' && typeof listed === 'string' && listed.startsWith('hex ')) {
    if (Buffer.from(read, 'latin1').toString('hex') === listed.slice(4)) return
  }
  differences.push(`${what} read as ${JSON.stringify(read)}, listed as ${JSON.stringify(listed)}`)
}
