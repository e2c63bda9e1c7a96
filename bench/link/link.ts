// How much the link carries and what it adds: see README.md beside this file.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SmscDefinition, smscSettingsSchema } from '@smpp-connect/contracts'
import { silentLog, systemClock, systemRandom } from '@smpp-connect/kernel'
import {
  Authority,
  answerEnrolment,
  enrolByDialling,
  InProcessLink,
  LinkHub,
  Listener,
  saveCredentials,
} from '@smpp-connect/link'
import { BenchEdge, SMSC } from './bench-edge.ts'
import { BenchManager } from './bench-manager.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    window: { type: 'string', default: '1000' },
    pace: { type: 'string', default: '10000' },
  },
})
const seconds = Number(values.seconds)
const window = Number(values.window)
const pace = Number(values.pace)

type CpuOfEdge = () => Promise<number>

console.log(`window ${window}, ${seconds} s a case; each order is answered and has a receipt`)
await inProcess()
await overTls()

async function inProcess(): Promise<void> {
  const manager = new BenchManager()
  const link = new InProcessLink()
  const edge = new BenchEdge({ ...link.toManager, grantCredit: (id, count) => manager.grantCredit(id, count) }, window)
  link.join(edge, manager)
  manager.edge = link.toEdge
  await measure('in one process', manager, async () => 0)
}

async function overTls(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'connect-bench-'))
  const parts = { clock: systemClock, random: systemRandom, log: silentLog }
  const authority = Authority.open({ ...parts, folder: join(folder, 'authority') })
  const manager = new BenchManager()
  const hub = new LinkHub({ ...parts, manager: () => manager, assigned: () => true, productVersion: '0.1.0' })
  manager.edge = hub
  await hub.applyDefinitions([definition()])
  const listener = new Listener({
    ...parts,
    host: '127.0.0.1',
    port: 0,
    credentials: authority.managerCredentials('main'),
    expected: { role: 'edge', isRevoked: () => false },
    accept: (connection) => hub.accept(connection),
    enrol: (socket) => answerEnrolment(socket, { ...parts, authority, productVersion: '0.1.0' }),
  })
  await listener.start()
  const file = join(folder, 'edge.pem')
  const { port } = listener
  saveCredentials(file, await enrolByDialling(authority.newToken('bench', 60_000), { host: '127.0.0.1', port }))
  const edge = fork(join(import.meta.dirname, 'edge-process.ts'), [String(port), String(window), file])
  await measure('over mutual TLS, a process each', manager, () => cpuOf(edge))
  edge.disconnect()
  hub.stop()
  await listener.stop()
  rmSync(folder, { recursive: true })
}

/** Microseconds of CPU that the edge's process used since this was last asked. */
function cpuOf(edge: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    edge.once('message', (usage: NodeJS.CpuUsage) => resolve(usage.user + usage.system))
    edge.send('cpu')
  })
}

async function measure(what: string, manager: BenchManager, cpuOfEdge: CpuOfEdge): Promise<void> {
  // What is compiled late is not measured.
  await run(manager, 2, undefined)
  console.log(`\n${what}`)
  await report('as fast as it goes', manager, cpuOfEdge, undefined)
  await report(`${pace} a second`, manager, cpuOfEdge, pace)
}

async function report(what: string, manager: BenchManager, cpuOfEdge: CpuOfEdge, perSecond?: number): Promise<void> {
  await cpuOfEdge()
  const cpu = process.cpuUsage()
  const beganMs = performance.now()
  const { count, latencies } = await run(manager, seconds, perSecond)
  const tookS = (performance.now() - beganMs) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const edgeCpu = await cpuOfEdge()
  const sorted = latencies.sort((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2)
  console.log(
    `  ${what}: ${(count / tookS).toFixed(0)} orders/s; ` +
      `CPU an order: manager ${((user + system) / count).toFixed(1)} µs, edge ${(edgeCpu / count).toFixed(1)} µs; ` +
      `latency p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms`,
  )
}

/** Keeps orders coming for so long, as fast as credit allows or at a pace, and waits for the last answer. */
async function run(
  manager: BenchManager,
  forSeconds: number,
  perSecond: number | undefined,
): Promise<{ readonly count: number; readonly latencies: number[] }> {
  manager.latencies.length = 0
  const before = manager.answered
  const receiptsBefore = manager.receipts
  const beganMs = performance.now()
  let wanted = 0
  await new Promise<void>((resolve) => {
    const turn = setInterval(() => {
      const passedMs = performance.now() - beganMs
      if (passedMs >= forSeconds * 1_000) {
        clearInterval(turn)
        resolve()
        return
      }
      const more = perSecond === undefined ? 5_000 - manager.backlog : (passedMs / 1_000) * perSecond - wanted
      if (more < 1) return
      wanted += Math.floor(more)
      manager.want(Math.floor(more))
    }, 1)
  })
  await new Promise<void>((resolve) => {
    const done = (): void => {
      if (manager.answered - before < wanted || manager.receipts - receiptsBefore < wanted) setTimeout(done, 5)
      else resolve()
    }
    done()
  })
  return { count: manager.answered - before, latencies: [...manager.latencies] }
}

/** The edge may speak of this SMSC. */
function definition(): SmscDefinition {
  const settings = { name: 'Bench', host: '127.0.0.1', systemId: 'bench', defaultSender: 'Parcels' }
  return { ...smscSettingsSchema.parse(settings), id: SMSC, version: 1, createdAtMs: 0, updatedAtMs: 0 }
}
