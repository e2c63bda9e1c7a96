import { type DecodeOutcome, decodePdu, encodePdu, Framer, readReceiptFields } from '@smpp-connect/smpp'
import { comparePdu } from './compare-pdu.ts'
import type { ListedPdu, ListedReceipt, Vector, VectorFile } from './vector-file.ts'

/** How the reading of a file went. */
export type VectorSummary = {
  readonly total: number
  readonly kinds: Readonly<Record<string, { read: number; total: number }>>
  /** What was read otherwise than listed. */
  readonly differences: readonly string[]
  /** What is worth knowing and no fault. */
  readonly notes: readonly string[]
}

/** Reads every vector and every receipt of a file. */
export function checkVectors(file: VectorFile): VectorSummary {
  const kinds: Record<string, { read: number; total: number }> = {}
  const differences: string[] = []
  const notes: string[] = []
  const count = (kind: string, id: string, found: readonly string[]) => {
    kinds[kind] ??= { read: 0, total: 0 }
    const entry = kinds[kind]
    entry.total++
    if (found.length === 0) entry.read++
    for (const difference of found) differences.push(`${id} (${kind}): ${difference}`)
  }
  for (const vector of file.vectors) count(vector.kind, vector.id, checkVector(vector, notes))
  for (const receipt of file.receipts) count('receipt', receipt.id, checkReceipt(receipt))
  return { total: file.vectors.length + file.receipts.length, kinds, differences, notes }
}

function checkVector(vector: Vector, notes: string[]): string[] {
  const octets = Buffer.from(vector.hex, 'hex')
  const framer = new Framer()
  const { frames, error } = framer.push(octets)
  const outcomes = frames.map((frame) => decodePdu(frame))
  switch (vector.kind) {
    case 'incomplete':
      if (error === undefined && frames.length === 0 && framer.heldOctets === octets.length) return []
      return [`the framer found ${frames.length} frames and holds ${framer.heldOctets} octets`]
    case 'stream':
      return checkStream(vector, outcomes, framer, error !== undefined)
    case 'malformed':
      if (/command_length/.test(vector.expected.error ?? '')) {
        return error === undefined ? ['the framer found no fault with command_length'] : []
      }
      return checkMalformed(vector, outcomes)
    default:
      return checkRead(vector, frames, outcomes, notes)
  }
}

function checkRead(
  vector: Vector,
  frames: readonly Uint8Array[],
  outcomes: readonly DecodeOutcome[],
  notes: string[],
): string[] {
  const [outcome] = outcomes
  if (outcomes.length !== 1 || outcome === undefined) return [`${outcomes.length} frames instead of one`]
  const differences = compareOutcome(outcome, vector.expected)
  if (vector.kind === 'valid' && differences.length === 0 && outcome.kind === 'pdu') {
    const written = Buffer.from(encodePdu(outcome.pdu)).toString('hex')
    if (written !== Buffer.from(frames[0]!).toString('hex')) notes.push(`${vector.id}: written back as ${written}`)
  }
  return differences
}

function checkStream(vector: Vector, outcomes: readonly DecodeOutcome[], framer: Framer, broken: boolean): string[] {
  const { pdus = [], rest } = vector.expected
  if (outcomes.length !== pdus.length) return [`${outcomes.length} frames, listed ${pdus.length}`]
  const differences = outcomes.flatMap((outcome, index) => compareOutcome(outcome, pdus[index]!))
  const restOctets = (rest?.hex.length ?? 0) / 2
  // A rest that starts with an impossible length is known to be broken before a whole header is there.
  if (framer.heldOctets !== restOctets && !broken)
    differences.push(`${framer.heldOctets} octets held, listed ${restOctets}`)
  return differences
}

function compareOutcome(outcome: DecodeOutcome, listed: ListedPdu): string[] {
  if (outcome.kind === 'pdu') return comparePdu(outcome.pdu, listed)
  if (listed.error !== undefined) return []
  const { error } = outcome
  return [`not read: ${error.problem} at ${error.offset}: ${error.found}`]
}

/** Which of our problems a listed error is. */
const PROBLEMS: readonly (readonly [listed: RegExp, problem: string])[] = [
  [/no NUL/, 'missing_nul'],
  [/^TLV .* beyond end/, 'tlv_value_truncated'],
  [/left after last TLV/, 'tlv_header_truncated'],
  [/^short_message beyond end/, 'message_too_long'],
]

function checkMalformed(vector: Vector, outcomes: readonly DecodeOutcome[]): string[] {
  const [outcome] = outcomes
  if (outcomes.length !== 1 || outcome === undefined) return [`${outcomes.length} frames instead of one`]
  const { error, header, command } = vector.expected
  if (error === 'unknown command_id') return compareOutcome(outcome, vector.expected)
  if (outcome.kind === 'pdu') return vector.also_acceptable === undefined ? ['read without complaint'] : []
  const differences: string[] = []
  const problem = PROBLEMS.find(([pattern]) => pattern.test(error ?? ''))?.[1]
  if (outcome.error.problem !== problem) differences.push(`${outcome.error.problem}, listed "${error}"`)
  if (outcome.error.command !== command) differences.push(`command ${outcome.error.command}, listed ${command}`)
  if (outcome.header.sequenceNumber !== header?.sequence_number) differences.push('another sequence_number')
  return differences
}

const RECEIPT_KEYS = {
  id: 'id',
  sub: 'sub',
  dlvrd: 'dlvrd',
  submit_date: 'submitDate',
  done_date: 'doneDate',
  stat: 'stat',
  err: 'err',
  text: 'text',
} as const

function checkReceipt(receipt: ListedReceipt): string[] {
  const fields = readReceiptFields(receipt.text)
  return Object.entries(RECEIPT_KEYS).flatMap(([listed, key]) => {
    const [wanted, read] = [receipt.expected[listed], fields?.[key]]
    return wanted === read ? [] : [`${listed} read as ${JSON.stringify(read)}, listed as ${JSON.stringify(wanted)}`]
  })
}
