import { isFinal, MAX_BATCH, type MessageStates } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import { sleep } from '../server/persist.ts'
import type { FailedReply, Reply } from '../server/reply.ts'
import type { HandedOver, JournalEntry, RunState } from './journal.ts'
import { addCounts } from './totals.ts'

/** Most messages that are asked about in one round: bounds memory and requests, however long the run is. */
export const MOST_WATCHED = 20_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 3_000

/** How following ended, and the final states of messages in batches that are not all final. */
export type FollowEnd = { readonly partial: Readonly<Record<string, number>> } & FollowReason
type FollowReason =
  | { readonly kind: 'settled' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'limit' }
  | { readonly kind: 'stopped'; readonly reply: FailedReply }

export interface Follow {
  /** The batches whose messages are not known to be final yet, in order. */
  readonly batches: AsyncIterable<HandedOver>
  readonly states: (ids: readonly string[]) => Promise<Reply<MessageStates>>
  readonly record: (entry: JournalEntry) => void
  /** So many more messages became final. */
  readonly onFinal: (count: number) => void
  /** After each round: how many of those that are watched are in which state that is not final. */
  readonly onRound: (openByState: Readonly<Record<string, number>>) => void
  readonly clock: Clock
  /** Most messages watched at a time; 20,000 unless told. */
  readonly mostWatched?: number
  /** How long to wait in all; infinite when nobody said. */
  readonly limitMs: number
  readonly stop: AbortSignal
}

interface OpenBatch {
  readonly batch: number
  readonly open: Set<string>
  readonly states: Record<string, number>
}

/**
 * Asks how the messages stand until all are final. Only the first 20,000 that are open are asked about at a time; a batch
 * that is all final is recorded and makes room for the next. Rounds without news come further and further apart.
 */
export async function follow(run: Follow): Promise<FollowEnd> {
  const watched = new Set<OpenBatch>()
  const end = await followBatches(run, watched)
  const partial: Record<string, number> = {}
  for (const { states } of watched) addCounts(partial, states)
  return { ...end, partial }
}

async function followBatches(run: Follow, watched: Set<OpenBatch>): Promise<FollowReason> {
  const { clock, stop, mostWatched = MOST_WATCHED } = run
  const startedMs = clock.monotonicMs()
  const source = run.batches[Symbol.asyncIterator]()
  let openCount = 0
  let isExhausted = false
  let pauseMs = FIRST_PAUSE_MS
  for (;;) {
    while (!isExhausted && openCount < mostWatched) {
      const next = await source.next()
      if (next.done) isExhausted = true
      else {
        watched.add({ batch: next.value.batch, open: new Set(next.value.ids), states: {} })
        openCount += next.value.ids.length
      }
    }
    let news = 0
    const openByState: Record<string, number> = {}
    for (const ids of chunks(watched)) {
      if (stop.aborted) return { kind: 'interrupted' }
      const reply = await run.states(ids)
      if (reply.kind !== 'ok') return stop.aborted ? { kind: 'interrupted' } : { kind: 'stopped', reply }
      const finals = settle(watched, ids, reply.body.states, openByState)
      news += finals
      run.onFinal(finals)
    }
    openCount -= news
    run.onRound(openByState)
    for (const batch of watched) {
      if (batch.open.size > 0) continue
      watched.delete(batch)
      run.record({ kind: 'settled', batch: batch.batch, states: batch.states })
    }
    if (isExhausted && watched.size === 0) return { kind: 'settled' }
    if (clock.monotonicMs() - startedMs >= run.limitMs) return { kind: 'limit' }
    pauseMs = news > 0 ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    await sleep(clock, Math.min(pauseMs, Math.max(0, startedMs + run.limitMs - clock.monotonicMs())), stop)
    if (stop.aborted) return { kind: 'interrupted' }
  }
}

/** The open ids of all batches, in pieces that fit into a request. */
function* chunks(batches: ReadonlySet<OpenBatch>): Generator<readonly string[]> {
  let ids: string[] = []
  for (const { open } of batches) {
    for (const id of open) {
      ids.push(id)
      if (ids.length < MAX_BATCH) continue
      yield ids
      ids = []
    }
  }
  if (ids.length > 0) yield ids
}

/** Takes the final ones out; returns how many. An id that the server does not know will never become final. */
function settle(
  batches: ReadonlySet<OpenBatch>,
  asked: readonly string[],
  found: MessageStates['states'],
  openByState: Record<string, number>,
): number {
  let finals = 0
  for (const id of asked) {
    const state: RunState = found[id] ?? 'unknown'
    if (state !== 'unknown' && !isFinal(state)) {
      openByState[state] = (openByState[state] ?? 0) + 1
      continue
    }
    for (const batch of batches) {
      if (!batch.open.delete(id)) continue
      batch.states[state] = (batch.states[state] ?? 0) + 1
      finals += 1
      break
    }
  }
  return finals
}
