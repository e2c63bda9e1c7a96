import type { MessagePage } from '@smpp-connect/contracts'
import type { FailedReply, Reply } from '../server/reply.ts'
import type { HandedOver } from './journal.ts'

/** Pages that are looked through at most: 20,000 messages. */
const MOST_PAGES = 100

/** The messages of a run that may have been sent twice, by id. */
export type Duplicates =
  | { readonly ok: true; readonly ids: readonly string[] }
  | { readonly ok: false; readonly reply: FailedReply }

/**
 * Finds which messages of a run may have been sent twice: the server lists all of them, and the run's journal says
 * which are ours. The list is short: at most a window for each link that broke.
 */
export async function findDuplicates(
  page: (cursor: string | undefined) => Promise<Reply<MessagePage>>,
  batches: AsyncIterable<HandedOver>,
): Promise<Duplicates> {
  const listed = new Set<string>()
  let cursor: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const reply: Reply<MessagePage> = await page(cursor)
    if (reply.kind !== 'ok') return { ok: false, reply }
    for (const message of reply.body.items) listed.add(message.id)
    if (reply.body.next === null) break
    cursor = reply.body.next
  }
  if (listed.size === 0) return { ok: true, ids: [] }
  const ids: string[] = []
  for await (const batch of batches) ids.push(...batch.ids.filter((id) => listed.has(id)))
  return { ok: true, ids }
}
