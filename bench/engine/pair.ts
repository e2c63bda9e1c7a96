// What a change costs or gains in batches: the Connects of several checkouts run at once, and take turns with a
// load of half a second each. What the machine does meets all of them. See README.md beside this file.
import { tmpdir } from 'node:os'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BenchProcess } from './bench-process.ts'
import { ConnectNode } from './connect-node.ts'
import type { FromLoad, ToLoad } from './load-process.ts'
import { type Measured, measure, type Run, type Stage } from './measure.ts'
import { median } from './report.ts'
import type { FromSmsc, ToSmsc } from './smsc-process.ts'

const { values } = parseArgs({
  options: {
    /** Other checkouts, each with variables of its environment before it, if any: `NAME=value:/a/checkout`. */
    against: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '40' },
    messages: { type: 'string', default: '12000' },
    'warm-up': { type: 'string', default: '8' },
    window: { type: 'string', default: '500' },
    'per-request': { type: 'string', default: '500' },
    connections: { type: 'string', default: '4' },
    directory: { type: 'string', default: tmpdir() },
  },
})
const { against = [], directory } = values
const [rounds, count, warm] = [Number(values.rounds), Number(values.messages), Number(values['warm-up'])]
const [perRequest, connections] = [Number(values['per-request']), Number(values.connections)]

interface Side {
  readonly name: string
  readonly gateway: ConnectNode
  readonly smscId: string
  readonly seen: Measured[]
}

const smsc = BenchProcess.start<ToSmsc, FromSmsc>('smsc-process.ts')
const load = BenchProcess.start<ToLoad, FromLoad>('load-process.ts')
const sides: Side[] = []
try {
  const [{ port: smscPort }, { receiptsPort }] = await Promise.all([smsc.next('listening'), load.next('listening')])
  const stage: Stage = { smsc, smscPort, load, receiptsPort }
  for (const which of [undefined, ...against]) sides.push(await open(which, smscPort))
  let firstIndex = 0
  for (let round = -warm; round < rounds; round++) {
    // Forth and back, so that none always comes first.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const { gateway, smscId } = side
      const target = { kind: 'connect', port: gateway.port, key: gateway.key, smscId, perRequest } as const
      const run: Run = { target, firstIndex, count, answerAfterMs: 0, manner: { connections, perSecond: null } }
      const measured = await measure(stage, gateway, run)
      firstIndex += count
      if (round >= 0) side.seen.push(measured)
      for (const blame of measured.blame) console.error(`${side.name}: ${blame}`)
    }
  }
} finally {
  await Promise.all([smsc.end(), load.end(), ...sides.map(({ gateway }) => gateway.stop())])
}
const [first] = sides
for (const side of sides) {
  const ratio = side.seen.map(({ perSecond }, at) => perSecond / first!.seen[at]!.perSecond)
  console.log(
    `${side.name.padEnd(32)} ${median(side.seen.map(({ perSecond }) => perSecond)).toFixed(0)}/s, ` +
      `${median(ratio).toFixed(3)} of the first (quartiles ${quartile(ratio, 1)} and ${quartile(ratio, 3)}); ` +
      `CPU ${cost(side)} µs a text, main ${cost(side, 'node-MainThread')}, writer ${cost(side, 'store writer')}; ` +
      `${median(side.seen.map(({ peakMegabytes }) => peakMegabytes ?? 0)).toFixed(0)} MB`,
  )
}

/** Microseconds of CPU a text, and how many more than the first took in the same round. */
function cost(side: Side, thread?: string): string {
  const micros = (one: Measured): number => {
    const seconds =
      thread === undefined
        ? [...one.threads.values()].reduce((sum, { ran }) => sum + ran, 0)
        : one.threads.get(thread)?.ran
    return ((seconds ?? 0) * 1e6) / count
  }
  const more = side.seen.map((one, at) => micros(one) - micros(first!.seen[at]!))
  return `${median(side.seen.map(micros)).toFixed(1)} (${median(more).toFixed(2)})`
}

/** Starts one; `which` is a checkout, with variables of its environment before it. */
async function open(which: string | undefined, smscPort: number): Promise<Side> {
  const [checkout, ...variables] = which?.split(':').toReversed() ?? []
  for (const [name, value] of variables.map((one) => one.split('='))) process.env[name!] = value
  const gateway = await ConnectNode.start(directory, { checkout: checkout && resolve(checkout) })
  for (const [name] of variables.map((one) => one.split('='))) delete process.env[name!]
  const smscId = await gateway.bind(smscPort, Number(values.window))
  const name = checkout === undefined ? 'this one' : [...variables.toReversed(), basename(checkout)].join(' ')
  return { name, gateway, smscId, seen: [] }
}

function quartile(some: readonly number[], which: 1 | 3): string {
  const sorted = [...some].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length * which) / 4)] ?? 0).toFixed(3)
}
