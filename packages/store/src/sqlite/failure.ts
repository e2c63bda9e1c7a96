import { BrokenInvariant } from '@smpp-connect/kernel'
import { StoreUnavailable } from '../port.ts'

/** An error on its way from a worker to the thread that asked. */
export interface Failure {
  readonly kind: 'unavailable' | 'invariant' | 'bug'
  readonly text: string
  /** Whether the connection is not to be trusted any more: after an I/O error nobody knows what reached the disk. */
  readonly reopen: boolean
}

/** What the primary result codes of SQLite mean to an operator (https://www.sqlite.org/rescode.html). */
const REASONS: Readonly<Record<number, string>> = {
  3: 'access to the database was denied',
  5: 'another program holds the database locked',
  6: 'another program holds the database locked',
  7: 'the machine is out of memory',
  8: 'the database cannot be written; its disk or file is read-only',
  10: 'reading or writing the disk failed (I/O error)',
  11: 'the database is damaged; restore it from a backup',
  13: 'the disk is full',
  14: 'the database file cannot be opened',
  26: 'the file connect.db in the data directory is not a database',
}
const CONSTRAINT = 19
const CONSTRAINT_UNIQUE = 2067
const UNTRUSTED: ReadonlySet<number> = new Set([8, 10, 11, 14, 26])

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a read-only disk',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'there is a file of that name',
  ENOSPC: 'the disk is full',
  EIO: 'reading or writing the disk failed (I/O error)',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
}

/** What went wrong, fit to cross threads. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreUnavailable) return { kind: 'unavailable', text: error.reason, reopen: false }
  if (error instanceof BrokenInvariant) return { kind: 'invariant', text: error.message, reopen: false }
  const code = resultCode(error)
  if (code === CONSTRAINT) return { kind: 'invariant', text: (error as Error).message, reopen: false }
  const reason = code === undefined ? undefined : REASONS[code]
  if (code !== undefined && reason !== undefined) {
    return { kind: 'unavailable', text: reason, reopen: UNTRUSTED.has(code) }
  }
  if (error instanceof Error && 'syscall' in error) {
    const { path = 'a file in the data directory' } = error as NodeJS.ErrnoException
    return { kind: 'unavailable', text: `${path} cannot be read or written: ${systemReason(error)}`, reopen: false }
  }
  return { kind: 'bug', text: error instanceof Error ? (error.stack ?? error.message) : String(error), reopen: false }
}

/** The error to reject with. */
export function errorOf(failure: Failure): Error {
  if (failure.kind === 'unavailable') return new StoreUnavailable(failure.text)
  return failure.kind === 'invariant' ? new BrokenInvariant(failure.text) : new Error(failure.text)
}

/** What went wrong, in one line, for whoever has to mend it. */
export function reasonOf({ kind, text }: Failure): string {
  return kind === 'bug' ? (text.split('\n', 1)[0] as string) : text
}

/** Why a directory cannot be used, in words, from an error of the file system. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return SYSTEM_REASONS[code] ?? (code || String(error))
}

/** Whether a row was refused because its values, other than its key, are those of another. Nothing of the transaction is lost. */
export function isRepetition(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === CONSTRAINT_UNIQUE
}

/** SQLite's primary result code, when the error is one of SQLite's. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}
