import { type Happening, readHappening, writeHappening } from './happening.ts'
import { OctetReader } from './octet-reader.ts'
import type { OctetWriter } from './octet-writer.ts'

/** An entry of a message's history: what happened, when, and its place in the log. */
export interface HistoryEntry extends Happening {
  readonly seq: number
  readonly atMs: number
}

/**
 * A message's history is kept with its rows, entry behind entry: with the message what concerns the whole, with each part
 * what happened through it. So a step that changes a row writes there what happened, and a timeline needs no index.
 */
export function writeEntry(to: OctetWriter, entry: HistoryEntry): void {
  writeEntryOf(to, entry.seq, entry.atMs)
  writeHappening(to, entry.kind, entry.part, entry.detail)
}

/** The beginning of an entry, up to what happened. */
export function writeEntryOf(to: OctetWriter, seq: number, atMs: number): void {
  to.count(seq)
  to.count(atMs)
}

export function readHistory(octets: Uint8Array): readonly HistoryEntry[] {
  const from = new OctetReader(octets)
  const entries: HistoryEntry[] = []
  while (!from.isEmpty) entries.push({ seq: from.count(), atMs: from.count(), ...readHappening(from) })
  return entries
}
