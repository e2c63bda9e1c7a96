import type { ThreadMessage } from '@smpp-connect/contracts'

/** What stands in a thread, from top to bottom. */
export type ThreadEntry =
  | { readonly kind: 'day'; readonly key: string; readonly atMs: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'consent'; readonly key: string; readonly effect: NonNullable<ThreadMessage['consent']> }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: ThreadMessage
      readonly begins: boolean
      readonly ends: boolean
    }

/** Messages of one side that follow each other within this time stand together. */
const TOGETHER_MS = 5 * 60_000

/**
 * Puts a thread in order, oldest first, with a line where a day begins and one where the unread messages begin.
 * `newestFirst` is what the API gives; `unread` how many inbound messages had not been read when the thread was opened.
 */
export function threadEntries(
  newestFirst: readonly ThreadMessage[],
  unread: { readonly count: number; readonly openedAtMs: number },
  dayKey: (ms: number) => string,
): readonly ThreadEntry[] {
  const messages = newestFirst.toReversed()
  const firstUnread = firstUnreadId(newestFirst, unread)
  const entries: ThreadEntry[] = []
  messages.forEach((message, index) => {
    const atMs = Date.parse(message.createdAt)
    const before = messages[index - 1]
    const after = messages[index + 1]
    const newDay = !before || dayKey(Date.parse(before.createdAt)) !== dayKey(atMs)
    if (newDay) entries.push({ kind: 'day', key: `day-${dayKey(atMs)}`, atMs })
    const marked = message.id === firstUnread
    if (marked) entries.push({ kind: 'unread', key: 'unread' })
    entries.push({
      kind: 'message',
      key: message.id,
      message,
      begins: newDay || marked || before?.consent !== null || !belongTogether(before, message),
      ends:
        message.consent !== null ||
        !after ||
        !belongTogether(message, after) ||
        dayKey(Date.parse(after.createdAt)) !== dayKey(atMs),
    })
    if (message.consent !== null)
      entries.push({ kind: 'consent', key: `${message.id} consent`, effect: message.consent })
  })
  return entries
}

function belongTogether(a: ThreadMessage | undefined, b: ThreadMessage): boolean {
  return (
    a !== undefined && a.direction === b.direction && Date.parse(b.createdAt) - Date.parse(a.createdAt) <= TOGETHER_MS
  )
}

/** The oldest of the last `count` inbound messages that had come before the thread was opened. */
function firstUnreadId(newestFirst: readonly ThreadMessage[], unread: { count: number; openedAtMs: number }) {
  if (unread.count === 0) return undefined
  const inbound = newestFirst.filter(
    (message) => message.direction === 'inbound' && Date.parse(message.createdAt) <= unread.openedAtMs,
  )
  return inbound[unread.count - 1]?.id
}
