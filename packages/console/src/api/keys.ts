import type { MessageClass } from '@smpp-connect/contracts'

/** Filters of the message list, as they stand in its address. */
export interface MessageFilters {
  readonly state?: string | undefined
  readonly direction?: 'outbound' | 'inbound' | undefined
  readonly number?: string | undefined
  readonly smscId?: string | undefined
  readonly class?: MessageClass | undefined
  readonly mayBeDuplicate?: true | undefined
}

export interface ConversationFilters {
  readonly search?: string | undefined
  readonly unread?: true | undefined
}

/** Every cache key of the console. A longer key lies under the shorter one it begins with. */
export const keys = {
  session: ['session'],
  setup: ['setup'],
  system: ['system'],
  /** What does not change while Connect runs. */
  limits: ['limits'],
  routes: ['route'],
  route: (question: object) => ['route', question],
  apiKeys: ['api-keys'],
  messages: {
    lists: ['messages', 'list'],
    list: (filters: MessageFilters) => ['messages', 'list', filters],
    one: (id: string) => ['messages', 'one', id],
  },
  conversations: {
    all: ['conversations'],
    lists: ['conversations', 'list'],
    list: (filters: ConversationFilters) => ['conversations', 'list', filters],
    unread: ['conversations', 'list', 'unread-count'],
    one: (id: string) => ['conversations', 'one', id],
    thread: (id: string) => ['conversations', 'thread', id],
  },
  smscs: {
    all: ['smscs'],
    list: ['smscs', 'list'],
    one: (id: string) => ['smscs', 'one', id],
    deletion: (id: string) => ['smscs', 'one', id, 'deletion'],
    deletionPlan: (id: string, choice: object) => ['smscs', 'one', id, 'deletion-plan', choice],
    lastVersions: (id: string) => ['smscs', 'one', id, 'last-versions'],
    /** Of a version: what was before it stays what it was. */
    history: (id: string, version: number) => ['smscs', 'one', id, 'history', version],
  },
  optOuts: {
    all: ['opt-outs'],
    list: (person: string) => ['opt-outs', 'list', person],
    one: (person: string) => ['opt-outs', 'one', person],
  },
  keywordTrial: (trial: object, version: number) => ['keyword-trial', trial, version],
  /** A document of settings: routing, keywords. */
  settings: (name: string) => ['settings', name],
  simulator: {
    status: ['simulator', 'status'],
    lists: ['simulator', 'phones'],
    list: (search: string) => ['simulator', 'phones', search],
    texts: (number: string) => ['simulator', 'texts', number],
  },
} as const
