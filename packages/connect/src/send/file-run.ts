import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Context } from '../cli/context.ts'
import { endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { formatCount, formatNoun } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { describeReply } from '../server/reply.ts'
import { onStopRequest } from '../signals.ts'
import { findSmsc } from '../smsc/find-smsc.ts'
import { findDuplicates } from './duplicates.ts'
import type { Fields } from './fields/field-name.ts'
import type { FileOptions } from './file-options.ts'
import { followRun, handOverRun, type Run } from './file-phases.ts'
import { type HandedOver, type JournalKey, RunJournal, unfinishedRuns } from './journal.ts'
import { writeRejects } from './rejects.ts'
import { UnusableFile } from './rows/text-stream.ts'
import { type FileScan, SourceFile } from './source-file.ts'
import { isFlawless, type RunSummary, summarize, summaryLines } from './summary.ts'
import { RunTotals } from './totals.ts'

/**
 * Sends every row of a file: looks through it, hands it over in batches, follows it to the final states, and sums up.
 * What is done is remembered, so that the same command goes on where this one ended, however it ended.
 */
export async function sendFile(context: Context, options: FileOptions): Promise<ExitCode> {
  const { terminal } = context
  let source: SourceFile | undefined
  try {
    source = await SourceFile.open(options.path, options.format)
    return await sendSource(context, options, source)
  } catch (failure) {
    if (failure instanceof UnusableFile) endWith(terminal, EXIT.usage, `${options.path} ${failure.message}.`)
    throw failure
  } finally {
    await source?.close()
  }
}

async function sendSource(context: Context, options: FileOptions, source: SourceFile): Promise<ExitCode> {
  const { world, terminal } = context
  const startedMs = world.clock.monotonicMs()
  const { fields, destinations } = options
  const scan = await source.scan({ fields, destinations, fromMs: world.clock.nowMs() })
  tellScan(context, options, scan)
  if (options.isCheck) return scan.sendable === scan.rows && scan.rows > 0 ? EXIT.ok : EXIT.failed
  if (scan.sendable === 0) endWith(terminal, EXIT.failed, `${options.path} holds nothing that can be sent.`)

  const connection = findServer(context)
  const { server, client } = connection
  const first = await client.system()
  if (first.kind !== 'ok') endWithReply(context, server, first)
  const { smsc } = options
  const said: Fields =
    smsc === undefined ? fields : { ...fields, smscId: (await findSmsc(context, connection, smsc, '--smsc')).id }

  // Spans such as +2h stand in it as they were said: the moment that they mean is kept with the run.
  const words = JSON.stringify(Object.entries(said).toSorted())
  const key = { fileHash: source.sha256, optionsHash: hashOf([server.identity, ...options.identity, words]) }
  const journal = openJournal(context, options, key, server.identity)
  try {
    const totals = new RunTotals()
    for await (const entry of journal.entries()) totals.add(entry)
    const record: Run['record'] = (entry) => {
      journal.append(entry)
      totals.add(entry)
    }
    const stop = new AbortController()
    const template = { fields: said, destinations, fromMs: Date.parse(journal.head.startedAt) }
    const run: Run = { context, options, client, source, template, scan, journal, totals, record, stop: stop.signal }
    const sum = (more: Partial<Parameters<typeof summarize>[0]> = {}) =>
      summarize({
        file: options.path,
        runId: journal.head.runId,
        scan,
        totals,
        partial: {},
        duplicates: null,
        handOverMs: 0,
        handedOver: 0,
        elapsedMs: world.clock.monotonicMs() - startedMs,
        ...more,
      })

    if (totals.isHandedOver && (totals.isSettled || !options.waits)) {
      tellSummary(context, sum())
      const begun = journal.head.startedAt.slice(0, 16).replace('T', ' ')
      endWith(terminal, EXIT.usage, `This file was sent already, on ${begun} UTC. To send it anew, add --again.`)
    }
    if (options.rejects !== null && !totals.isHandedOver && existsSync(options.rejects)) {
      endWith(
        terminal,
        EXIT.usage,
        `${options.rejects} is there already; move it away, or name another with --rejects.`,
      )
    }
    const stopListening = onStopRequest(world.signals, world.clock, (_signal, request) => {
      if (request > 1) world.exit(EXIT.interrupted)
      stop.abort()
      terminal.say('Stopping; what is under way may end. Ctrl-C again ends at once.')
    })
    try {
      const before = totals.rowsDone
      const wasHandedOver = totals.isHandedOver
      const handedOver = await handOverRun(run)
      const measures = { handOverMs: handedOver.tookMs, handedOver: totals.rowsDone - before }
      if (handedOver.exitCode !== undefined) {
        tellSummary(context, sum(measures))
        return handedOver.exitCode
      }
      if (options.rejects !== null && !wasHandedOver) await saveRejects(run, options.rejects)
      let exitCode: ExitCode | undefined
      let duplicates: readonly string[] | undefined
      let partial: Readonly<Record<string, number>> = {}
      if (options.waits) {
        const followed = await followRun(run)
        exitCode = followed.exitCode
        partial = followed.partial
        const found = await findDuplicates(
          (cursor) => client.messages({ mayBeDuplicate: true, direction: 'outbound', limit: 200, cursor }),
          handedOverBatches(journal),
        )
        if (found.ok) duplicates = found.ids
        else terminal.warn(`Which texts may have been sent twice cannot be told: ${describeReply(found.reply)}`)
      }
      const summary = sum({ ...measures, duplicates: duplicates ?? null, partial })
      tellSummary(context, summary)
      return exitCode ?? (isFlawless(summary, options.waits) ? EXIT.ok : EXIT.failed)
    } finally {
      stopListening()
    }
  } finally {
    journal.close()
  }
}

function tellScan({ terminal }: Context, { path }: FileOptions, scan: FileScan): void {
  const refused = scan.rows - scan.sendable
  const bad = refused > 0 ? `, ${formatNoun(refused, 'row')} that cannot be sent` : ''
  terminal.say(`${path}: ${formatNoun(scan.rows, 'row')}${bad}.`)
  if (scan.stripsCarriageReturns) terminal.say('Every line ends with a carriage return, as on Windows: it is left out.')
  if (scan.ignoredColumns.length > 0) {
    const names = scan.ignoredColumns.map((name) => JSON.stringify(printable(name, 40))).join(', ')
    terminal.say(`Columns that are not used: ${names}.`)
  }
  if (refused > 0) {
    for (const { line, code, detail } of scan.firstRefused)
      terminal.say(`  line ${line}: ${code}: ${printable(detail, 200)}`)
  }
}

/** The journal of this run: the one that was begun, or a new one. */
function openJournal(context: Context, options: FileOptions, key: JournalKey, server: string): RunJournal {
  const { world, terminal } = context
  const folder = join(world.stateDir, 'sends')
  if (options.isAgain) RunJournal.forget(folder, key)
  const begun = RunJournal.resume(folder, key)
  if (begun) return begun
  const [other] = options.isAgain ? [] : unfinishedRuns(folder, key)
  if (other) {
    const text =
      `This file was begun on ${other.startedAt.slice(0, 16).replace('T', ' ')} UTC with other options or to another ` +
      `server (${printable(other.server)}), and that run is not finished: a part of it would be sent twice.\n` +
      'Run that command again to finish it, or add --again to send everything with these options.'
    endWith(terminal, EXIT.usage, text)
  }
  const journal = RunJournal.begin(folder, key, {
    kind: 'run',
    runId: randomUUID(),
    startedAt: new Date(world.clock.nowMs()).toISOString(),
    file: resolve(world.cwd, options.path),
    server,
    batchSize: options.batchSize,
  })
  const found = journal ?? RunJournal.resume(folder, key)
  if (!found) throw new Error(`the memory of runs in ${folder} cannot be used`)
  return found
}

async function saveRejects({ context, source, template, journal }: Run, path: string): Promise<void> {
  const { terminal } = context
  try {
    const count = await writeRejects(path, () => source.rows(template), handedOverBatches(journal))
    terminal.say(`${path}: ${formatNoun(count, 'refused row')}, to be mended and sent.`)
  } catch (failure) {
    // The texts are accepted; that their list cannot be written must not hide what became of them.
    terminal.warn(`${path} cannot be written: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

/** Every batch that was answered, once. */
export async function* handedOverBatches(journal: RunJournal): AsyncGenerator<HandedOver> {
  const seen = new Set<number>()
  for await (const entry of journal.entries()) {
    if (entry.kind !== 'handed-over' || seen.has(entry.batch)) continue
    seen.add(entry.batch)
    yield entry
  }
}

function tellSummary({ terminal, wantsJson }: Context, summary: RunSummary): void {
  terminal.say()
  for (const line of summaryLines(summary, terminal.style)) terminal.say(line)
  if (wantsJson) terminal.data(json(summary))
  if (summary.remaining > 0) {
    terminal.say(
      `\n${formatCount(summary.remaining)} rows remain. To go on, run the same command again: nothing goes twice.`,
    )
  } else if (summary.open > 0 && Object.keys(summary.states).length > 0) {
    terminal.say('\nThe rest goes out without this command. To go on watching, run the same command again.')
  }
}

function hashOf(words: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex')
}
