import type { DatabaseSync } from 'node:sqlite'
import type { Store } from '../../port.ts'
import { Statements } from '../tables/context.ts'
import { consentQueries } from './consent.ts'
import { conversationQueries } from './conversations.ts'
import { deletionQueries } from './deletion.ts'
import { eventQueries } from './events.ts'
import { figureQueries } from './figures.ts'
import { ReadKeyNames } from './key-names.ts'
import { messageQueries } from './messages.ts'
import { receiptQueries } from './receipts.ts'
import { rerouteQueries } from './reroutable.ts'
import { settingQueries } from './settings.ts'
import type { Sync } from './sync.ts'
import { verifyQueries } from './verify.ts'

export type QueryName =
  | 'storedAnswer'
  | 'document'
  | 'parkedReceipts'
  | 'optedOut'
  | 'optOuts'
  | 'reroutable'
  | 'verify'
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
  | 'smscHistory'
  | 'smscLoad'
  | 'waitingAt'
  | 'users'
  | 'apiKeys'
  | 'session'

/** Every operation that only reads. */
export function openQueries(db: DatabaseSync): Sync<Pick<Store, QueryName>> {
  const statements = new Statements(db)
  const names = new ReadKeyNames(statements)
  const events = eventQueries(statements, names)
  return {
    ...messageQueries(statements, names),
    ...conversationQueries(statements),
    ...events,
    ...figureQueries(statements),
    ...settingQueries(statements),
    ...receiptQueries(statements),
    ...consentQueries(statements),
    ...rerouteQueries(statements, names),
    ...deletionQueries(statements, names),
    ...verifyQueries(statements, names, events.timeline),
  }
}
