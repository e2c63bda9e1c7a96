import type { ApiKeyId, SessionId, SmscDefinition, UserId } from '@smpp-connect/contracts'
import type { Store } from '../../port.ts'
import type { Statements } from '../tables/context.ts'
import { documentRecord } from '../tables/settings.ts'
import type { Sync } from './sync.ts'

export function settingQueries(
  statements: Statements,
): Sync<Pick<Store, 'storedAnswer' | 'smscs' | 'smscHistory' | 'document' | 'users' | 'apiKeys' | 'session'>> {
  const answer = statements.of('SELECT fingerprint, status, body, at_ms FROM answers WHERE scope = ? AND key = ?')
  const smscs = statements.of('SELECT definition FROM smsc_definitions ORDER BY seq')
  const smscHistory = statements.of(`
    SELECT seq, version, at_ms, changed_by, definition FROM smsc_history
    WHERE smsc_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`)
  const document = statements.of('SELECT version, value, updated_at_ms FROM documents WHERE name = ?')
  const users = statements.of('SELECT id, name, password_hash, created_at_ms FROM users ORDER BY seq')
  const apiKeys = statements.of(`
    SELECT id, name, prefix, key_hash, created_at_ms, last_used_at_ms FROM api_keys ORDER BY seq`)
  const session = statements.of(`
    SELECT s.id, s.user_id, s.token_hash, s.created_at_ms, s.expires_at_ms, u.name
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ? AND s.expires_at_ms > ?`)
  return {
    storedAnswer(scope, key) {
      const row = answer.get(scope, key)
      if (!row) return undefined
      const [fingerprint, status, body, atMs] = row as [string, number, string, number]
      return { fingerprint, status, body, atMs }
    },
    smscs: () => smscs.all().map(([definition]) => JSON.parse(String(definition)) as SmscDefinition),
    smscHistory: (id, beforeSeq, limit) =>
      smscHistory.all(id, beforeSeq ?? Number.MAX_SAFE_INTEGER, Math.max(0, limit)).map((row) => {
        const [seq, version, atMs, by] = row as [number, number, number, string]
        return { seq, version, atMs, by, definition: row[4] === null ? null : JSON.parse(String(row[4])) }
      }),
    document(name) {
      const row = document.get(name)
      return row ? documentRecord(row) : { version: 0, value: null, updatedAtMs: null }
    },
    users: () =>
      users.all().map((row) => {
        const [id, name, passwordHash, createdAtMs] = row as [UserId, string, string, number]
        return { id, name, passwordHash, createdAtMs }
      }),
    apiKeys: () =>
      apiKeys.all().map((row) => {
        const [id, name, prefix, keyHash, createdAtMs] = row as [ApiKeyId, string, string, string, number]
        return { id, name, prefix, keyHash, createdAtMs, lastUsedAtMs: row[5] as number | null }
      }),
    session(tokenHash, nowMs) {
      const row = session.get(tokenHash, nowMs)
      if (!row) return undefined
      const [id, userId, stored, createdAtMs, expiresAtMs, userName] = row as [
        SessionId,
        UserId,
        string,
        number,
        number,
        string,
      ]
      return { id, userId, tokenHash: stored, createdAtMs, expiresAtMs, userName }
    },
  }
}
