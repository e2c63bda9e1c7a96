import type { SmscId } from '@smpp-connect/contracts'
import type { SmscWithRouting } from '../deletion.ts'
import { putDocument, putSmsc } from './settings.ts'
import { OPEN_PART_STATES, type Tables } from './tables.ts'

/** See `Store.putSmscWithRouting`. */
export function putSmscWithRouting(tables: Tables, request: SmscWithRouting): 'stored' | 'conflict' {
  const { definition, expectedVersion, by, routing, expectedRoutingVersion, atMs } = request
  if ((tables.document('routing')?.version ?? 0) !== expectedRoutingVersion) return 'conflict'
  if (putSmsc(tables, definition, expectedVersion, by) === 'conflict') return 'conflict'
  putDocument(tables, 'routing', routing, expectedRoutingVersion, atMs)
  return 'stored'
}

/** What an SMSC has taken needs none of ours to end: its time for a receipt ends without. */
const WAITING_STATES = OPEN_PART_STATES.filter((state) => state !== 'submitted')

/** See `Store.deleteSmsc`. */
export function deleteSmsc(
  tables: Tables,
  id: SmscId,
  atMs: number,
  by = '',
  unless: 'open' | 'waiting' = 'open',
): 'deleted' | 'in-use' | 'unknown' {
  const before = tables.smsc(id)
  if (!before) return 'unknown'
  if (tables.hasParts(id, unless === 'open' ? OPEN_PART_STATES : WAITING_STATES)) return 'in-use'
  tables.removeSmsc(id)
  tables.noteSmsc(id, { version: before.version + 1, atMs, by, definition: null })
  const whom = { messageId: null, part: null, conversationId: null, smscId: id }
  tables.append({ ...whom, atMs, kind: 'smsc.deleted', detail: { name: before.name } }, null)
  return 'deleted'
}
