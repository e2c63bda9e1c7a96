import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ConnectEvent, SmscDefinition } from '@smpp-connect/contracts'
import type { CountsRecord, MessageRecord, PartRecord, Store, VerifyResult } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'

/** A message with all that the store has of it. */
export interface KeptMessage {
  readonly record: MessageRecord
  readonly parts: readonly PartRecord[]
  readonly timeline: readonly ConnectEvent[]
}

/** What Connect kept: the third of the books that have to agree. */
export interface StoreBook {
  readonly messages: readonly KeptMessage[]
  readonly counts: CountsRecord
  readonly definitions: readonly SmscDefinition[]
  /** What SQLite, and the store's own check, find wrong. */
  readonly unsound: readonly string[]
}

const PAGE = 200

/** Opens the data of a Connect that has stopped, and reads all of it. */
export async function readStoreBook(dataDir: string): Promise<StoreBook> {
  const store: Store = new SqliteStore({ directory: dataDir })
  await store.open()
  try {
    const messages: KeptMessage[] = []
    let cursor: string | undefined
    do {
      const page = await store.messages({ limit: PAGE, cursor })
      for (const record of page.items) {
        const [parts, timeline] = await Promise.all([store.parts(record.id), store.timeline(record.id)])
        messages.push({ record, parts, timeline })
      }
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    const counts = await store.counts()
    const definitions = await store.smscs()
    return { messages, counts, definitions, unsound: [...(await findings(store)), ...soundness(dataDir)] }
  } finally {
    await store.close()
  }
}

/** Which of its own laws the store finds broken. */
export async function findings(store: Store): Promise<readonly string[]> {
  const found: string[] = []
  for (let afterSeq: number | null = 0; afterSeq !== null; ) {
    const result: VerifyResult = await store.verify({ afterSeq, limit: 1_000, nowMs: Date.now() })
    found.push(...result.findings.map(({ rule, messageId, detail }) => `${rule}: ${messageId ?? ''} ${detail}`))
    afterSeq = result.next
  }
  return found
}

/** What SQLite finds wrong with the database in a folder. */
export function soundness(dataDir: string): readonly string[] {
  const db = new DatabaseSync(join(dataDir, 'connect.db'), { readOnly: true })
  try {
    const found = [...db.prepare('PRAGMA integrity_check').all(), ...db.prepare('PRAGMA foreign_key_check').all()]
    return found.map((row) => Object.values(row).join(' ')).filter((line) => line !== 'ok')
  } finally {
    db.close()
  }
}
