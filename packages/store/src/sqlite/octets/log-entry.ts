import type { ConversationId } from '@smpp-connect/contracts'
import { type Happening, readHappening, writeHappening } from './happening.ts'
import { OctetReader } from './octet-reader.ts'
import type { OctetWriter } from './octet-writer.ts'

/**
 * An event as the log has it. One that concerns a message names it by its position, and takes its id and conversation
 * from there.
 */
export interface LogEntry extends Happening {
  readonly atMs: number
  readonly messageSeq: number | null
  readonly smsc: number | null
  readonly conversationId: ConversationId | null
}

/** Times are written as the difference to the entry before, of which the first is 0. */
export function writeLogEntry(to: OctetWriter, entry: LogEntry, beforeMs: number): void {
  const { atMs, messageSeq, smsc, conversationId } = entry
  to.integer(atMs - beforeMs)
  to.count(messageSeq ?? 0)
  to.count(smsc ?? 0)
  if (messageSeq === null) to.text(conversationId ?? '')
  writeHappening(to, entry)
}

export function readLog(octets: Uint8Array): readonly LogEntry[] {
  const from = new OctetReader(octets)
  const entries: LogEntry[] = []
  let atMs = 0
  while (!from.isEmpty) {
    atMs += from.integer()
    const messageSeq = from.count() || null
    const smsc = from.count() || null
    const conversationId = messageSeq === null ? ((from.text() || null) as ConversationId | null) : null
    entries.push({ atMs, messageSeq, smsc, conversationId, ...readHappening(from) })
  }
  return entries
}
