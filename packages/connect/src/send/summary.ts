import { type Field, fieldLines } from '../output/fields.ts'
import { formatCount, formatDuration, formatNoun, formatRate } from '../output/figures.ts'
import { printable, type Style } from '../output/style.ts'
import { type FileScan, MOST_SHOWN_REFUSED, type RefusedRow } from './source-file.ts'
import { addCounts, type RunTotals, sumCounts } from './totals.ts'

/** What a run came to; also what `--json` prints. */
export interface RunSummary {
  readonly file: string
  readonly runId: string
  /** All rows of the file. */
  readonly rows: number
  readonly accepted: number
  readonly refused: number
  readonly refusedByCode: Readonly<Record<string, number>>
  /** The first refused rows, by line. */
  readonly firstRefused: readonly RefusedRow[]
  /** Rows left out because nobody knew whether they had been accepted. */
  readonly skipped: number
  /** Rows that are not handed over yet. */
  readonly remaining: number
  /** Short messages of what was accepted, and how many texts took which coding. */
  readonly parts: number
  readonly gsm7: number
  readonly ucs2: number
  /** Accepted messages by final state; empty when it was not waited for. */
  readonly states: Readonly<Record<string, number>>
  /** Accepted messages that are not known to be final. */
  readonly open: number
  /** Messages that may have been sent twice; null when that was not asked. */
  readonly mayBeDuplicate: { readonly count: number; readonly ids: readonly string[] } | null
  /** Of this call of the command: how long handing over took, and how many rows went a second. */
  readonly handOverMs: number
  readonly rowsPerSecond: number
  readonly elapsedMs: number
}

const MOST_SHOWN_DUPLICATES = 100

export function summarize(run: {
  readonly file: string
  readonly runId: string
  readonly scan: FileScan
  readonly totals: RunTotals
  /** Final states of messages whose batch is not all final. */
  readonly partial: Readonly<Record<string, number>>
  readonly duplicates: readonly string[] | null
  readonly handOverMs: number
  /** Rows that this call of the command handed over. */
  readonly handedOver: number
  readonly elapsedMs: number
}): RunSummary {
  const { scan, totals, duplicates, handOverMs } = run
  const refusedByCode: Record<string, number> = {}
  addCounts(refusedByCode, scan.refusedByCode as Readonly<Record<string, number>>)
  addCounts(refusedByCode, totals.refusedByCode)
  const states = { ...totals.states }
  addCounts(states, run.partial)
  const refusedHere = scan.rows - scan.sendable
  return {
    file: run.file,
    runId: run.runId,
    rows: scan.rows,
    accepted: totals.accepted,
    refused: refusedHere + totals.refused,
    refusedByCode,
    firstRefused: [...scan.firstRefused, ...totals.firstRefused]
      .sort((a, b) => a.line - b.line)
      .slice(0, MOST_SHOWN_REFUSED),
    skipped: totals.skipped,
    remaining: scan.sendable - totals.rowsDone,
    parts: totals.parts,
    gsm7: totals.gsm7,
    ucs2: totals.ucs2,
    states,
    open: totals.accepted - sumCounts(states),
    mayBeDuplicate:
      duplicates === null ? null : { count: duplicates.length, ids: duplicates.slice(0, MOST_SHOWN_DUPLICATES) },
    handOverMs: Math.round(handOverMs),
    rowsPerSecond: handOverMs > 0 ? Math.round((run.handedOver * 1000) / handOverMs) : 0,
    elapsedMs: Math.round(run.elapsedMs),
  }
}

/** Whether everything that was asked for is done: all rows accepted, and, where it was waited for, all delivered. */
export function isFlawless(summary: RunSummary, hasWaited: boolean): boolean {
  const isAccepted = summary.refused === 0 && summary.skipped === 0 && summary.remaining === 0
  return isAccepted && (!hasWaited || (summary.states.delivered ?? 0) === summary.accepted)
}

/** The summary for people. */
export function summaryLines(summary: RunSummary, style: Style): readonly string[] {
  const accepted = `${formatCount(summary.accepted)} (${formatNoun(summary.parts, 'short message')}; ${codings(summary)})`
  const fields: Field[] = [
    ['Rows', formatCount(summary.rows)],
    ['Accepted', accepted],
  ]
  if (summary.refused > 0) fields.push(['Refused', style.red(refusals(summary))])
  if (summary.skipped > 0) fields.push(['Left out', `${formatCount(summary.skipped)}, because nobody knows about them`])
  if (summary.remaining > 0) fields.push(['Remaining', `${formatCount(summary.remaining)}, not handed over yet`])
  const states = Object.entries(summary.states).sort(([a], [b]) => rank(a) - rank(b))
  for (const [state, count] of states) {
    const shown = formatCount(count)
    fields.push([title(state), state === 'delivered' ? style.green(shown) : style.red(shown)])
  }
  if (summary.open > 0 && states.length > 0)
    fields.push(['Not final', `${formatCount(summary.open)}, as far as this command has seen`])
  const duplicates = summary.mayBeDuplicate
  if (duplicates) {
    const note = duplicates.count > 0 ? ' (their answer was lost; npx connect message list --may-be-duplicate)' : ''
    fields.push(['Perhaps twice', `${formatCount(duplicates.count)}${note}`])
  }
  const rate = summary.rowsPerSecond > 0 ? `, handed over at ${formatRate(summary.rowsPerSecond)}` : ''
  fields.push(['Time', `${formatDuration(summary.elapsedMs)}${rate}`])
  return [...fieldLines(fields, style), ...refusedLines(summary)]
}

function codings({ gsm7, ucs2 }: RunSummary): string {
  return `${formatCount(gsm7)} in GSM 7-bit, ${formatCount(ucs2)} in UCS-2`
}

function refusals({ refused, refusedByCode }: RunSummary): string {
  const reasons = Object.entries(refusedByCode)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${formatCount(count)} ${code}`)
  return `${formatCount(refused)} (${reasons.join(', ')})`
}

function refusedLines({ refused, firstRefused }: RunSummary): readonly string[] {
  if (firstRefused.length === 0) return []
  const more =
    refused > firstRefused.length ? ` (the first ${firstRefused.length}; --rejects writes all to a file)` : ''
  return [
    '',
    `Refused rows${more}:`,
    ...firstRefused.map(({ line, code, detail }) => `  line ${line}: ${code}: ${printable(detail, 200)}`),
  ]
}

const ORDER = ['delivered', 'undelivered', 'expired', 'rejected', 'failed', 'cancelled', 'blocked', 'uncertain-closed']

function rank(state: string): number {
  const at = ORDER.indexOf(state)
  return at < 0 ? ORDER.length : at
}

function title(state: string): string {
  if (state === 'unknown') return 'Not known to the server'
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}`
}
