import type { ApiKeyId, ConversationId, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'
import type { NewEvent, SweepLimits } from '../port.ts'
import type { ApiKeyRecord, SessionRecord, UserRecord } from '../records.ts'
import type { Tables } from './tables.ts'

const NOBODY = { messageId: null, part: null, conversationId: null } as const

/** See `Store.putSmsc`. */
export function putSmsc(
  tables: Tables,
  definition: SmscDefinition,
  expectedVersion: number | null,
): 'stored' | 'conflict' {
  const before = tables.smsc(definition.id)
  if (expectedVersion !== null && before?.version !== expectedVersion) return 'conflict'
  const version = before ? before.version + 1 : 1
  tables.putSmsc({ ...definition, version })
  const kind = before ? 'smsc.changed' : 'smsc.created'
  const { id: smscId, name, updatedAtMs: atMs } = definition
  tables.append({ ...NOBODY, atMs, kind, smscId, detail: { name, version } }, null)
  return 'stored'
}

/** See `Store.deleteSmsc`. */
export function deleteSmsc(tables: Tables, id: SmscId, atMs: number): 'deleted' | 'in-use' | 'unknown' {
  const before = tables.smsc(id)
  if (!before) return 'unknown'
  if (tables.hasOpenParts(id)) return 'in-use'
  tables.removeSmsc(id)
  tables.append({ ...NOBODY, atMs, kind: 'smsc.deleted', smscId: id, detail: { name: before.name } }, null)
  return 'deleted'
}

/** See `Store.markRead`. */
export function markRead(tables: Tables, id: ConversationId, atMs: number): boolean {
  const row = tables.conversation(id)
  if (!row || row.unread === 0) return false
  tables.updateConversation({ ...row, unread: 0 })
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
      const { seq, ...belongings } = place
      tables.append({ ...event, ...belongings }, seq)
    } else {
      const isKnown = conversationId === null || tables.conversation(conversationId) !== undefined
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

/** See `Store.sweep`. */
export function sweep(tables: Tables, before: SweepLimits): void {
  const gone = tables.sweep(before)
  if (gone > 0) tables.count('receiptsParked', -gone)
}
