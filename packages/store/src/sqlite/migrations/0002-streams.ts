import type { Migration } from '../migrate.ts'
import { convertTo0002 } from './0002-convert.ts'

/**
 * Streams: a queue for each SMSC, class and owner. What changes of a message is in the row of its first part, so that
 * a step writes one row; its history is with its rows, and the log has one row for each transaction. Opt-outs, documents.
 *
 * Words that come in every row are numbers (see `state-codes.ts`): 1 queued, 2 sending, 11 uncertain, 12 held, above 10
 * what people look for. The old tables stay until what is in them is converted.
 */
export const streams: Migration = {
  version: 2,
  name: 'streams',
  sql: `
DROP INDEX messages_by_conversation;
DROP INDEX messages_by_ours;
DROP INDEX messages_by_smsc;
DROP INDEX messages_by_state;
DROP INDEX messages_inbound;
DROP INDEX messages_by_reference;
DROP INDEX messages_may_be_duplicate;
DROP INDEX parts_ready;
DROP INDEX parts_delayed;
DROP INDEX parts_delayed_by_due;
DROP INDEX parts_outstanding;
DROP INDEX parts_by_deadline;
DROP INDEX parked_receipts_by_time;
DROP INDEX parked_forms_by_receipt;
DROP INDEX conversations_by_last;
DROP INDEX conversations_unread;
ALTER TABLE conversations RENAME TO old_conversations;
ALTER TABLE messages RENAME TO old_messages;
ALTER TABLE parts RENAME TO old_parts;
ALTER TABLE parked_receipts RENAME TO old_parked_receipts;
ALTER TABLE parked_forms RENAME TO old_parked_forms;

-- Queues: one for each SMSC, class and owner that ever sent something.
CREATE TABLE streams (
  key   INTEGER PRIMARY KEY,
  smsc  INTEGER NOT NULL REFERENCES smsc_names (key),
  class INTEGER NOT NULL,
  owner TEXT NOT NULL,
  UNIQUE (smsc, class, owner)
) STRICT;

-- What submits have in common but for the destination: as JSON, because there are few.
CREATE TABLE wire_profiles (
  key    INTEGER PRIMARY KEY,
  fields TEXT NOT NULL UNIQUE
) STRICT;

-- What else a conversation shows follows from its messages: a message to a person changes nothing here.
CREATE TABLE conversations (
  seq    INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  ours   TEXT NOT NULL,
  unread INTEGER NOT NULL,
  UNIQUE (person, ours)
) STRICT;
CREATE INDEX conversations_unread ON conversations (seq) WHERE unread > 0;

-- What of a message does not change, or seldom; inbound ones are in no stream. What does change of an outbound one is with
-- its parts. The content of the first part is here, and that of each further one with the part.
CREATE TABLE messages (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  conversation   INTEGER NOT NULL REFERENCES conversations (seq),
  smsc           INTEGER NOT NULL,
  stream         INTEGER,
  person         TEXT NOT NULL,
  ours           TEXT NOT NULL,
  parts          INTEGER NOT NULL,
  encoding       INTEGER NOT NULL,
  flags          INTEGER NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  expires_at_ms  INTEGER,
  send_at_ms     INTEGER,
  reference      TEXT,
  wire           INTEGER,
  destination    TEXT,
  schedule_at_ms INTEGER,
  tlvs           BLOB,
  content        BLOB,
  text           TEXT NOT NULL,
  history        BLOB NOT NULL
) STRICT;
CREATE INDEX messages_by_conversation ON messages (conversation);
CREATE INDEX messages_by_ours ON messages (ours);
CREATE INDEX messages_by_stream ON messages (stream);
CREATE INDEX messages_inbound_by_time ON messages (created_at_ms) WHERE stream IS NULL;
CREATE INDEX messages_by_reference ON messages (reference) WHERE reference IS NOT NULL;

-- The row of a message's first part has what changes of the whole, too (message_*, updated_at_ms, final_at_ms).
CREATE TABLE parts (
  key                      INTEGER PRIMARY KEY,
  stream                   INTEGER NOT NULL,
  smsc                     INTEGER NOT NULL,
  state                    INTEGER NOT NULL,
  attempts                 INTEGER NOT NULL,
  answered_attempt         INTEGER NOT NULL,
  excused                  INTEGER NOT NULL DEFAULT 0,
  due_at_ms                INTEGER NOT NULL,
  uncertain_since_ms       INTEGER,
  deadline_ms              INTEGER,
  id_form                  TEXT,
  smsc_message_id          TEXT,
  sent_at_ms               INTEGER,
  answered_at_ms           INTEGER,
  receipt_at_ms            INTEGER,
  last_status              INTEGER,
  receipt_error            TEXT,
  last_receipt             TEXT,
  error_code               TEXT,
  may_be_duplicate         INTEGER NOT NULL,
  user_message_reference   INTEGER NOT NULL,
  esm_class                INTEGER NOT NULL,
  message_state            INTEGER,
  message_error            TEXT,
  message_may_be_duplicate INTEGER,
  updated_at_ms            INTEGER,
  final_at_ms              INTEGER,
  content                  BLOB,
  history                  BLOB NOT NULL
) STRICT;
CREATE INDEX parts_queued ON parts (stream, due_at_ms) WHERE state = 1;
CREATE INDEX parts_delayed ON parts (stream) WHERE state = 1 AND due_at_ms > 0;
CREATE INDEX parts_outstanding ON parts (smsc, state, user_message_reference)
  WHERE state = 2 OR state = 11 OR state = 12;
CREATE INDEX parts_by_deadline ON parts (deadline_ms) WHERE deadline_ms IS NOT NULL;
CREATE INDEX parts_by_id_form ON parts (smsc, id_form) WHERE id_form IS NOT NULL;
CREATE INDEX parts_by_end ON parts (final_at_ms) WHERE final_at_ms IS NOT NULL;
CREATE INDEX parts_for_attention ON parts (message_state) WHERE message_state > 10;
CREATE INDEX parts_may_be_duplicate ON parts (message_may_be_duplicate) WHERE message_may_be_duplicate = 1;

-- Further forms of the SMSC's message id under which receipts may name a part.
CREATE TABLE more_id_forms (
  smsc INTEGER NOT NULL,
  form TEXT NOT NULL,
  part INTEGER NOT NULL,
  PRIMARY KEY (smsc, form, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX more_id_forms_by_part ON more_id_forms (part);

-- Conversations in which later parts of a class wait for an earlier one (see rules/order).
CREATE TABLE hold_backs (
  conversation INTEGER NOT NULL REFERENCES conversations (seq),
  class        INTEGER NOT NULL,
  behind       INTEGER NOT NULL,
  until_ms     INTEGER NOT NULL,
  PRIMARY KEY (conversation, class)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_backs_by_end ON hold_backs (until_ms);

CREATE TABLE parked_receipts (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  smsc    INTEGER NOT NULL,
  at_ms   INTEGER NOT NULL,
  receipt TEXT NOT NULL
) STRICT;
CREATE INDEX parked_receipts_by_smsc ON parked_receipts (smsc);
CREATE INDEX parked_receipts_by_time ON parked_receipts (at_ms);

CREATE TABLE parked_forms (
  smsc   INTEGER NOT NULL,
  form   TEXT NOT NULL,
  parked INTEGER NOT NULL REFERENCES parked_receipts (seq) ON DELETE CASCADE,
  PRIMARY KEY (smsc, form, parked)
) STRICT, WITHOUT ROWID;
CREATE INDEX parked_forms_by_receipt ON parked_forms (parked);

-- ours is '' where the person wants nothing from any address.
CREATE TABLE opt_outs (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  person     TEXT NOT NULL,
  ours       TEXT NOT NULL,
  source     TEXT NOT NULL,
  keyword    TEXT,
  message_id TEXT,
  recorded_by TEXT,
  at_ms      INTEGER NOT NULL,
  UNIQUE (person, ours)
) STRICT;

-- One row for each transaction: all its events, packed. The key is the position of the last of them.
CREATE TABLE log (
  last_seq  INTEGER PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  at_ms     INTEGER NOT NULL,
  events    BLOB NOT NULL
) STRICT;

CREATE TABLE stream_figures (
  stream INTEGER NOT NULL REFERENCES streams (key),
  figure TEXT NOT NULL,
  value  INTEGER NOT NULL,
  PRIMARY KEY (stream, figure)
) STRICT, WITHOUT ROWID;

-- What each definition was; definition is null where it was deleted.
CREATE TABLE smsc_history (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  smsc_id    TEXT NOT NULL,
  version    INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  definition TEXT
) STRICT;
CREATE INDEX smsc_history_by_smsc ON smsc_history (smsc_id, seq);
INSERT INTO smsc_history (smsc_id, version, at_ms, changed_by, definition)
  SELECT id, definition ->> 'version', definition ->> 'updatedAtMs', '', definition FROM smsc_definitions ORDER BY seq;

CREATE TABLE documents (
  name          TEXT PRIMARY KEY,
  version       INTEGER NOT NULL,
  value         TEXT NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;
`,
  convert: convertTo0002,
}
