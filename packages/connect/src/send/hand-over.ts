import type { BatchResult } from '@smpp-connect/contracts'
import type { FailedReply, Reply } from '../server/reply.ts'
import type { Batch } from './batches.ts'
import type { JournalEntry } from './journal.ts'

/** How handing over ended. After all but `finished` the run can be resumed. */
export type HandOverEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'interrupted' }
  /** The server refused a batch for good, or was away for too long. */
  | { readonly kind: 'stopped'; readonly batch: Batch; readonly reply: FailedReply }

export interface HandOver {
  readonly batches: AsyncIterable<Batch>
  /** Whether a batch needs not be handed over any more. */
  readonly isAnswered: (batch: number) => boolean
  /** Hands one over under the key that is its own; waits for a server that is away. */
  readonly post: (batch: Batch) => Promise<Reply<BatchResult>>
  readonly record: (entry: JournalEntry) => void
  /** The wall clock, for the journal. */
  readonly nowMs: () => number
  /** How many batches may be unanswered at once. */
  readonly inFlight: number
  /** Ends it early: what is under way is still waited for. */
  readonly stop: AbortSignal
}

/** Hands over every batch that has no answer yet, a few at once, and records each answer. */
export async function handOver(run: HandOver): Promise<HandOverEnd> {
  const underWay = new Set<Promise<void>>()
  let stopped: HandOverEnd | undefined
  const handOne = async (batch: Batch): Promise<void> => {
    run.record({ kind: 'tried', batch: batch.number, at: new Date(run.nowMs()).toISOString() })
    const reply = await run.post(batch)
    if (reply.kind === 'ok') {
      if (reply.body.results.length === batch.lines.length) run.record(recordOf(batch, reply.body))
      else stopped ??= { kind: 'stopped', batch, reply: incomplete(batch, reply.body) }
    } else if (!run.stop.aborted) stopped ??= { kind: 'stopped', batch, reply }
  }
  try {
    for await (const batch of run.batches) {
      if (run.stop.aborted || stopped) break
      if (run.isAnswered(batch.number)) continue
      const work = handOne(batch).finally(() => underWay.delete(work))
      underWay.add(work)
      if (underWay.size >= run.inFlight) await Promise.race(underWay)
    }
  } finally {
    // Also when the file turns out to be unusable: no answer may be lost that is on its way.
    await Promise.all(underWay)
  }
  if (stopped) return stopped
  return run.stop.aborted ? { kind: 'interrupted' } : { kind: 'finished' }
}

function recordOf(batch: Batch, answer: BatchResult): JournalEntry {
  const entry = { kind: 'handed-over' as const, batch: batch.number, parts: 0, gsm7: 0, ucs2: 0 }
  const ids: string[] = []
  const refused: [number, string, string][] = []
  for (const [index, result] of answer.results.entries()) {
    if (result.state === 'refused') {
      refused.push([batch.lines[index] ?? 0, result.code, result.detail])
      continue
    }
    ids.push(result.id)
    entry.parts += result.parts
    entry[result.encoding] += 1
  }
  return { ...entry, ids, refused }
}

function incomplete(batch: Batch, answer: BatchResult): FailedReply {
  const excerpt = `${answer.results.length} results for ${batch.lines.length} messages`
  return { kind: 'foreign', status: 202, excerpt, retryAfterMs: undefined }
}
