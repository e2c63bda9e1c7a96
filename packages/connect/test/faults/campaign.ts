import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Random, seededRandom } from '@smpp-connect/kernel'
import { DiskShim, eventually, skipWithoutDiskShim, temporaryFolder } from '@smpp-connect/testkit'
import { RunningConnect, spawnUp } from '../e2e/running-connect.ts'
import { type Comparison, compareBooks, type Life } from './compare-books.ts'
import { BY_DISK, KILL_POINT_NAMES, type KillPlan, type KillPoint } from './kill-points.ts'
import { Load } from './load.ts'
import { readPassages } from './passages.ts'
import type { RemoteSmsc } from './remote-smsc.ts'
import { isSettled } from './settle.ts'
import { ALL_WINDOWS, defineSmscs, freePort, OURS, startSmscs } from './smscs.ts'
import { readStoreBook } from './store-book.ts'

const VICTIM = join(import.meta.dirname, 'victim.ts')
/** Every point has to be passed so often before the counting ends. */
const ENOUGH = 3
/** A kill comes within about so much of the load after the start. */
const SPREAD_MS = 1_500
const LIFE_MS = 60_000
const SETTLE_MS = 120_000

/** Points that are passed once, right after a start, and only when the kill before it found something in flight. */
const OF_RECOVERY: readonly KillPoint[] = ['R uncertain', 'R policy']

export interface CampaignOptions {
  readonly kills: number
  readonly seed: number
  /** Points to kill at, in turn; all of them when left out. */
  readonly points?: readonly KillPoint[]
  readonly say?: (line: string) => void
}

export interface CampaignResult extends Comparison {
  /** How often each point was passed while nobody was killed. */
  readonly passages: ReadonlyMap<KillPoint, number>
}

/**
 * Runs Connect under a steady load against an SMSC in another process, kills it again and again at planned moments, lets
 * everything settle, and compares the books. The first life only counts; from what it counted the kills are spread.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  using folder = temporaryFolder()
  const { smsc, port } = await startSmscs()
  await using _ = smsc
  return await new Campaign(options, folder.path, smsc, port, await freePort()).run()
}

class Campaign {
  readonly #options: CampaignOptions
  readonly #dataDir: string
  readonly #passagesPath: string
  readonly #smsc: RemoteSmsc
  readonly #smscPort: number
  readonly #httpPort: number
  readonly #shim: DiskShim | undefined
  readonly #random: Random
  readonly #lives: Life[] = []
  readonly #wrong: string[] = []
  #load: Load | undefined

  constructor(options: CampaignOptions, folder: string, smsc: RemoteSmsc, smscPort: number, httpPort: number) {
    this.#options = options
    this.#dataDir = join(folder, 'data')
    this.#passagesPath = join(folder, 'passages')
    this.#smsc = smsc
    this.#smscPort = smscPort
    this.#httpPort = httpPort
    this.#random = seededRandom(options.seed)
    this.#shim = skipWithoutDiskShim() ? undefined : new DiskShim({ root: this.#dataDir, folder })
  }

  async run(): Promise<CampaignResult> {
    const passages = await this.#count()
    const points = this.#options.points ?? KILL_POINT_NAMES
    const able = points.filter((point) => point !== BY_DISK || this.#shim)
    for (let kill = 0; kill < this.#options.kills; kill++) {
      const point = able[kill % able.length] as KillPoint
      await this.#killAt({ point, nth: this.#nth(point, passages.counts.get(point) ?? 0, passages.tookMs) })
    }
    const comparison = await this.#settleAndCompare()
    this.#shim?.[Symbol.dispose]()
    return { ...comparison, wrong: [...this.#wrong, ...comparison.wrong], passages: passages.counts }
  }

  /** The first life: defines the SMSCs, starts the load, and counts until every point was passed often enough. */
  async #count(): Promise<{ readonly counts: ReadonlyMap<KillPoint, number>; readonly tookMs: number }> {
    this.#lives.push({ startedAtMs: Date.now(), endedBy: undefined })
    this.#shim?.control.killNobody()
    const connect = await RunningConnect.start(this.#dataDir, this.#env(), [VICTIM, this.#passagesPath])
    const smscIds = await defineSmscs(connect, this.#smscPort)
    const began = performance.now()
    this.#load = new Load({
      url: `http://127.0.0.1:${this.#httpPort}`,
      smscIds,
      ours: OURS,
      write: (phone, to, text) => this.#smsc.reply(phone, to, text),
    })
    this.#load.start()
    const counts = await eventually(
      'every kill point passed',
      () => {
        const seen = new Map(readPassages(this.#passagesPath))
        seen.set(BY_DISK, this.#shim?.control.passages('log-sync') ?? ENOUGH)
        const missing = KILL_POINT_NAMES.filter(
          (point) => !OF_RECOVERY.includes(point) && (seen.get(point) ?? 0) < ENOUGH,
        )
        return missing.length === 0 && performance.now() - began > SPREAD_MS ? seen : undefined
      },
      LIFE_MS,
    )
    const tookMs = performance.now() - began
    await connect.kill()
    return { counts, tookMs }
  }

  /** Which passage of a point to die at, so that the kills spread over the first moments of a life. */
  #nth(point: KillPoint, counted: number, tookMs: number): number {
    if (OF_RECOVERY.includes(point)) return 1
    return 1 + Math.floor(this.#random.fraction() * Math.max(1, (counted * SPREAD_MS) / tookMs))
  }

  async #killAt(plan: KillPlan): Promise<void> {
    this.#lives.push({ startedAtMs: Date.now(), endedBy: plan })
    this.#options.say?.(`kill at ${plan.point}, passage ${plan.nth}`)
    const byDisk = plan.point === BY_DISK
    if (byDisk) this.#shim?.control.killAt('log-sync', plan.nth)
    else this.#shim?.control.killNobody()
    const words = byDisk ? [] : [plan.point, String(plan.nth)]
    const { child, output } = spawnUp(this.#dataDir, this.#env(), [VICTIM, this.#passagesPath, ...words])
    const signal = await ended(child, OF_RECOVERY.includes(plan.point) ? SPREAD_MS * 2 : LIFE_MS)
    if (signal === 'SIGKILL') return
    if (signal !== undefined) this.#wrong.push(`Connect ended by itself (${signal}):\n${output()}`)
    else if (!OF_RECOVERY.includes(plan.point)) this.#wrong.push(`nothing came to ${plan.point}, passage ${plan.nth}`)
    // Nothing was in flight at the kill before: then there is nothing to recover.
    this.#lives.pop()
    child.kill('SIGKILL')
    await ended(child, LIFE_MS)
  }

  async #settleAndCompare(): Promise<Comparison> {
    this.#lives.push({ startedAtMs: Date.now(), endedBy: undefined })
    this.#shim?.control.killNobody()
    await using connect = await RunningConnect.start(this.#dataDir, this.#env(), [VICTIM, this.#passagesPath])
    const load = this.#load as Load
    await load.stop()
    await eventually('all is settled', () => isSettled(this.#smsc, connect), SETTLE_MS).catch((failure: unknown) => {
      this.#wrong.push(`it does not settle: ${failure instanceof Error ? failure.message : failure}`)
    })
    if ((await connect.stop()) !== 0) this.#wrong.push(`it does not stop in good order:\n${connect.output}`)
    return compareBooks({
      clients: load.book,
      submits: await this.#smsc.ask('submits'),
      replies: await this.#smsc.ask('replies'),
      kept: await readStoreBook(this.#dataDir),
      lives: this.#lives,
      window: ALL_WINDOWS,
    })
  }

  #env(): Readonly<Record<string, string>> {
    return {
      CONNECT_HTTP_PORT: String(this.#httpPort),
      CONNECT_SIMULATOR: 'off',
      CONNECT_LOG_LEVEL: 'error',
      ...this.#shim?.env,
    }
  }
}

/** How a process ended, or undefined when it had not by then. */
async function ended(child: ChildProcess, withinMs: number): Promise<string | undefined> {
  if (child.exitCode !== null || child.signalCode !== null) return child.signalCode ?? `exit ${child.exitCode}`
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), withinMs)
  const end = await Promise.race([once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>, late])
  clearTimeout(timer)
  return end && (end[1] ?? `exit ${end[0]}`)
}
