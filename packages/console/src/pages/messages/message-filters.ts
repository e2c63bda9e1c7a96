import { MESSAGE_CLASSES, MESSAGE_STATES, type MessageClass, type MessageState } from '@smpp-connect/contracts'
import type { MessageFilters } from '../../api/keys.ts'
import { tidyNumber } from '../../format/numbers.ts'

/** Reads the filters of an address. What is no filter of ours is left out, so an old link never shows an error. */
export function filtersOfSearch(search: string): MessageFilters {
  const query = new URLSearchParams(search)
  const state = query.get('state')
  const direction = query.get('direction')
  const messageClass = query.get('class')
  return tidy({
    state: isState(state) ? state : undefined,
    direction: direction === 'outbound' || direction === 'inbound' ? direction : undefined,
    number: query.get('number')?.slice(0, 40) || undefined,
    smscId: query.get('smsc') || undefined,
    class: isClass(messageClass) ? messageClass : undefined,
    mayBeDuplicate: query.get('duplicate') === 'yes' ? true : undefined,
  })
}

/** The address's part after the path, `?` included; empty without filters. Order never varies, so links can be compared. */
export function filtersToSearch(filters: MessageFilters): string {
  const query = new URLSearchParams()
  if (filters.state) query.set('state', filters.state)
  if (filters.direction) query.set('direction', filters.direction)
  if (filters.number) query.set('number', tidyNumber(filters.number))
  if (filters.smscId) query.set('smsc', filters.smscId)
  if (filters.class) query.set('class', filters.class)
  if (filters.mayBeDuplicate) query.set('duplicate', 'yes')
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** States in which a person may have to decide: they have a view of their own. */
export const OPEN_STATES = ['held', 'uncertain'] as const

export function isOpenState(state: string | undefined): boolean {
  return (OPEN_STATES as readonly (string | undefined)[]).includes(state)
}

/** How many filters are set, but for the state that is a view of its own. */
export function countShown(filters: MessageFilters): number {
  const set = Object.values(filters).filter((value) => value !== undefined).length
  return isOpenState(filters.state) ? set - 1 : set
}

/** Everything of the view that one is in. */
export function withoutShown({ state }: MessageFilters): MessageFilters {
  return state !== undefined && isOpenState(state) ? { state } : {}
}

/** Without what is not set: two ways to say the same must be one cache key. */
function tidy(filters: MessageFilters): MessageFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

function isClass(word: string | null): word is MessageClass {
  return word !== null && (MESSAGE_CLASSES as readonly string[]).includes(word)
}

function isState(word: string | null): word is MessageState {
  return word !== null && (MESSAGE_STATES as readonly string[]).includes(word)
}
