// What a change costs or saves in the thread that writes: this checkout's writer and another's in one process, in turns, a group
// of texts each. What the machine does meets both, so that a tenth of a microsecond shows. See README.md beside this file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Lease } from '@smpp-connect/store'
import type { Call, Writer } from '../../packages/store/src/sqlite/writer.ts'
import { answer, message, person, receipt, SHARES, SMSC_ID } from './traffic.ts'

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '240' },
    group: { type: 'string', default: '500' },
    waiting: { type: 'string', default: '20000' },
    /** What is accepted is leased in the same transaction, as it is where nothing waits. */
    together: { type: 'boolean', default: false },
    directory: { type: 'string', default: tmpdir() },
  },
})
if (values.against === undefined) throw new Error('--against is missing: the other checkout')
const [rounds, group] = [Number(values.rounds), Number(values.group)]
const waiting = values.together ? 0 : Number(values.waiting)
/** After so many rounds both have been compiled. */
const WARM_UP = 40
/** After so many rounds the log is copied, which a thread of its own does in life. */
const COPY_EVERY = 40

const STEPS = ['accept', 'lease', 'recordSubmits + recordReceipts'] as const
type Step = (typeof STEPS)[number]

class Side {
  /** Microseconds of CPU a text, round by round. */
  readonly whole: number[] = []
  readonly steps = new Map<Step, number[]>(STEPS.map((step) => [step, []]))
  readonly #directory = mkdtempSync(join(values.directory, 'connect-bench-'))
  readonly #writer: Writer
  #index = 0
  #rounds = 0

  static async of(checkout: string): Promise<Side> {
    const file = pathToFileURL(join(resolve(checkout), 'packages/store/src/sqlite/writer.ts')).href
    const module = (await import(file)) as { readonly Writer: typeof Writer }
    return new Side(module.Writer)
  }

  private constructor(Kind: typeof Writer) {
    this.#writer = new Kind(this.#directory, {})
    for (let before = 0; before < waiting; before += group) this.#run('accept', [this.#accept()])
  }

  round(): void {
    const before = sum(this.steps)
    const accept = this.#accept()
    const lease: Call = {
      id: 1,
      name: 'lease',
      args: [{ smscId: SMSC_ID, limit: group, nowMs: Date.now(), shares: SHARES }],
    }
    let leased: unknown
    if (values.together) {
      leased = this.#run('accept', [accept, lease])[1]
    } else {
      this.#run('accept', [accept])
      leased = this.#run('lease', [lease])[0]
    }
    const { parts } = leased as Lease
    this.#run('recordSubmits + recordReceipts', [
      { id: 2, name: 'recordSubmits', args: [parts.map(answer)] },
      { id: 3, name: 'recordReceipts', args: [parts.map(receipt)] },
    ])
    this.whole.push(sum(this.steps) - before)
    this.#rounds += 1
    if (this.#rounds % COPY_EVERY === 0) this.#writer.checkpoint()
  }

  forget(): void {
    this.whole.length = 0
    for (const costs of this.steps.values()) costs.length = 0
  }

  close(): void {
    this.#writer.close()
    rmSync(this.#directory, { recursive: true })
  }

  #accept(): Call {
    const atMs = Date.now()
    const messages = Array.from({ length: group }, () => message('a', this.#index, person(this.#index++), atMs))
    return { id: 0, name: 'accept', args: [{ messages, atMs }] }
  }

  #run(step: Step, calls: readonly Call[]): readonly unknown[] {
    const cpu = process.threadCpuUsage()
    const { replies } = this.#writer.run(calls)
    const { user, system } = process.threadCpuUsage(cpu)
    this.steps.get(step)?.push((user + system) / group)
    return replies.map((reply) => {
      if ('failure' in reply) throw new Error(reply.failure.text)
      return reply.result
    })
  }
}

const here = await Side.of(fileURLToPath(new URL('../..', import.meta.url)))
const there = await Side.of(values.against)
const both = [here, there]
for (let round = -WARM_UP; round < rounds; round++) {
  if (round === 0) for (const side of both) side.forget()
  for (const side of round % 2 === 0 ? both : both.toReversed()) side.round()
}
print('a text', here.whole, there.whole)
for (const step of STEPS) print(`  ${step}`, here.steps.get(step) ?? [], there.steps.get(step) ?? [])
for (const side of both) side.close()

function print(what: string, ours: readonly number[], theirs: readonly number[]): void {
  if (ours.length === 0) return
  const saved = ours.map((cost, round) => cost - (theirs[round] ?? cost))
  const [low, middle, high] = [0.25, 0.5, 0.75].map((place) => at(saved, place).toFixed(2))
  console.log(
    `${what}: ${at(ours, 0.5).toFixed(1)} µs of CPU here, ${at(theirs, 0.5).toFixed(1)} there; ` +
      `the difference in a round is ${middle} (quartiles ${low} and ${high})`,
  )
}

function at(costs: readonly number[], place: number): number {
  return costs.toSorted((a, b) => a - b)[Math.floor(costs.length * place)] ?? Number.NaN
}

function sum(steps: ReadonlyMap<Step, readonly number[]>): number {
  let total = 0
  for (const costs of steps.values()) for (const cost of costs) total += cost
  return total
}
