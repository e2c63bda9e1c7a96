import type { Migration } from '../migrate.ts'

/**
 * Where messages lie (see `tables/places.ts`): by conversation only within their era, so that a new one changes a page that others
 * changed a moment ago, however much there is; and for each of our addresses and each stream, in which blocks there are some,
 * instead of an entry for each. Two indexes of parts change with fewer steps.
 *
 * The rows of messages are read from one end to the other. What is sorted for the new index goes to files beside the data, which
 * go when it is done: memory does not grow with what there is.
 */
export const places: Migration = {
  version: 4,
  name: 'places',
  sorts: true,
  sql: `
-- The eras that have messages: an era is the position of a message >> 16.
CREATE TABLE eras (
  era INTEGER PRIMARY KEY
) STRICT;
INSERT INTO eras SELECT DISTINCT seq >> 16 FROM messages;
DROP INDEX messages_by_conversation;
CREATE INDEX messages_by_conversation ON messages (seq >> 16, conversation);

-- The blocks that have, or had, messages of one of our addresses, or of a stream (0: of
-- what came): a block is the position of a message >> 8.
CREATE TABLE blocks_of_ours (
  ours  TEXT NOT NULL,
  block INTEGER NOT NULL,
  PRIMARY KEY (ours, block)
) STRICT, WITHOUT ROWID;
INSERT INTO blocks_of_ours SELECT DISTINCT ours, seq >> 8 FROM messages INDEXED BY messages_by_ours;
CREATE INDEX blocks_of_ours_by_block ON blocks_of_ours (block);
DROP INDEX messages_by_ours;

CREATE TABLE blocks_of_streams (
  stream INTEGER NOT NULL,
  block  INTEGER NOT NULL,
  PRIMARY KEY (stream, block)
) STRICT, WITHOUT ROWID;
INSERT INTO blocks_of_streams
  SELECT DISTINCT coalesce(stream, 0), seq >> 8 FROM messages INDEXED BY messages_by_stream;
CREATE INDEX blocks_of_streams_by_block ON blocks_of_streams (block);
DROP INDEX messages_by_stream;

-- What is being sent is known by heart, and only what is queued is due at a time: these two need not be
-- looked at with every change of a state.
DROP INDEX parts_outstanding;
CREATE INDEX parts_in_doubt ON parts (smsc, state, user_message_reference) WHERE state = 11 OR state = 12;
DROP INDEX parts_delayed;
CREATE INDEX parts_delayed ON parts (stream) WHERE due_at_ms > 0;
`,
}
