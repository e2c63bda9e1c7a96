import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchProcess } from './bench-process.ts'
import type { Gateway, GatewayReport } from './gateway.ts'
import { type Quantiles, quantiles } from './latency.ts'
import type { FromLoad, ToLoad } from './load-process.ts'
import { type CpuSeconds, cpuBetween, cpuSeconds, machineSeconds, type ThreadSeconds, totalOf } from './process-cpu.ts'
import { peakMegabytes, sumOver, writtenOctets } from './process-figures.ts'
import type { Target } from './requests.ts'
import type { LoadReport, Manner } from './run-load.ts'
import type { FromSmsc, ToSmsc } from './smsc-process.ts'
import type { SmscReport } from './smsc-tally.ts'

/** What every run needs beside the gateway. */
export interface Stage {
  readonly smsc: BenchProcess<ToSmsc, FromSmsc>
  readonly smscPort: number
  readonly load: BenchProcess<ToLoad, FromLoad>
  readonly receiptsPort: number
}

/** One run: which texts, to whom, how. */
export interface Run {
  readonly target: Target
  readonly firstIndex: number
  readonly count: number
  readonly manner: Manner
  readonly answerAfterMs: number
}

export interface Measured {
  /** From the first request until all was final, per second. */
  readonly perSecond: number
  /** From the first request until the last 202, per second. */
  readonly acceptedPerSecond: number
  readonly seconds: number
  readonly cpu: { readonly load: number; readonly gateway: number; readonly smsc: number } | undefined
  /** What the gateway's threads used, and waited for, by name. */
  readonly threads: ReadonlyMap<string, ThreadSeconds>
  /** How much of a core others used on the machine meanwhile. */
  readonly othersShare: number | undefined
  readonly peakMegabytes: number | undefined
  /** Octets that the gateway wrote to the disk. */
  readonly writtenOctets: number | undefined
  /** How long answers took at the SMSC, where it was told to wait. */
  readonly answeredAfterMs: number
  /** From the 202 until the submit_sm was on the wire, and from when the request was due until then. */
  readonly fromAccepted: Quantiles
  readonly fromDue: Quantiles
  readonly loopDelayMs: GatewayReport['loopDelayMs']
  readonly blame: readonly string[]
}

/** Receipts that the SMSC may have unanswered at a time. */
const RECEIPT_WINDOW = 1_000
/** When nothing has moved for so long, what is missing is missing for good. */
const STALLED_MS = 10_000

/** Runs it once, and holds the books of load, SMSC and gateway against one another. */
export async function measure(stage: Stage, gateway: Gateway, run: Run): Promise<Measured> {
  const { smsc, load } = stage
  const { target, firstIndex, count, manner, answerAfterMs } = run
  await load.ask({ kind: 'prepare', target, firstIndex, count }, 'prepared')
  await smsc.ask({ kind: 'expect', firstIndex, count, answerAfterMs, receiptWindow: RECEIPT_WINDOW }, 'expecting')
  await gateway.begin()
  const pids = { load: [load.pid], gateway: gateway.pids, smsc: [smsc.pid] }
  const writtenBefore = sumOver(gateway.pids, writtenOctets)
  const before = { ours: readAll(pids), machine: machineSeconds(), atMs: performance.now() }
  const allStored = smsc.next('all-stored')
  const sent = await load.ask({ kind: 'send', ...manner }, 'sent')
  await Promise.race([allStored, stalled(smsc, allStored)])
  const after = { ours: readAll(pids), machine: machineSeconds(), atMs: performance.now() }
  const written = sumOver(gateway.pids, writtenOctets)
  const seen = await smsc.ask({ kind: 'report' }, 'seen')
  const report = await gateway.end({ count, seen })

  const between = (role: keyof typeof pids): readonly (CpuSeconds | undefined)[] =>
    pids[role].map((_, at) => cpuBetween(before.ours[role][at], after.ours[role][at]))
  const [loadCpu, gatewayCpu, smscCpu] = [between('load'), between('gateway'), between('smsc')].map(totalOf)
  const cpu =
    loadCpu === undefined || gatewayCpu === undefined || smscCpu === undefined
      ? undefined
      : { load: loadCpu, gateway: gatewayCpu, smsc: smscCpu }
  const machineCpu = (after.machine ?? 0) - (before.machine ?? 0)
  const othersCpu = cpu && machineCpu - cpu.load - cpu.gateway - cpu.smsc
  const seconds = ((report.finalMs ?? seen.lastStoredMs) - sent.firstSentMs) / 1_000
  return {
    perSecond: count / seconds,
    acceptedPerSecond: (count * 1_000) / (sent.lastAnsweredMs - sent.firstSentMs),
    seconds,
    cpu,
    threads: between('gateway').find((one) => one !== undefined)?.threads ?? new Map(),
    othersShare: othersCpu && (Math.max(0, othersCpu) * 1_000) / (after.atMs - before.atMs),
    peakMegabytes: sumOver(gateway.pids, peakMegabytes),
    writtenOctets: written === undefined || writtenBefore === undefined ? undefined : written - writtenBefore,
    answeredAfterMs: seen.answeredAfterMs,
    fromAccepted: quantiles(latencies(sent.answeredMs, seen, count)),
    fromDue: quantiles(latencies(sent.sentMs, seen, count)),
    loopDelayMs: report.loopDelayMs,
    blame: [...blameOf(sent, seen, count), ...report.blame],
  }
}

function readAll<Role extends string>(pids: Readonly<Record<Role, readonly number[]>>) {
  const entries = Object.entries<readonly number[]>(pids).map(([role, some]) => [role, some.map(cpuSeconds)])
  return Object.fromEntries(entries) as Record<Role, readonly (CpuSeconds | undefined)[]>
}

/** From the moment that each request has in `fromMs` until each of its texts was on the wire. */
function latencies(fromMs: Float64Array, seen: SmscReport, count: number): Float64Array {
  const perRequest = Math.ceil(count / fromMs.length)
  return seen.onWireMs.map((onWireMs, at) => (onWireMs === 0 ? 0 : onWireMs - fromMs[Math.floor(at / perRequest)]!))
}

/** Where load and SMSC disagree. */
function blameOf(sent: LoadReport, seen: SmscReport, count: number): readonly string[] {
  const blame: string[] = []
  if (sent.notAccepted > 0) blame.push(`${sent.notAccepted} not accepted (${sent.firstTrouble})`)
  if (seen.texts !== count) blame.push(`${count - seen.texts} never came to the SMSC`)
  if (seen.doubled > 0) blame.push(`${seen.doubled} came to the SMSC twice`)
  if (seen.receiptsStored !== seen.submits) blame.push(`${seen.submits - seen.receiptsStored} receipts without an OK`)
  return blame
}

/** Resolves when nothing has moved at the SMSC for long, or all is stored. */
async function stalled(smsc: Stage['smsc'], allStored: Promise<unknown>): Promise<void> {
  let isDone = false
  allStored.finally(() => {
    isDone = true
  })
  for (let last = -1; !isDone; ) {
    const { receiptsStored } = await smsc.ask({ kind: 'how-far' }, 'so-far')
    if (receiptsStored === last) return
    last = receiptsStored
    await Promise.race([allStored, sleep(STALLED_MS, undefined, { ref: false })])
  }
}
