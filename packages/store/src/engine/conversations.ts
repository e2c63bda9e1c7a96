import type { ConversationId, SmscId } from '@smpp-connect/contracts'
import type { ConversationRow } from '../rules/rows.ts'
import type { Tables } from './tables.ts'

/** How much of the newest message's text a conversation shows: code points. */
const LAST_TEXT_CODE_POINTS = 200

/** A message as its conversation sees it. */
export interface Touch {
  readonly seq: number
  readonly person: string
  readonly ours: string
  /** Used when the two have no conversation yet. */
  readonly conversationId: ConversationId
  readonly smscId: SmscId
  readonly direction: 'outbound' | 'inbound'
  readonly text: string
  readonly atMs: number
}

/**
 * The conversations that one step touches. Each is read once, is in the tables before its first message is, and is
 * written back once (`flush`), however many messages of the step belong to it.
 */
export class TouchedConversations {
  readonly #tables: Tables
  readonly #byPair = new Map<string, ConversationId>()
  readonly #rows = new Map<ConversationId, { row: ConversationRow; changed: boolean }>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** Notes a message; returns its conversation's id. */
  touch(touch: Touch): ConversationId {
    const pair = `${touch.person}\n${touch.ours}`
    const known = this.#byPair.get(pair)
    const entry = known === undefined ? this.#find(touch) : this.#rows.get(known)
    if (!entry) {
      const row = withMessage(emptyConversation(touch), touch)
      this.#tables.insertConversation(row)
      this.#rows.set(row.id, { row, changed: false })
      this.#byPair.set(pair, row.id)
      return row.id
    }
    entry.row = withMessage(entry.row, touch)
    entry.changed = true
    this.#byPair.set(pair, entry.row.id)
    return entry.row.id
  }

  flush(): void {
    for (const entry of this.#rows.values()) {
      if (entry.changed) this.#tables.updateConversation(entry.row)
      entry.changed = false
    }
  }

  /** By the pair; else by the id, which a caller may derive from the pair without regard to how our address is written. */
  #find(touch: Touch): { row: ConversationRow; changed: boolean } | undefined {
    const stored = this.#tables.conversationOf(touch.person, touch.ours)
    const id = stored?.id ?? touch.conversationId
    const known = this.#rows.get(id)
    if (known) return known
    const row = stored ?? this.#tables.conversation(id)
    if (!row) return undefined
    const entry = { row, changed: false }
    this.#rows.set(row.id, entry)
    return entry
  }
}

function emptyConversation(touch: Touch): ConversationRow {
  const { conversationId: id, person, ours, smscId, direction, atMs, seq } = touch
  return {
    id,
    person,
    ours,
    smscId,
    unread: 0,
    messageCount: 0,
    lastText: '',
    lastDirection: direction,
    lastAtMs: atMs,
    lastSeq: seq,
  }
}

/** The conversation with one more message, which is its newest; the SMSC is the one to answer through. */
function withMessage(row: ConversationRow, touch: Touch): ConversationRow {
  return {
    ...row,
    smscId: touch.smscId,
    unread: row.unread + (touch.direction === 'inbound' ? 1 : 0),
    messageCount: row.messageCount + 1,
    lastText: beginning(touch.text),
    lastDirection: touch.direction,
    lastAtMs: touch.atMs,
    lastSeq: touch.seq,
  }
}

export function beginning(text: string): string {
  if (text.length <= LAST_TEXT_CODE_POINTS) return text
  let units = 0
  for (let points = 0; points < LAST_TEXT_CODE_POINTS && units < text.length; points++) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, units)
}
