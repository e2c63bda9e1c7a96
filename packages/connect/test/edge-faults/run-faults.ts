import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Counts } from '@smpp-connect/contracts'
import { type Random, seededRandom } from '@smpp-connect/kernel'
import { eventually } from '@smpp-connect/testkit'
import { compareBooks } from '../faults/compare-books.ts'
import { isSettled } from '../faults/settle.ts'
import { MOST_WITH_SENDERS } from '../faults/smscs.ts'
import { readStoreBook } from '../faults/store-book.ts'
import type { EdgeFault, FaultScale, Measure } from './edge-fault.ts'
import { FaultSite } from './fault-site.ts'
import { judgeSite, memoryOf, type Tally, tallyOf } from './judge-site.ts'
import type { Networks } from './networks.ts'

/** After ten minutes without a link: what waited, at the pace of the windows; and what the SMSC offers again in a minute. */
const SETTLE_MS = 600_000

export interface FaultRunOptions {
  /** Are injected one after the other on one site; they need the same edges. */
  readonly faults: readonly EdgeFault[]
  /** How often each. */
  readonly rounds: number
  readonly scale: FaultScale
  readonly dials: 'edge' | 'manager'
  readonly seed: number
  readonly networks?: Networks
  readonly say?: (line: string) => void
}

export interface FaultRunResult extends Tally {
  readonly rounds: number
  readonly measures: ReadonlyMap<Measure, readonly number[]>
  /** By account, the most at once. */
  readonly mostBound: ReadonlyMap<string, number>
  readonly memory: ReadonlyMap<string, number>
  readonly wrong: readonly string[]
}

/** Starts a site, injects faults under load, lets everything settle, stops it, and compares all that was seen. */
export async function runFaults(options: FaultRunOptions): Promise<FaultRunResult> {
  const { faults, dials, seed, networks } = options
  const [first] = faults
  if (!first) throw new RangeError('no fault to inject')
  const [startedAtMs, random] = [Date.now(), seededRandom(seed)]
  const { edges, spareBinds } = first
  await using site = await FaultSite.start({ edges, dials, spareBinds, ...(networks && { networks }) })
  try {
    return await runOn(site, options, startedAtMs, random)
  } catch (failure) {
    const cause = failure instanceof Error ? failure : new Error(String(failure))
    throw new Error(`${cause.message}; ${keptLogs(site)}`, { cause })
  }
}

async function runOn(
  site: FaultSite,
  { faults, rounds, scale, say }: FaultRunOptions,
  startedAtMs: number,
  random: Random,
): Promise<FaultRunResult> {
  const measures = new Map<Measure, number[]>()
  const memory = new Map<string, number>()
  const measured = (measure: Measure, ms: number): void => {
    measures.set(measure, [...(measures.get(measure) ?? []), ms])
  }
  for (const fault of faults) {
    for (let nth = 0; nth < rounds; nth++) {
      const beganMs = performance.now()
      await fault.inject({ site, scale, random, nth, measured })
      for (const [name, pid] of site.processes) memory.set(name, Math.max(memory.get(name) ?? 0, memoryOf(pid)))
      say?.(`round ${nth + 1} after ${((performance.now() - beganMs) / 1_000).toFixed(1)} s: ${fault.what}`)
    }
  }

  await site.load.stop()
  const wrong: string[] = []
  await eventually('all is settled', () => isSettled(site.smsc, site.manager), SETTLE_MS).catch((failure: unknown) => {
    wrong.push(`it does not settle: ${failure instanceof Error ? failure.message : failure}`)
  })
  const { counts } = await site.manager.get<{ readonly counts: Counts }>('/v1/system')
  const metrics = await site.manager.text('/metrics')
  await site.watch.pause()
  await site.endManager('stopped')
  for (const edgeId of site.options.edges) await site.endEdge(edgeId, 'stopped')
  const books = {
    clients: site.load.book,
    submits: await site.smsc.ask('submits'),
    replies: await site.smsc.ask('replies'),
    kept: await readStoreBook(site.insideFolder),
    lives: [{ startedAtMs, endedBy: undefined }],
    mostWithSenders: MOST_WITH_SENDERS,
  }
  const { mostBound, mostUnanswered } = site.watch
  wrong.push(
    ...compareBooks(books).wrong,
    ...judgeSite({
      books,
      counts,
      metrics,
      logs: site.logs,
      secrets: site.secrets,
      mostBound,
      mostUnanswered,
      managerGaps: site.managerGaps,
      memory,
      losses: rounds * faults.reduce((sum, { losses }) => sum + losses, 0),
      neverDoubles: faults.every(({ neverDoubles = false }) => neverDoubles),
      isLate: faults.some(({ isLate = false }) => isLate),
      unreadMs: Math.max(...faults.map(({ unreadMs = 0 }) => unreadMs)),
      extraBinds: Math.max(...faults.map(({ extraBinds = 0 }) => extraBinds)),
    }),
  )
  if (wrong.length > 0) wrong.push(keptLogs(site))
  return { ...tallyOf(books), rounds: rounds * faults.length, measures, mostBound, memory, wrong }
}

/** What the processes of a run said that went wrong, for whoever wants to know why. */
function keptLogs(site: FaultSite): string {
  const path = join(tmpdir(), `connect-faults-${process.pid}.log`)
  writeFileSync(path, site.logs)
  return `what was said is in ${path}`
}
