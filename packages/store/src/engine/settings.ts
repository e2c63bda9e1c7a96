import type { ApiKeyId, ConversationId, SmscDefinition } from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'
import type { DocumentName, NewEvent, SweepLimits } from '../port.ts'
import type { ApiKeyRecord, SessionRecord, UserRecord } from '../records.ts'
import type { Tables } from './tables.ts'

const NOBODY = { messageId: null, part: null, conversationId: null } as const

/** See `Store.putSmsc`. */
export function putSmsc(
  tables: Tables,
  definition: SmscDefinition,
  expectedVersion: number | null,
  by = '',
): 'stored' | 'conflict' {
  const before = tables.smsc(definition.id)
  if (expectedVersion !== null && before?.version !== expectedVersion) return 'conflict'
  const version = (before?.version ?? tables.lastSmscVersion(definition.id)) + 1
  const stored = { ...definition, version }
  tables.putSmsc(stored)
  tables.noteSmsc(stored.id, { version, atMs: stored.updatedAtMs, by, definition: stored })
  const kind = before ? 'smsc.changed' : 'smsc.created'
  const { id: smscId, name, updatedAtMs: atMs, deletion } = definition
  const detail = { name, version, ...(deletion && { deleting: deletion.waiting }) }
  tables.append({ ...NOBODY, atMs, kind, smscId, detail }, null)
  return 'stored'
}

/** See `Store.putDocument`. */
export function putDocument(
  tables: Tables,
  name: DocumentName,
  value: unknown,
  expectedVersion: number | null,
  atMs: number,
): { readonly kind: 'stored'; readonly version: number } | { readonly kind: 'conflict' } {
  const before = tables.document(name)?.version ?? 0
  if (expectedVersion !== null && before !== expectedVersion) return { kind: 'conflict' }
  const version = before + 1
  tables.putDocument(name, { version, value, updatedAtMs: atMs })
  tables.append({ ...NOBODY, atMs, kind: 'settings.changed', smscId: null, detail: { name, version } }, null)
  return { kind: 'stored', version }
}

/** See `Store.markRead`. */
export function markRead(tables: Tables, id: ConversationId, atMs: number): boolean {
  const row = tables.conversation(id)
  if (!row || row.unread === 0) return false
  tables.putUnread(id, 0)
  const whom = { messageId: null, part: null, conversationId: id, smscId: row.smscId }
  tables.append({ atMs, kind: 'conversation.read', ...whom, detail: { count: row.unread } }, null)
  return true
}

/** See `Store.appendEvents`. An event that names a message belongs to the conversation and the SMSC of that message. */
export function appendEvents(tables: Tables, batch: readonly NewEvent[]): void {
  for (const event of batch) {
    const { messageId, conversationId } = event
    if (messageId !== null) {
      const place = tables.placeOf(messageId)
      invariant(place !== undefined, `an event names message ${messageId}, which is not stored`)
      const { seq: _seq, ...belongings } = place
      tables.append({ ...event, ...belongings }, place)
    } else {
      const isKnown = conversationId === null || tables.unread(conversationId) !== undefined
      invariant(isKnown, `an event names conversation ${conversationId}, which is not stored`)
      tables.append(event, null)
    }
  }
}

/** See `Store.addUser`. */
export function addUser(tables: Tables, user: UserRecord, rule: 'first' | 'any'): 'stored' | 'taken' {
  if (rule === 'first' ? tables.hasUsers() : tables.userNamed(user.name) !== undefined) return 'taken'
  tables.insertUser(user)
  return 'stored'
}

export function setPassword(tables: Tables, name: string, passwordHash: string): boolean {
  return tables.updatePassword(name, passwordHash)
}

export function addApiKey(tables: Tables, key: ApiKeyRecord): void {
  tables.insertApiKey(key)
}

export function removeApiKey(tables: Tables, id: ApiKeyId): boolean {
  return tables.removeApiKey(id)
}

export function touchApiKey(tables: Tables, id: ApiKeyId, atMs: number): void {
  tables.touchApiKey(id, atMs)
}

export function addSession(tables: Tables, session: SessionRecord): void {
  tables.insertSession(session)
}

export function removeSession(tables: Tables, tokenHash: string): void {
  tables.removeSession(tokenHash)
}

/** See `Store.probe`. */
export function probe(tables: Tables): void {
  tables.touch()
}

/** Most rows of a kind that one step sweeps; `Store.sweep` takes as many steps as it needs. */
const MOST_SWEPT = 1000

/** One step of `Store.sweep`; returns whether there may be more to do. */
export function sweep(tables: Tables, before: SweepLimits): boolean {
  const { removed, receipts } = tables.sweep(before, MOST_SWEPT)
  if (receipts > 0) tables.count('receiptsParked', -receipts)
  return removed > 0
}
