import type { Migration } from '../migrate.ts'

/**
 * Times are milliseconds since the epoch. Positions (`seq`) count up and are never given twice.
 *
 * A part's key is its message's position × 256 + its number: parts lie beside one another in the order of the queue,
 * and are found without an index. Indexes on them are partial: what is final is in none of them, so that the work for
 * a part does not grow with the history. Their conditions avoid IN, for which SQLite builds a table at each change.
 */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
-- SMSC ids by a short key; an entry outlives the definition, as the history does.
CREATE TABLE smsc_names (
  key INTEGER PRIMARY KEY,
  id  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE conversations (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  person         TEXT NOT NULL,
  ours           TEXT NOT NULL,
  smsc           INTEGER NOT NULL REFERENCES smsc_names (key),
  unread         INTEGER NOT NULL,
  message_count  INTEGER NOT NULL,
  last_seq       INTEGER NOT NULL,
  last_at_ms     INTEGER NOT NULL,
  last_direction TEXT NOT NULL,
  last_text      TEXT NOT NULL,
  UNIQUE (person, ours)
) STRICT;
CREATE INDEX conversations_by_last ON conversations (last_seq);
CREATE INDEX conversations_unread ON conversations (last_seq) WHERE unread > 0;

CREATE TABLE messages (
  seq                 INTEGER PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  direction           TEXT NOT NULL CHECK (direction IN ('outbound', 'inbound')),
  state               TEXT NOT NULL,
  smsc                INTEGER NOT NULL REFERENCES smsc_names (key),
  conversation        INTEGER NOT NULL REFERENCES conversations (seq),
  person              TEXT NOT NULL,
  ours                TEXT NOT NULL,
  parts               INTEGER NOT NULL,
  encoding            TEXT NOT NULL,
  may_be_duplicate    INTEGER NOT NULL,
  error_code          TEXT,
  created_at_ms       INTEGER NOT NULL,
  updated_at_ms       INTEGER NOT NULL,
  final_at_ms         INTEGER,
  expires_at_ms       INTEGER,
  reference           TEXT,
  data_coding         INTEGER,
  source_ton          INTEGER,
  source_npi          INTEGER,
  source_address      TEXT,
  destination_ton     INTEGER,
  destination_npi     INTEGER,
  destination_address TEXT,
  text                TEXT NOT NULL
) STRICT;
CREATE INDEX messages_by_conversation ON messages (conversation);
CREATE INDEX messages_by_ours ON messages (ours);
CREATE INDEX messages_by_smsc ON messages (smsc);
CREATE INDEX messages_by_state ON messages (state) WHERE state <> 'delivered' AND state <> 'received';
CREATE INDEX messages_inbound ON messages (direction) WHERE direction = 'inbound';
CREATE INDEX messages_by_reference ON messages (reference) WHERE reference IS NOT NULL;
CREATE INDEX messages_may_be_duplicate ON messages (may_be_duplicate) WHERE may_be_duplicate = 1;

CREATE TABLE parts (
  key                    INTEGER PRIMARY KEY,
  message                INTEGER NOT NULL REFERENCES messages (seq),
  smsc                   INTEGER NOT NULL,
  state                  TEXT NOT NULL,
  attempts               INTEGER NOT NULL,
  answered_attempt       INTEGER NOT NULL,
  due_at_ms              INTEGER NOT NULL,
  uncertain_since_ms     INTEGER,
  deadline_ms            INTEGER,
  smsc_message_id        TEXT,
  sent_at_ms             INTEGER,
  answered_at_ms         INTEGER,
  receipt_at_ms          INTEGER,
  last_status            INTEGER,
  receipt_error          TEXT,
  last_receipt           TEXT,
  error_code             TEXT,
  may_be_duplicate       INTEGER NOT NULL,
  user_message_reference INTEGER NOT NULL,
  esm_class              INTEGER NOT NULL,
  short_message          BLOB NOT NULL
) STRICT;
CREATE INDEX parts_ready ON parts (smsc) WHERE state = 'queued' AND due_at_ms = 0;
CREATE INDEX parts_delayed ON parts (smsc) WHERE state = 'queued' AND due_at_ms > 0;
CREATE INDEX parts_delayed_by_due ON parts (smsc, due_at_ms) WHERE state = 'queued' AND due_at_ms > 0;
CREATE INDEX parts_outstanding ON parts (smsc, state, user_message_reference)
  WHERE state = 'sending' OR state = 'uncertain' OR state = 'held';
CREATE INDEX parts_by_deadline ON parts (deadline_ms) WHERE deadline_ms IS NOT NULL;

-- Under which forms of the SMSC's message id receipts may name a part.
CREATE TABLE smsc_message_ids (
  smsc INTEGER NOT NULL,
  form TEXT NOT NULL,
  part INTEGER NOT NULL REFERENCES parts (key),
  PRIMARY KEY (smsc, form, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE parked_receipts (
  seq     INTEGER PRIMARY KEY,
  at_ms   INTEGER NOT NULL,
  receipt TEXT NOT NULL
) STRICT;
CREATE INDEX parked_receipts_by_time ON parked_receipts (at_ms);
CREATE TABLE parked_forms (
  smsc   INTEGER NOT NULL,
  form   TEXT NOT NULL,
  parked INTEGER NOT NULL REFERENCES parked_receipts (seq) ON DELETE CASCADE,
  PRIMARY KEY (smsc, form, parked)
) STRICT, WITHOUT ROWID;
CREATE INDEX parked_forms_by_receipt ON parked_forms (parked);

-- Longer texts of which not all parts are there. A segment is JSON: half a surrogate pair would not survive as text.
CREATE TABLE joins (
  seq         INTEGER PRIMARY KEY,
  smsc        INTEGER NOT NULL,
  key         TEXT NOT NULL,
  total       INTEGER NOT NULL,
  first_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX joins_by_key ON joins (smsc, key);
CREATE INDEX joins_by_time ON joins (first_at_ms);
CREATE TABLE segments (
  join_seq INTEGER NOT NULL REFERENCES joins (seq) ON DELETE CASCADE,
  number   INTEGER NOT NULL,
  record   TEXT NOT NULL,
  PRIMARY KEY (join_seq, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE fingerprints (
  smsc        INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY (smsc, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX fingerprints_by_time ON fingerprints (at_ms);

-- An event that concerns a message takes its conversation and SMSC from there.
CREATE TABLE events (
  seq          INTEGER PRIMARY KEY,
  at_ms        INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  message      INTEGER,
  part         INTEGER,
  conversation TEXT,
  smsc         INTEGER,
  detail       TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_message ON events (message) WHERE message IS NOT NULL;

-- Figures are kept up with every step, so that reading them looks at no message.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE part_counters (
  smsc  INTEGER NOT NULL,
  state TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (smsc, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  scope       TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status      INTEGER NOT NULL,
  at_ms       INTEGER NOT NULL,
  body        TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX answers_by_time ON answers (at_ms);

CREATE TABLE smsc_definitions (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE api_keys (
  seq             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  name            TEXT NOT NULL,
  prefix          TEXT NOT NULL,
  key_hash        TEXT NOT NULL,
  created_at_ms   INTEGER NOT NULL,
  last_used_at_ms INTEGER
) STRICT;
CREATE TABLE sessions (
  id            TEXT PRIMARY KEY,
  user_id       TEXT NOT NULL REFERENCES users (id),
  token_hash    TEXT NOT NULL UNIQUE,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);
`,
}
