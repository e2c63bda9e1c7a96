import type { DatabaseSync } from 'node:sqlite'
import { StoreUnavailable } from '../../port.ts'
import type { Migration } from '../migrate.ts'

/**
 * Ids of conversations are hashes: an index that each new one went into at once had another of its pages written for nearly
 * every one. Now they go into a table of their own, in rounds (see `tables/conversation-ids.ts`), by their first characters,
 * which all but tell them apart.
 *
 * `conversations` is made anew, for there is no other way to be rid of the old index. Nothing here is sorted: ids come
 * from that index, and SQLite copies a table and an index that are the same as they stand (its transfer optimization).
 * Memory does not grow with what there is; the log does, to what the new tables take.
 */
export const conversationIds: Migration = {
  version: 3,
  name: 'conversation ids',
  remakesReferenced: true,
  sql: `
-- That of each conversation whose seq is not beyond the counter conversationsIndexed, and of some that are.
CREATE TABLE conversation_ids (
  prefix       TEXT NOT NULL,
  conversation INTEGER NOT NULL,
  PRIMARY KEY (prefix, conversation)
) STRICT, WITHOUT ROWID;
INSERT INTO conversation_ids SELECT substr(id, 5, 8), seq FROM conversations ORDER BY id;
INSERT INTO counters SELECT 'conversationsIndexed', coalesce(max(seq), 0) FROM conversations;

CREATE TABLE new_conversations (
  seq    INTEGER PRIMARY KEY,
  id     TEXT NOT NULL,
  person TEXT NOT NULL,
  ours   TEXT NOT NULL,
  unread INTEGER NOT NULL,
  UNIQUE (person, ours)
) STRICT;
INSERT INTO new_conversations SELECT * FROM conversations;
`,
  convert: replaceConversations,
}

/** Messages go on to refer to the rows of conversations, which are those that they were. */
function replaceConversations(db: DatabaseSync): void {
  const rows = (table: string): unknown => db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows
  const [before, now] = [rows('conversations'), rows('new_conversations')]
  if (now !== before)
    throw new StoreUnavailable(`of ${before} conversations ${now} were brought over; nothing is changed`)
  db.exec(`
    DROP TABLE conversations;
    ALTER TABLE new_conversations RENAME TO conversations;
    CREATE INDEX conversations_unread ON conversations (seq) WHERE unread > 0;`)
}
