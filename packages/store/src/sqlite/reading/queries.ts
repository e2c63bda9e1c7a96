import type { DatabaseSync } from 'node:sqlite'
import type { Store } from '../../port.ts'
import { Statements } from '../tables/context.ts'
import { conversationQueries } from './conversations.ts'
import { eventQueries } from './events.ts'
import { figureQueries } from './figures.ts'
import { messageQueries } from './messages.ts'
import { settingQueries } from './settings.ts'
import type { Sync } from './sync.ts'

export type QueryName =
  | 'storedAnswer'
  | 'uncertain'
  | 'message'
  | 'messageStates'
  | 'parts'
  | 'timeline'
  | 'messages'
  | 'conversation'
  | 'conversations'
  | 'counts'
  | 'queues'
  | 'events'
  | 'lastEventSeq'
  | 'smscs'
  | 'users'
  | 'apiKeys'
  | 'session'

/** Every operation that only reads. */
export function openQueries(db: DatabaseSync): Sync<Pick<Store, QueryName>> {
  const statements = new Statements(db)
  return {
    ...messageQueries(statements),
    ...conversationQueries(statements),
    ...eventQueries(statements),
    ...figureQueries(statements),
    ...settingQueries(statements),
  }
}
