import type { Counts, MessagePage } from '@smpp-connect/contracts'
import type { RunningConnect } from '../e2e/running-connect.ts'
import type { RemoteSmsc } from './remote-smsc.ts'

/**
 * Whether nothing is on its way any more: the SMSC has an answer to all that it delivered, and every text is in a final
 * state. What is held for a person is cancelled by one.
 */
export async function isSettled(smsc: RemoteSmsc, connect: RunningConnect): Promise<boolean> {
  const { receiptsPending } = await smsc.ask('status')
  const replies = await smsc.ask('replies')
  if (receiptsPending > 0 || replies.some(({ partStatuses }) => partStatuses.includes(undefined))) return false
  const { counts } = await connect.get<{ readonly counts: Counts }>('/v1/system')
  if (counts.accepted === counts.final) return true
  const { items } = await connect.get<MessagePage>('/v1/messages?state=held&limit=200')
  for (const { id } of items) await connect.call('POST', `/v1/messages/${id}/cancel`)
  return false
}
