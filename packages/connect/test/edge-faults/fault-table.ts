import type { Measure } from './edge-fault.ts'
import type { FaultRunResult } from './run-faults.ts'

/** Adds up runs of one fault. */
export function sumUp(results: readonly FaultRunResult[]): FaultRunResult {
  const sum = (pick: (result: FaultRunResult) => number): number => results.reduce((all, one) => all + pick(one), 0)
  const most = (pick: (result: FaultRunResult) => ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
    const all = new Map<string, number>()
    for (const [name, count] of results.flatMap((one) => [...pick(one)])) {
      all.set(name, Math.max(count, all.get(name) ?? 0))
    }
    return all
  }
  const measures = new Map<Measure, readonly number[]>()
  for (const [name, times] of results.flatMap((one) => [...one.measures])) {
    measures.set(name, [...(measures.get(name) ?? []), ...times])
  }
  return {
    rounds: sum(({ rounds }) => rounds),
    texts: sum(({ texts }) => texts),
    receipts: sum(({ receipts }) => receipts),
    replies: sum(({ replies }) => replies),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    doubledWrongly: sum(({ doubledWrongly }) => doubledWrongly),
    uncertain: sum(({ uncertain }) => uncertain),
    measures,
    mostBound: most(({ mostBound }) => mostBound),
    memory: most(({ memory }) => memory),
    wrong: results.flatMap(({ wrong }) => wrong),
  }
}

const COLUMNS = [
  'rounds',
  'texts',
  'receipts',
  'replies',
  'lost',
  'doubled: by policy',
  'else',
  'in doubt',
  'wrong',
  'binds at once',
  'seconds, median (most)',
]

export function faultTable(rows: ReadonlyMap<string, FaultRunResult>): readonly string[] {
  const cells = [...rows].map(([name, row]) => [name, ...cellsOf(row)])
  const table = [['fault', ...COLUMNS], ...cells]
  const widths = ['fault', ...COLUMNS].map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  return table.map((row) =>
    row
      .map((cell, at) => pad(cell, widths[at] ?? 0, at))
      .join('  ')
      .trimEnd(),
  )
}

function cellsOf(row: FaultRunResult): readonly string[] {
  const { rounds, texts, receipts, replies, lost, doubled, doubledWrongly, uncertain, wrong } = row
  const counts = [rounds, texts, receipts, replies, lost, doubled, doubledWrongly, uncertain, wrong.length]
  const binds = [...row.mostBound].map(([account, count]) => `${account} ${count}`).join(', ')
  const times = [...row.measures].map(
    ([measure, ms]) => `${measure} ${seconds(medianOf(ms))} (${seconds(Math.max(...ms))})`,
  )
  return [...counts.map(String), binds, times.join(', ')]
}

function pad(cell: string, width: number, at: number): string {
  return at === 0 || at >= COLUMNS.length - 1 ? cell.padEnd(width) : cell.padStart(width)
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
