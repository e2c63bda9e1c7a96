import type { Changes } from '@smpp-connect/contracts'
import { keys } from '../api/keys.ts'

type Key = readonly unknown[]

/** What has to be loaded again after a change; `everything` when the frame does not say what changed. */
export function keysTouchedBy(changes: Changes): readonly Key[] | 'everything' {
  if (changes.more) return 'everything'
  const touched: Key[] = []
  const { messages, conversations, smscs, phones, settings, optOuts } = changes
  if (messages.length > 0) touched.push(keys.messages.lists, ...messages.map(keys.messages.one))
  if (conversations.length > 0) {
    touched.push(keys.conversations.lists, ...conversations.map(keys.conversations.one))
    touched.push(...conversations.map(keys.conversations.thread))
  }
  if (smscs.length > 0) touched.push(keys.smscs.all)
  if (messages.length > 0 || smscs.length > 0) touched.push(keys.system)
  if (phones.length > 0) {
    touched.push(keys.simulator.lists, keys.simulator.status, ...phones.map(keys.simulator.texts))
  }
  touched.push(...settings.map(keys.settings))
  // Where a message would go, and whether it would.
  if (smscs.length > 0 || settings.length > 0 || optOuts) touched.push(keys.routes)
  // Of all our addresses: then no conversation is named, and every one of the person is concerned.
  if (optOuts) touched.push(keys.optOuts.all, keys.conversations.all)
  return touched
}

/** Both changes as one. */
export function mergeChanges(a: Changes, b: Changes): Changes {
  return {
    upTo: Math.max(a.upTo, b.upTo),
    messages: union(a.messages, b.messages),
    conversations: union(a.conversations, b.conversations),
    smscs: union(a.smscs, b.smscs),
    phones: union(a.phones, b.phones),
    settings: union(a.settings, b.settings),
    optOuts: a.optOuts || b.optOuts,
    more: a.more || b.more,
  }
}

/** Everything may have changed: after a gap that the feed cannot tell about. */
export const ALL_CHANGED: Changes = {
  upTo: 0,
  messages: [],
  conversations: [],
  smscs: [],
  phones: [],
  settings: [],
  optOuts: false,
  more: true,
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])]
}
