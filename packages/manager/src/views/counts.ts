import { type Counts, isFinal, type MessageState } from '@smpp-connect/contracts'
import type { CountsRecord } from '@smpp-connect/store'

/** The conservation law as figures: accepted = final + waiting + uncertain, over outbound messages. */
export function countsView(record: CountsRecord): Counts {
  let final = 0
  let waiting = 0
  let uncertain = 0
  for (const [state, count] of Object.entries(record.byState) as [MessageState, number][]) {
    if (state === 'received') continue
    if (isFinal(state)) final += count
    else if (state === 'uncertain') uncertain += count
    else waiting += count
  }
  return {
    accepted: record.outbound,
    final,
    waiting,
    uncertain,
    received: record.inbound,
    mayBeDuplicate: record.mayBeDuplicate,
    receiptsParked: record.receiptsParked,
    byState: { ...record.byState },
  }
}
