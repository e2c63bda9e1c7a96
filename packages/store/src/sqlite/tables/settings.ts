import type { SmscDefinition, UserId } from '@smpp-connect/contracts'
import type { Tables } from '../../engine/tables.ts'
import { SMSC_HISTORY_KEPT } from '../../port.ts'
import type { DocumentRecord } from '../../records.ts'
import type { Row, Statement } from '../database.ts'
import { type TableContext, WriterStatements } from './context.ts'

type SettingTables = Pick<
  Tables,
  | 'answer'
  | 'putAnswer'
  | 'removeAnswer'
  | 'smsc'
  | 'putSmsc'
  | 'removeSmsc'
  | 'lastSmscVersion'
  | 'noteSmsc'
  | 'document'
  | 'putDocument'
  | 'hasUsers'
  | 'userNamed'
  | 'insertUser'
  | 'updatePassword'
  | 'insertApiKey'
  | 'removeApiKey'
  | 'touchApiKey'
  | 'insertSession'
  | 'removeSession'
  | 'sweep'
  | 'touch'
>

/** Stored answers, SMSC definitions, users, keys and sessions. */
export function settingTables(context: TableContext): SettingTables {
  const { db } = context
  const statements = new WriterStatements(context)
  const of = (sql: string): Statement => statements.of(sql)
  const userVersion = of('PRAGMA user_version')
  const answer = of('SELECT fingerprint, status, body, at_ms FROM answers WHERE scope = ? AND key = ?')
  const putAnswer = of(`
    INSERT INTO answers (scope, key, fingerprint, status, body, at_ms) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (scope, key) DO UPDATE SET
      fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, at_ms = excluded.at_ms`)
  const removeAnswer = of('DELETE FROM answers WHERE scope = ? AND key = ?')
  const smsc = of('SELECT definition FROM smsc_definitions WHERE id = ?')
  const putSmsc = of(`
    INSERT INTO smsc_definitions (id, definition) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET definition = excluded.definition`)
  const removeSmsc = of('DELETE FROM smsc_definitions WHERE id = ?')
  const lastVersion = of('SELECT version FROM smsc_history WHERE smsc_id = ? ORDER BY seq DESC LIMIT 1')
  const noteSmsc = of(`
    INSERT INTO smsc_history (smsc_id, version, at_ms, changed_by, definition) VALUES (?, ?, ?, ?, ?)`)
  const forgetSmsc = of(`
    DELETE FROM smsc_history WHERE smsc_id = ?1 AND seq <= (
      SELECT seq FROM smsc_history WHERE smsc_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ${SMSC_HISTORY_KEPT})`)
  const document = of('SELECT version, value, updated_at_ms FROM documents WHERE name = ?')
  const putDocument = of('INSERT OR REPLACE INTO documents (name, version, value, updated_at_ms) VALUES (?, ?, ?, ?)')
  const anyUser = of('SELECT 1 FROM users LIMIT 1')
  const userNamed = of('SELECT id, name, password_hash, created_at_ms FROM users WHERE name = ?')
  const insertUser = of('INSERT INTO users (id, name, password_hash, created_at_ms) VALUES (?, ?, ?, ?)')
  const updatePassword = of('UPDATE users SET password_hash = ? WHERE name = ?')
  const insertApiKey = of(`
    INSERT INTO api_keys (id, name, prefix, key_hash, created_at_ms, last_used_at_ms) VALUES (?, ?, ?, ?, ?, ?)`)
  const removeApiKey = of('DELETE FROM api_keys WHERE id = ?')
  const touchApiKey = of('UPDATE api_keys SET last_used_at_ms = ? WHERE id = ?')
  const insertSession = of(`
    INSERT INTO sessions (id, user_id, token_hash, created_at_ms, expires_at_ms)
      VALUES (?, (SELECT id FROM users WHERE id = ?), ?, ?, ?)`)
  const removeSession = of('DELETE FROM sessions WHERE token_hash = ?')
  const sweepAnswers = of(`
    DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers WHERE at_ms < ? ORDER BY at_ms LIMIT ?)`)
  const sweepSessions = of(`
    DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at_ms < ? ORDER BY expires_at_ms LIMIT ?)`)
  const sweepFingerprints = of(`
    DELETE FROM fingerprints WHERE (smsc, fingerprint) IN (
      SELECT smsc, fingerprint FROM fingerprints WHERE at_ms < ? ORDER BY at_ms LIMIT ?)`)
  const oldParked = 'SELECT seq FROM parked_receipts WHERE at_ms < ? ORDER BY at_ms, seq LIMIT ?'
  const sweepParkedForms = of(`DELETE FROM parked_forms WHERE parked IN (${oldParked})`)
  const sweepParked = of(`DELETE FROM parked_receipts WHERE seq IN (${oldParked})`)

  return {
    answer(scope, key) {
      const row = answer.get(scope, key)
      if (!row) return undefined
      const [fingerprint, status, body, atMs] = row as [string, number, string, number]
      return { fingerprint, status, body, atMs }
    },
    putAnswer(scope, key, { fingerprint, status, body, atMs }) {
      putAnswer.run(scope, key, fingerprint, status, body, atMs)
    },
    removeAnswer(scope, key) {
      removeAnswer.run(scope, key)
    },
    smsc(id) {
      const row = smsc.get(id)
      return row && (JSON.parse(String(row[0])) as SmscDefinition)
    },
    putSmsc(definition) {
      putSmsc.run(definition.id, JSON.stringify(definition))
    },
    removeSmsc(id) {
      removeSmsc.run(id)
    },
    lastSmscVersion: (id) => Number(lastVersion.get(id)?.[0] ?? 0),
    noteSmsc(id, { version, atMs, by, definition }) {
      noteSmsc.run(id, version, atMs, by, definition && JSON.stringify(definition))
      forgetSmsc.run(id)
    },
    document(name) {
      const row = document.get(name)
      return row && documentRecord(row)
    },
    putDocument(name, { version, value, updatedAtMs }) {
      putDocument.run(name, version, JSON.stringify(value), updatedAtMs)
    },
    hasUsers: () => anyUser.get() !== undefined,
    userNamed(name) {
      const row = userNamed.get(name)
      if (!row) return undefined
      const [id, stored, passwordHash, createdAtMs] = row as [UserId, string, string, number]
      return { id, name: stored, passwordHash, createdAtMs }
    },
    insertUser({ id, name, passwordHash, createdAtMs }) {
      insertUser.run(id, name, passwordHash, createdAtMs)
    },
    updatePassword: (name, passwordHash) => updatePassword.change(passwordHash, name) > 0,
    insertApiKey({ id, name, prefix, keyHash, createdAtMs, lastUsedAtMs }) {
      insertApiKey.run(id, name, prefix, keyHash, createdAtMs, lastUsedAtMs)
    },
    removeApiKey: (id) => removeApiKey.change(id) > 0,
    touchApiKey(id, atMs) {
      touchApiKey.run(atMs, id)
    },
    insertSession({ id, userId, tokenHash, createdAtMs, expiresAtMs }) {
      insertSession.run(id, userId, tokenHash, createdAtMs, expiresAtMs)
    },
    removeSession(tokenHash) {
      removeSession.run(tokenHash)
    },
    sweep(before, limit) {
      const answers = sweepAnswers.change(before.answersBeforeMs, limit)
      const sessions = sweepSessions.change(before.sessionsBeforeMs, limit)
      const fingerprints = sweepFingerprints.change(before.fingerprintsBeforeMs, limit)
      sweepParkedForms.run(before.parkedReceiptsBeforeMs, limit)
      const receipts = sweepParked.change(before.parkedReceiptsBeforeMs, limit)
      return { removed: answers + sessions + fingerprints + receipts, receipts }
    },
    touch() {
      // A number in the header of the file that SQLite leaves to us, and we do not use.
      const version = Number(userVersion.get()?.[0] ?? 0)
      db.exec(`PRAGMA user_version = ${(version + 1) % 2 ** 31}`)
    },
  }
}

export function documentRecord(row: Row): DocumentRecord {
  const [version, value, updatedAtMs] = row as [number, string, number]
  return { version, value: JSON.parse(value), updatedAtMs }
}
