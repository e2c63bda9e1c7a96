import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { formatCount, formatDuration } from '../output/figures.ts'
import { Progress } from '../output/progress.ts'
import type { ApiClient } from '../server/api-client.ts'
import { persist } from '../server/persist.ts'
import { describeReply, type Reply } from '../server/reply.ts'
import { type Batch, batchRows } from './batches.ts'
import type { FileOptions } from './file-options.ts'
import { type FollowEnd, follow } from './follow.ts'
import { type HandOverEnd, handOver } from './hand-over.ts'
import type { HandedOver, JournalEntry, RunJournal } from './journal.ts'
import type { RowTemplate } from './rows/row.ts'
import { UnusableFile } from './rows/text-stream.ts'
import type { FileScan, SourceFile } from './source-file.ts'
import type { RunTotals } from './totals.ts'

/** A run of a file and all that its phases need. */
export interface Run {
  readonly context: Context
  readonly options: FileOptions
  readonly client: ApiClient
  readonly source: SourceFile
  readonly template: RowTemplate
  readonly scan: FileScan
  readonly journal: RunJournal
  readonly totals: RunTotals
  /** Writes into the journal and adds to the totals. */
  readonly record: (entry: JournalEntry) => void
  readonly stop: AbortSignal
}

/** The server remembers the answer to an idempotency key for three days; a day is kept in reserve. */
const ANSWERS_SURELY_KEPT_MS = 2 * 24 * 3_600_000

/** Hands over what has no answer yet. `exitCode` is undefined when everything is handed over. */
export async function handOverRun(
  run: Run,
): Promise<{ readonly exitCode: ExitCode | undefined; readonly tookMs: number }> {
  const { context, options, client, source, scan, journal, totals } = run
  const { world, terminal } = context
  const { clock } = world
  if (totals.isHandedOver) return { exitCode: undefined, tookMs: 0 }
  const forgotten = forgottenBatches(run)
  if (forgotten.length > 0 && options.unknown === undefined) {
    terminal.error(unknownText(run, forgotten))
    return { exitCode: EXIT.failed, tookMs: 0 }
  }
  if (totals.rowsDone > 0) {
    const begun = journal.head.startedAt.slice(0, 16).replace('T', ' ')
    terminal.say(`Resuming the run of ${begun} UTC: ${formatCount(totals.rowsDone)} rows are handed over already.`)
  }
  const startedMs = clock.monotonicMs()
  const tookMs = () => clock.monotonicMs() - startedMs
  const progress = new Progress({
    terminal,
    clock,
    label: 'Handing over',
    total: scan.sendable,
    done: totals.rowsDone,
  })
  const persisted = <Body>(ask: () => Promise<Reply<Body>>) => persist(ask, persistence(run, progress))
  let end: HandOverEnd
  try {
    end = await handOver({
      batches: skipForgotten(run, options.unknown === 'skip' ? forgotten : []),
      isAnswered: (batch) => totals.isAnswered(batch),
      post: (batch) => persisted(() => client.sendBatch(batch.messages, `${journal.head.runId}-${batch.number}`)),
      record: (entry) => {
        const before = totals.rowsDone
        run.record(entry)
        if (totals.rowsDone > before) progress.advance(totals.rowsDone - before)
      },
      nowMs: () => clock.nowMs(),
      inFlight: options.inFlight,
      stop: run.stop,
    })
  } catch (failure) {
    if (!(failure instanceof UnusableFile)) throw failure
    terminal.error(`${options.path} ${failure.message}. It was another when the run began.`)
    return { exitCode: EXIT.failed, tookMs: tookMs() }
  } finally {
    progress.end()
  }
  if (await source.hasChanged()) {
    terminal.error(`${options.path} was written to while it was being sent: what went out may be old and new mixed.`)
    return { exitCode: EXIT.failed, tookMs: tookMs() }
  }
  if (end.kind === 'finished') run.record({ kind: 'all-handed-over', at: new Date(clock.nowMs()).toISOString() })
  if (end.kind === 'stopped') {
    const { lines } = end.batch
    terminal.error(`Lines ${lines[0]} to ${lines.at(-1)} could not be handed over: ${describeReply(end.reply)}`)
  }
  const codes = { finished: undefined, interrupted: EXIT.interrupted, stopped: EXIT.failed } as const
  return { exitCode: codes[end.kind], tookMs: tookMs() }
}

/** Follows what was accepted until all of it is final. `exitCode` is undefined when it is. */
export async function followRun(run: Run): Promise<{
  readonly exitCode: ExitCode | undefined
  /** Final states of messages whose batch is not all final. */
  readonly partial: Readonly<Record<string, number>>
}> {
  const { context, options, client, totals } = run
  const { world, terminal } = context
  const { clock } = world
  if (totals.isSettled) return { exitCode: undefined, partial: {} }
  const progress = new Progress({ terminal, clock, label: 'Final', total: totals.accepted, done: totals.settled })
  let end: FollowEnd
  try {
    end = await follow({
      batches: unsettledBatches(run),
      states: (ids) => persist(() => client.states(ids), persistence(run, progress)),
      record: run.record,
      onFinal: (count) => progress.advance(count),
      onRound: (openByState) => progress.detail(describeOpen(openByState)),
      clock,
      limitMs: options.waitLimitMs,
      stop: run.stop,
    })
  } finally {
    progress.end()
  }
  return { exitCode: tellFollowEnd(run, end), partial: end.partial }
}

function tellFollowEnd({ context, options, record }: Run, end: FollowEnd): ExitCode | undefined {
  const { world, terminal } = context
  switch (end.kind) {
    case 'settled':
      record({ kind: 'all-settled', at: new Date(world.clock.nowMs()).toISOString() })
      return undefined
    case 'interrupted':
      return EXIT.interrupted
    case 'limit':
      terminal.error(`Not all are final within ${formatDuration(options.waitLimitMs)}.`)
      return EXIT.failed
    case 'stopped':
      terminal.error(`How the texts stand cannot be told: ${describeReply(end.reply)}`)
      return EXIT.failed
  }
}

function persistence({ context, options, stop }: Run, progress: Progress) {
  const { clock, random } = context.world
  return {
    clock,
    random,
    patienceMs: options.patienceMs,
    stop,
    keyMayChange: true,
    onWait: (reason: string) => progress.note(reason),
  }
}

const OPEN_WORDS: Readonly<Record<string, string>> = {
  accepted: 'waiting to be sent',
  sending: 'on the way to the SMSC',
  submitted: 'waiting for their receipt',
  uncertain: 'uncertain',
  held: 'held for a person to decide',
}

function describeOpen(openByState: Readonly<Record<string, number>>): string {
  return Object.entries(openByState)
    .map(([state, count]) => `${formatCount(count)} ${OPEN_WORDS[state] ?? state}`)
    .join(', ')
}

/** Batches whose answer never came and that the server may have forgotten: repeating them could send them twice. */
function forgottenBatches({ context, totals }: Run): readonly number[] {
  const oldestMs = context.world.clock.nowMs() - ANSWERS_SURELY_KEPT_MS
  return totals.unansweredTries().filter((batch) => (totals.triedAtMs(batch) ?? 0) < oldestMs)
}

function unknownText({ journal }: Run, forgotten: readonly number[]): string {
  const { batchSize } = journal.head
  const ranges = forgotten.map((batch) => `${batch * batchSize + 1} to ${(batch + 1) * batchSize}`)
  return (
    `Of about the texts ${ranges.join(', ')} nobody knows whether they were accepted: they were handed over more than ` +
    'two days ago, the answer never came, and the server may have forgotten it.\n' +
    'Look into the console, then add --unknown skip to leave them out, or --unknown resend to send them (perhaps again).'
  )
}

async function* skipForgotten(
  { source, template, journal, record }: Run,
  forgotten: readonly number[],
): AsyncGenerator<Batch> {
  for await (const batch of batchRows(source.rows(template), journal.head.batchSize)) {
    if (forgotten.includes(batch.number)) record({ kind: 'skipped', batch: batch.number, rows: batch.lines.length })
    else yield batch
  }
}

/** The batches that are still to be followed, each once. */
async function* unsettledBatches({ journal, totals }: Run): AsyncGenerator<HandedOver> {
  const seen = new Set<number>()
  for await (const entry of journal.entries()) {
    if (entry.kind !== 'handed-over' || seen.has(entry.batch) || totals.isBatchSettled(entry.batch)) continue
    seen.add(entry.batch)
    yield entry
  }
}
