import type { Migration } from '../migrate.ts'
import { initial } from './0001-initial.ts'
import { streams } from './0002-streams.ts'
import { conversationIds } from './0003-conversation-ids.ts'
import { places } from './0004-places.ts'

/** In their order. One that was released is never changed: what is to be different is a new one. */
export const migrations: readonly Migration[] = [initial, streams, conversationIds, places]
