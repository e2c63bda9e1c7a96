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
  const { atMs, messageSeq, smsc, conversationId, kind, part, detail } = entry
  writeLogEntryOf(to, atMs - beforeMs, messageSeq, smsc, conversationId)
  writeHappening(to, kind, part, detail)
}

/** The beginning of an entry, up to what happened. `conversationId` is that of an event that concerns no message. */
export function writeLogEntryOf(
  to: OctetWriter,
  sinceMs: number,
  messageSeq: number | null,
  smsc: number | null,
  conversationId: ConversationId | null = null,
): void {
  to.integer(sinceMs)
  to.count(messageSeq ?? 0)
  to.count(smsc ?? 0)
  if (messageSeq === null) to.text(conversationId ?? '')
}

/** Reads the log of one transaction, entry by entry. */
export class LogReader {
  readonly #from: OctetReader
  #atMs = 0

  constructor(octets: Uint8Array) {
    this.#from = new OctetReader(octets)
  }

  get isEmpty(): boolean {
    return this.#from.isEmpty
  }

  next(): LogEntry {
    this.#atMs += this.#from.integer()
    const messageSeq = this.#from.count() || null
    const smsc = this.#from.count() || null
    const conversationId = messageSeq === null ? ((this.#from.text() || null) as ConversationId | null) : null
    const { kind, part, detail } = readHappening(this.#from)
    return { atMs: this.#atMs, messageSeq, smsc, conversationId, kind, part, detail }
  }
}
