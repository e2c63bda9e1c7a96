// Reads receipts and plans texts, as they come by the million and as they seldom come; a second checkout beside this one in
// the same run. Usage: node bench/smpp/text.ts [--rounds 7] [--against CHECKOUT]. One core is used.
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { getHeapStatistics } from 'node:v8'

type TextRoom = typeof import('@smpp-connect/smpp/text')

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, against: { type: 'string' } },
})
const rounds = Number(values.rounds)
/** How long each round of a case runs, about: less, and the clock of the CPU is too coarse. */
const ROUND_MS = 150
/** Different ones in turn, so that no result of one can be kept for the next. */
const DIFFERENT = 1_000

const receipt = (at: number): string =>
  `id:${4_000_000_000 + at * 7_919} sub:001 dlvrd:001 submit date:2611060900 done date:2611060901 stat:DELIVRD err:000`
const text = (at: number): string =>
  `Your parcel ${at} is on its way and will be with you between 10:00 and 12:00. Reply STOP to hear no more.`

interface Case {
  readonly name: string
  readonly run: () => void
}

/** What was made ends up here, so that no making can be left out as useless. */
let sink: unknown

function casesOf({ parseReceipt, planText }: TextRoom, where: string): readonly Case[] {
  const each = <Input>(name: string, inputs: readonly Input[], work: (input: Input, at: number) => unknown): Case => ({
    name: `${name}${where}`,
    run() {
      for (const [at, input] of inputs.entries()) sink = work(input, at)
    },
  })
  const reads = (name: string, written: (at: number) => string): Case => {
    const pdus = many((at) => ({
      esmClass: 0x04,
      dataCoding: 0,
      shortMessage: Uint8Array.from(Buffer.from(written(at), 'latin1')),
      tlvs: { receiptedMessageId: String(at), messageState: 2 },
    }))
    return each(name, pdus, (pdu) => parseReceipt(pdu))
  }
  const plans = (name: string, written: (at: number) => string): Case => {
    return each(name, many(written), (one, at) => planText(one, { reference: at & 0xff, maxParts: 50 }))
  }
  return [
    reads('receipt', (at) => `${receipt(at)} text:Your parcel`),
    // 0x05 is the é of GSM 7-bit.
    reads('receipt, an accent in its text', (at) => `${receipt(at)} text:Ton caf\x05 est pr\x02t`),
    reads('receipt, a key of its own', (at) => `${receipt(at)} mccmnc:23410 text:Your parcel`),
    plans('text, GSM 7-bit', text),
    plans('text, UCS-2', (at) => `Ваша посылка ${at} в пути и будет у вас с 10:00 до 12:00`),
    plans('text, GSM 7-bit, 3 parts', (at) => text(at).repeat(4)),
  ]
}

function many<Value>(make: (at: number) => Value): readonly Value[] {
  return Array.from({ length: DIFFERENT }, (_, at) => make(at))
}

const here = resolve(import.meta.dirname, '../..')
const checkouts = values.against === undefined ? [here] : [resolve(values.against), here]
const found: (readonly Case[])[] = []
for (const checkout of checkouts) {
  const room = (await import(pathToFileURL(join(checkout, 'packages/smpp/src/text/index.ts')).href)) as TextRoom
  found.push(casesOf(room, checkouts.length === 1 ? '' : `, ${basename(checkout)}`))
}
// Each beside its twin.
const cases = (found[0] ?? []).flatMap((_, index) => found.map((all) => all[index] as Case))

interface Cost {
  readonly microseconds: number
  readonly octets: number
}

/** CPU of the whole process, the engine's own threads that collect garbage included; and what was allocated on the heap. */
function costOf({ run }: Case, times: number): Cost {
  const octetsBefore = getHeapStatistics().total_allocated_bytes
  const cpuBefore = process.cpuUsage()
  for (let time = 0; time < times; time++) run()
  const { user, system } = process.cpuUsage(cpuBefore)
  const octets = getHeapStatistics().total_allocated_bytes - octetsBefore
  return { microseconds: (user + system) / (times * DIFFERENT), octets: octets / (times * DIFFERENT) }
}

/** How often it runs in a round; it is warm afterwards. */
function runsFor(one: Case): number {
  for (let times = 1; ; times *= 2) {
    const tookMs = (costOf(one, times).microseconds * times * DIFFERENT) / 1_000
    if (tookMs > ROUND_MS) return Math.max(1, Math.round((times * ROUND_MS) / tookMs))
  }
}

const runs = cases.map(runsFor)
const costs = cases.map((): Cost[] => [])
// Round by round through all cases, so that a busy machine is busy for all of them.
for (let round = 0; round < rounds; round++) {
  for (const [index, one] of cases.entries()) costs[index]?.push(costOf(one, runs[index] ?? 1))
}

const sorted = (all: readonly number[]): readonly number[] => all.toSorted((one, other) => one - other)
const median = (all: readonly number[]): number => sorted(all)[Math.floor(all.length / 2)] ?? Number.NaN
const width = Math.max(...cases.map(({ name }) => name.length))
console.log(`node ${process.version}, ${process.platform} ${process.arch}, ${rounds} rounds`)
console.log(`${''.padEnd(width)}   median µs    lowest   highest    octets`)
for (const [index, { name }] of cases.entries()) {
  const times = sorted((costs[index] ?? []).map(({ microseconds }) => microseconds))
  const columns = [median(times), times[0], times.at(-1)].map((time) => (time ?? Number.NaN).toFixed(2).padStart(9))
  const octets = median((costs[index] ?? []).map((cost) => cost.octets))
  console.log(`${name.padEnd(width)}   ${columns.join(' ')} ${octets.toFixed(0).padStart(9)}`)
}
if (sink === undefined) throw new Error('nothing was made')
