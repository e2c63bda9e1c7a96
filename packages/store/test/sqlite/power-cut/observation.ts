import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MessageId } from '@smpp-connect/contracts'
import type { Store } from '@smpp-connect/store'
import { errorOf } from '../../../src/sqlite/failure.ts'
import { Reader } from '../../../src/sqlite/reader.ts'
import { Writer } from '../../../src/sqlite/writer.ts'

/** Asks a store one question. */
type Ask = (name: keyof Store, ...args: readonly unknown[]) => unknown

/** Everything that can be read of what the steps did, as text that can be compared. */
async function observe(ask: Ask, ids: readonly MessageId[]): Promise<string> {
  const messages = []
  for (const id of ids) {
    const message = await ask('message', id)
    if (message !== undefined) messages.push([message, await ask('parts', id), await ask('timeline', id)])
  }
  const answers = []
  for (const key of [0, 1, 2]) answers.push(await ask('storedAnswer', 'scope 1', `key ${key}`))
  const figures = [await ask('counts'), await ask('queues'), await ask('lastEventSeq')]
  const conversations = await ask('conversations', { limit: 500 })
  const consent = await ask('optOuts', { limit: 500 })
  const parked = await ask('parkedReceipts', undefined, 0, 500)
  const routing = await ask('document', 'routing')
  return JSON.stringify({ figures, answers, messages, conversations, consent, parked, routing }, withSortedKeys, 1)
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  // A buffer has made this of itself by now.
  if ('type' in value && value.type === 'Buffer' && 'data' in value)
    return Buffer.from(value.data as number[]).toString('hex')
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** What a store says. */
export function observeStore(store: Store, ids: readonly MessageId[]): Promise<string> {
  return observe((name, ...args) => (store[name] as (...all: readonly unknown[]) => unknown)(...args), ids)
}

/** Opens the database in a folder as Connect does, and says what is in it. Throws when it is refused or not sound. */
export async function observeFolder(folder: string, ids: readonly MessageId[]): Promise<string> {
  const writer = new Writer(folder, {})
  const reader = new Reader(folder)
  try {
    return await observe((name, ...args) => {
      const [reply] = reader.run([{ id: 1, name, args }]).replies
      if (!reply || 'failure' in reply) throw reply ? errorOf(reply.failure) : new Error(`no answer to ${name}`)
      return reply.result
    }, ids)
  } finally {
    reader.close()
    writer.close()
    assertSound(folder)
  }
}

function assertSound(folder: string): void {
  const db = new DatabaseSync(join(folder, 'connect.db'))
  try {
    const found = [...db.prepare('PRAGMA integrity_check').all(), ...db.prepare('PRAGMA foreign_key_check').all()]
    const words = found.map((row) => Object.values(row).join(' '))
    if (words.join() !== 'ok') throw new Error(`SQLite finds: ${words.join('; ')}`)
  } finally {
    db.close()
  }
}
