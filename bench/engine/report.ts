import type { Case } from './cases.ts'
import type { Measured } from './measure.ts'
import type { ThreadSeconds } from './process-cpu.ts'

export type Results = ReadonlyMap<Case, readonly Measured[]>

/** Prints everything that the rounds showed: rates, what they cost, latencies, and where the books disagree. */
export function printReport(results: Results): void {
  printRates(results)
  printDelays(results)
  printThreads(results)
  printTargets(results)
  printBlame(results)
}

export function median(values: readonly number[]): number {
  return sorted(values)[Math.floor(values.length / 2)] ?? 0
}

function printRates(results: Results): void {
  const rows = [...results].map(([of, all]) => {
    const rates = sorted(all.map(({ perSecond }) => perSecond))
    const each = (role: 'gateway' | 'load' | 'smsc'): string =>
      middle(all, ({ cpu, seconds, perSecond }) => cpu && (cpu[role] * 1e6) / (seconds * perSecond))
    return [
      of.name,
      whole(median(rates)),
      whole(rates[0]),
      whole(rates.at(-1)),
      middle(all, ({ acceptedPerSecond }) => acceptedPerSecond),
      middle(all, ({ cpu, seconds, perSecond }) => cpu && (seconds * perSecond) / (cpu.gateway + cpu.load + cpu.smsc)),
      each('gateway'),
      each('load'),
      each('smsc'),
      middle(all, ({ othersShare }) => othersShare && othersShare * 100),
      middle(
        all,
        ({ writtenOctets, seconds, perSecond }) => writtenOctets && writtenOctets / 1024 / (seconds * perSecond),
        1,
      ),
      middle(all, ({ peakMegabytes }) => peakMegabytes),
    ]
  })
  console.log(
    '\nTexts a second, from the first request until all receipts were stored and all was final; CPU in microseconds a text',
  )
  printTable(
    [
      '',
      'median/s',
      'lowest',
      'highest',
      'accepted/s',
      'per CPU s',
      'gateway',
      'load',
      'SMSC',
      'others %',
      'KiB disk',
      'peak MB',
    ],
    rows,
  )
}

function printDelays(results: Results): void {
  const rows = [...results].map(([of, all]) => {
    const paced = of.halfOf !== undefined
    const ms = (value: (one: Measured) => number | undefined): string => middle(all, value, 1)
    return [
      of.name,
      paced ? ms(({ fromAccepted }) => fromAccepted.p50) : '',
      paced ? ms(({ fromAccepted }) => fromAccepted.p99) : '',
      paced ? ms(({ fromDue }) => fromDue.p50) : '',
      paced ? ms(({ fromDue }) => fromDue.p99) : '',
      ms(({ loopDelayMs }) => loopDelayMs?.p99),
      ms(({ loopDelayMs }) => loopDelayMs?.max),
      of.answerAfterMs > 0 ? ms(({ answeredAfterMs }) => answeredAfterMs) : '',
    ]
  })
  console.log('\nMilliseconds: from the 202, and from when the request was due, until the submit_sm was on the wire;')
  console.log('how late the event loop of Connect came; how long the SMSC really took to answer')
  printTable(['', '202 p50', '202 p99', 'due p50', 'due p99', 'loop p99', 'loop max', 'SMSC'], rows)
}

function printThreads(results: Results): void {
  const rows = [...results].flatMap(([of, all]) => {
    if (of.gateway !== 'connect') return []
    const each = (matches: (name: string) => boolean, per: 'text' | 'second', what: keyof ThreadSeconds): string =>
      middle(all, ({ threads, seconds, perSecond }) => {
        const spent = [...threads].reduce((sum, [name, thread]) => (matches(name) ? sum + thread[what] : sum), 0)
        return per === 'text' ? (spent * 1e6) / (seconds * perSecond) : (spent * 100) / seconds
      })
    const main = (name: string): boolean => name === 'node-MainThread' || name === 'node'
    const writer = (name: string): boolean => name === 'store writer'
    const rest = (name: string): boolean => !main(name) && !writer(name)
    const of3 = [main, writer, rest].flatMap((some) => [
      each(some, 'text', 'ran'),
      each(some, 'second', 'ran'),
      each(some, 'second', 'waited'),
    ])
    return [[of.name, ...of3]]
  })
  console.log(
    '\nThreads of Connect: microseconds of CPU a text, share of a core, and how much longer they waited for one',
  )
  const columns = ['main', 'writer', 'other'].flatMap((name) => [`${name} µs`, `${name} %`, 'waits %'])
  printTable(['', ...columns], rows)
}

function printTargets(results: Results): void {
  const find = (match: (of: Case) => boolean): readonly [Case, readonly Measured[]] | undefined =>
    [...results].find(([of]) => of.checkout === undefined && match(of))
  const rate = (found: ReturnType<typeof find>): number => median(found?.[1].map(({ perSecond }) => perSecond) ?? [])
  const lines: string[] = []
  const say = (what: string, reached: number, wanted: number, isReached: boolean, unit: string): void => {
    const [has, wants] = [reached, wanted].map((value) => value.toLocaleString('en', { maximumFractionDigits: 1 }))
    lines.push(`${isReached ? 'reached' : 'MISSED '}  ${what}: ${has}${unit}, wanted ${wants}${unit}`)
  }
  const batch = find(
    (of) => of.gateway === 'connect' && of.perRequest > 1 && of.halfOf === undefined && of.answerAfterMs === 0,
  )
  const single = find((of) => of.gateway === 'connect' && of.perRequest === 1 && of.halfOf === undefined)
  const far = find((of) => of.answerAfterMs > 0)
  const kannel = find((of) => of.gateway === 'kannel')
  if (batch) say('batches', Math.round(rate(batch)), 12_000, rate(batch) >= 12_000, '/s')
  if (batch && kannel) {
    const times = rate(batch) / rate(kannel)
    say('as many as Kannel, times', times, 5, times >= 5, '')
  }
  if (single) say('one POST per text', Math.round(rate(single)), 5_000, rate(single) >= 5_000, '/s')
  if (far) say('window 100 at 50 ms', Math.round(rate(far)), 1_900, rate(far) >= 1_900, '/s')
  for (const [of, all] of results) {
    if (of.halfOf === undefined) continue
    const p99 = median(all.map(({ fromAccepted }) => fromAccepted.p99))
    say(`${of.name}, p99 from 202 to the wire`, p99, 20, p99 < 20, ' ms')
  }
  const [held] = [...results]
    .flatMap(([{ name }, all]) => all.map(({ loopDelayMs }) => ({ name, ms: loopDelayMs?.max ?? 0 })))
    .sort((a, b) => b.ms - a.ms)
  if (held && held.ms > 0) {
    say(`event loop held up, longest of all runs, in ${held.name}`, held.ms, 20, held.ms <= 20, ' ms')
  }
  console.log(`\n${lines.join('\n')}`)
}

function printBlame(results: Results): void {
  const lines = [...results].flatMap(([{ name }, all]) =>
    all.flatMap(({ blame }, round) => blame.map((what) => `${name}, round ${round + 1}: ${what}`)),
  )
  const runs = [...results].reduce((sum, [, all]) => sum + all.length, 0)
  if (lines.length === 0)
    console.log(`\nIn all ${runs} runs every text came to the SMSC once, and its receipt was stored once.`)
  else console.log(`\nThe books disagree:\n${lines.join('\n')}`)
}

function middle(all: readonly Measured[], value: (one: Measured) => number | undefined, digits = 0): string {
  const values = all.map(value)
  if (values.includes(undefined)) return '–'
  return median(values as number[]).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

function whole(value: number | undefined): string {
  return Math.round(value ?? 0).toLocaleString('en')
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other)
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)))
  for (const row of [head, ...rows]) {
    console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  '))
  }
}
