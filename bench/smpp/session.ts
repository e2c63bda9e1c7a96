// submit_sm answered per second between two processes: ours, npm `smpp` and bare TCP beside one another in the same run.
// Usage: node bench/smpp/session.ts [rounds [seconds [part of a name]]]. Prints medians and CPU time; takes about a minute by default.
import { type ChildProcess, fork } from 'node:child_process'
import type { Report, Start } from './session-role.ts'

const rounds = Math.max(5, Number(process.argv[2] ?? 5))
const measureMs = Number(process.argv[3] ?? 1) * 1_000
/** Long enough for the engine to have compiled what is hot, also where other work has half of the processor. */
const warmMs = 1_500

interface Case {
  readonly name: string
  readonly server: string
  readonly client: string
  readonly window: number
  readonly connections: number
}

const allCases: readonly Case[] = [
  { name: 'bare TCP, window 1', server: 'bare', client: 'bare', window: 1, connections: 1 },
  { name: 'bare TCP, PDU by PDU, window 1', server: 'barePdus', client: 'barePdus', window: 1, connections: 1 },
  { name: 'ours, window 1', server: 'ours', client: 'ours', window: 1, connections: 1 },
  { name: 'npm smpp, window 1', server: 'npm', client: 'npm', window: 1, connections: 1 },
  { name: 'bare TCP, window 100', server: 'bare', client: 'bare', window: 100, connections: 1 },
  { name: 'bare TCP, PDU by PDU, window 100', server: 'barePdus', client: 'barePdus', window: 100, connections: 1 },
  { name: 'ours, window 100', server: 'ours', client: 'ours', window: 100, connections: 1 },
  { name: 'ours, window 100, promises', server: 'ours', client: 'oursPromises', window: 100, connections: 1 },
  { name: 'npm smpp, window 100', server: 'npm', client: 'npm', window: 100, connections: 1 },
  { name: 'our server alone, 1 × window 100', server: 'ours', client: 'asker', window: 100, connections: 1 },
  { name: 'our server alone, 10 × window 100', server: 'ours', client: 'asker', window: 100, connections: 10 },
  { name: 'our client alone, window 100', server: 'answerer', client: 'ours', window: 100, connections: 1 },
]

/** Only the cases whose names hold what the fourth argument says. */
const cases = allCases.filter(({ name }) => name.includes(process.argv[4] ?? ''))

interface Result {
  readonly perSecond: number
  readonly clientCpu: number
  readonly serverCpu: number
}

function start(): ChildProcess {
  return fork(new URL('session-process.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

function next<K extends Report['kind']>(child: ChildProcess, kind: K): Promise<Extract<Report, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      const report = message as Report
      if (report.kind !== kind) return
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve(report as Extract<Report, { kind: K }>)
    }
    const onExit = (): void => reject(new Error('a bench process ended too early'))
    child.on('message', onMessage)
    child.once('exit', onExit)
  })
}

async function run(of: Case): Promise<Result> {
  const server = start()
  const client = start()
  try {
    const listening = next(server, 'listening')
    server.send({ kind: 'serve', by: of.server } satisfies Start)
    const { port } = await listening
    const { window, connections } = of
    const measuring = next(client, 'measuring')
    client.send({ kind: 'drive', by: of.client, port, window, connections, warmMs, measureMs } satisfies Start)
    await measuring
    server.send('measure')
    const measured = await next(client, 'measured')
    const served = next(server, 'measured')
    server.send('stop')
    const { seconds, cpuSeconds } = await served
    return {
      perSecond: measured.answered / measured.seconds,
      clientCpu: measured.cpuSeconds / measured.seconds,
      serverCpu: cpuSeconds / seconds,
    }
  } finally {
    client.kill()
    server.kill()
  }
}

const results = new Map<string, Result[]>(cases.map(({ name }) => [name, []]))
// Round by round through all cases, so that a busy machine is busy for all of them.
for (let round = 0; round < rounds; round++) {
  for (const of of cases) results.get(of.name)!.push(await run(of))
}
const sorted = (values: readonly number[]): number[] => [...values].sort((one, other) => one - other)
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)]!
const count = (value: number): string => Math.round(value).toLocaleString('en').padStart(10)
const percent = (value: number): string => `${Math.round(value * 100)} %`
const microseconds = (value: number): string => `${value.toFixed(2)} µs`.padStart(9)
console.log(
  `node ${process.version}, ${process.platform} ${process.arch}, ${rounds} rounds of ${measureMs} ms, 207 octets`,
)
console.log(
  `${''.padEnd(36)} ${'answered/s'.padStart(10)} ${'lowest'.padStart(10)} ${'highest'.padStart(10)} client CPU server CPU  per answer: client, server`,
)
for (const [name, all] of results) {
  const rates = sorted(all.map(({ perSecond }) => perSecond))
  const numbers = [median(rates), rates[0]!, rates.at(-1)!].map(count)
  const middle = (of: (result: Result) => number): number => median(all.map(of))
  const cpu = [middle(({ clientCpu }) => clientCpu), middle(({ serverCpu }) => serverCpu)].map((each) =>
    percent(each).padStart(10),
  )
  const each = [
    middle(({ clientCpu, perSecond }) => (clientCpu / perSecond) * 1e6),
    middle(({ serverCpu, perSecond }) => (serverCpu / perSecond) * 1e6),
  ].map(microseconds)
  console.log(`${name.padEnd(36)} ${[...numbers, ...cpu, ...each].join(' ')}`)
}

/** One case against another, round by round: what a machine does to both of them falls out. */
const comparisons: readonly (readonly [name: string, other: string])[] = [
  ['ours, window 1', 'bare TCP, window 1'],
  ['ours, window 100', 'bare TCP, PDU by PDU, window 100'],
  ['ours, window 100', 'bare TCP, window 100'],
  ['ours, window 100, promises', 'bare TCP, PDU by PDU, window 100'],
  ['ours, window 100', 'npm smpp, window 100'],
]
for (const [name, other] of comparisons) {
  const [ones, others] = [results.get(name), results.get(other)]
  if (ones === undefined || others === undefined) continue
  const ratios = sorted(ones.map(({ perSecond }, round) => perSecond / others[round]!.perSecond))
  const shown = [median(ratios), ratios[0]!, ratios.at(-1)!].map(percent)
  const cost = ({ clientCpu, serverCpu, perSecond }: Result): number => (clientCpu + serverCpu) / perSecond
  const perCpu = percent(median(others.map(cost)) / median(ones.map(cost)))
  console.log(`${name}, of ${other}: ${shown[0]} (${shown[1]} to ${shown[2]}); for the same CPU time ${perCpu}`)
}
