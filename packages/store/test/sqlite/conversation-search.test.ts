import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { ConversationFilter } from '@smpp-connect/store'
import { claimFile, migrate } from '../../src/sqlite/migrate.ts'
import { migrations } from '../../src/sqlite/migrations/index.ts'
import { openQueries } from '../../src/sqlite/reading/queries.ts'

/** More than are gathered, so that each way to find them is gone. */
const CONVERSATIONS = 12_000
const MESSAGES = 20_000

/** Of each conversation, with `lastSeq` as it follows from the messages. */
interface Known {
  readonly person: string
  readonly ours: string
  readonly unread: number
  readonly lastSeq: number
}

/** Conversations with three of our addresses, of which every 40th has something unread; newer messages are to few. */
function filled(): { readonly db: DatabaseSync; readonly known: readonly Known[] } {
  const db = new DatabaseSync(':memory:')
  claimFile(db)
  migrate(db, migrations)
  db.exec(`INSERT INTO smsc_names VALUES (1, 'smsc_1'); INSERT INTO streams VALUES (1, 1, 1, 'key_1'); BEGIN`)
  const conversation = db.prepare('INSERT INTO conversations VALUES (?, ?, ?, ?, ?)')
  const message =
    db.prepare(`INSERT INTO messages (seq, id, conversation, smsc, stream, person, ours, parts, encoding, flags,
    created_at_ms, text, history) VALUES (?, ?, ?, 1, 1, ?, ?, 1, 1, 0, 0, '', x'')`)
  const known: Known[] = []
  for (let index = 0; index < CONVERSATIONS; index++) {
    const person = `+44${String((index * 7919) % 100_000).padStart(5, '0')}`
    const ours = ['Shop', 'shoP', '+4999'][index % 3] as string
    known.push({ person, ours, unread: index % 40 === 0 ? 1 : 0, lastSeq: 0 })
    conversation.run(index + 1, `cnv_${index}`, person, ours, index % 40 === 0 ? 1 : 0)
  }
  for (let seq = 1; seq <= MESSAGES; seq++) {
    const index = seq > CONVERSATIONS ? (seq * 31) % 500 : seq - 1
    const { person, ours } = known[index] as Known
    known[index] = { ...(known[index] as Known), lastSeq: seq }
    message.run(seq, `msg_${seq}`, index + 1, person, ours)
  }
  db.exec(`
    INSERT INTO eras SELECT DISTINCT seq >> 16 FROM messages;
    INSERT INTO blocks_of_ours SELECT DISTINCT ours, seq >> 8 FROM messages;
    COMMIT`)
  return { db, known: known.toSorted((a, b) => b.lastSeq - a.lastSeq) }
}

const FILTERS: readonly Omit<ConversationFilter, 'limit'>[] = [
  {},
  { unread: false },
  { unread: true },
  { search: '+44' },
  { search: '+4412' },
  { search: '+4412345' },
  { search: '+49' },
  { search: '99' },
  { search: '77', unread: true },
  { search: '77', unread: false },
  { search: '4', unread: false },
  { search: 'SHOP' },
  { search: 'hop', unread: true },
  { search: 'nobody' },
]

describe('conversations that are searched for', () => {
  const { db, known } = filled()
  const queries = openQueries(db)
  for (const filter of FILTERS) {
    it(`are all found, newest first, page by page: ${JSON.stringify(filter)}`, () => {
      const { search = '', unread } = filter
      const expected = known.filter((one) => {
        const fits = (text: string): boolean => text.toLowerCase().includes(search.toLowerCase())
        return (fits(one.person) || fits(one.ours)) && (unread === undefined || one.unread > 0 === unread)
      })
      const found: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = queries.conversations({ ...filter, limit: 1500, ...(cursor && { cursor }) })
        assert.ok(page.items.length <= 1500)
        found.push(...page.items.map(({ person }) => person))
        cursor = page.next
      }
      assert.deepEqual(
        found,
        expected.map(({ person }) => person),
      )
    })
  }
})
