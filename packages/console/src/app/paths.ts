import type { MessageFilters } from '../api/keys.ts'
import { filtersToSearch } from '../pages/messages/message-filters.ts'

/** Every address of the console, built in one place. The patterns that read them are in routes.tsx. */
export const paths = {
  overview: '/',
  conversations: '/conversations',
  conversation: (id: string) => `/conversations/${encodeURIComponent(id)}`,
  messages: '/messages',
  messagesWith: (filters: MessageFilters) => `/messages${filtersToSearch(filters)}`,
  message: (id: string) => `/messages/${encodeURIComponent(id)}`,
  smscs: '/smscs',
  newSmsc: '/smscs/new',
  smsc: (id: string) => `/smscs/${encodeURIComponent(id)}`,
  phones: '/phones',
  phone: (number: string) => `/phones/${encodeURIComponent(number)}`,
  routing: '/routing',
  optOuts: '/opt-outs',
  optOutWords: '/opt-outs/words',
  optOutsOf: (person: string) => `/opt-outs?person=${encodeURIComponent(person)}`,
  settings: '/settings',
  setup: '/setup',
} as const
