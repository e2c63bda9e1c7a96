import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Counts } from '@smpp-connect/contracts'
import { type Random, seededRandom } from '@smpp-connect/kernel'
import { DiskShim, eventually, skipWithoutDiskShim, temporaryFolder } from '@smpp-connect/testkit'
import { RUNNING_FILE } from '../../src/roles/running-file.ts'
import { KEY, RunningConnect, spawnUp } from '../e2e/running-connect.ts'
import { type Comparison, compareBooks, type Life } from './compare-books.ts'
import { BY_DISK, KILL_POINT_NAMES, type KillPlan, type KillPoint, OF_RECOVERY } from './kill-points.ts'
import { Load } from './load.ts'
import { readPassages } from './passages.ts'
import type { RemoteSmsc } from './remote-smsc.ts'
import { isSettled } from './settle.ts'
import { defineSmscs, freePort, MOST_WITH_SENDERS, OURS, startSmscs } from './smscs.ts'
import { readStoreBook } from './store-book.ts'

const VICTIM = join(import.meta.dirname, 'victim.ts')
/** Every point has to be passed so often before the counting ends. */
const ENOUGH = 3
/** A kill comes within about so much of the load after the start. */
const SPREAD_MS = 1_500
const LIFE_MS = 60_000
const SETTLE_MS = 120_000

export interface CampaignOptions {
  /** Most kills. */
  readonly kills: number
  /** No further round of the points begins after so long. */
  readonly withinMs?: number
  readonly seed: number
  /** Points to kill at, in turn; all of them when left out. */
  readonly points?: readonly KillPoint[]
  readonly say?: (line: string) => void
  /** Runs a Connect whose store says done before it is: to see that the books do not agree then. */
  readonly lies?: boolean
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
  await using campaign = new Campaign(options, folder.path, smsc, port, await freePort())
  return await campaign.run()
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
    const began = performance.now()
    const passages = await this.#count()
    const points = this.#options.points ?? KILL_POINT_NAMES
    const able = points.filter((point) => point !== BY_DISK || this.#shim)
    for (let kill = 0; kill < this.#options.kills; kill++) {
      const isOver = performance.now() - began > (this.#options.withinMs ?? Number.POSITIVE_INFINITY)
      if (isOver && kill >= able.length) break
      const point = able[kill % able.length] as KillPoint
      await this.#killAt({ point, nth: this.#nth(point, passages.counts.get(point) ?? 0, passages.tookMs) })
    }
    const comparison = await this.#settleAndCompare()
    return { ...comparison, wrong: [...this.#wrong, ...comparison.wrong], passages: passages.counts }
  }

  /** Leaves nothing running, whatever went wrong. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#load?.abandon()
    this.#shim?.[Symbol.dispose]()
  }

  /** The first life: defines the SMSCs, starts the load, and counts until every point was passed often enough. */
  async #count(): Promise<{ readonly counts: ReadonlyMap<KillPoint, number>; readonly tookMs: number }> {
    this.#lives.push({ startedAtMs: Date.now(), endedBy: undefined })
    this.#shim?.control.killNobody()
    await using connect = await RunningConnect.start(this.#dataDir, this.#env(), this.#program())
    const smscIds = await defineSmscs(connect, this.#smscPort)
    const began = performance.now()
    this.#load = new Load({
      url: `http://127.0.0.1:${this.#httpPort}`,
      smscIds,
      ours: OURS,
      write: (phone, to, text) => this.#smsc.reply(phone, to, text),
    })
    this.#load.start()
    let counts = new Map<KillPoint, number>()
    let missing: readonly KillPoint[] = []
    const isCounted = (): boolean => {
      counts = new Map(readPassages(this.#passagesPath))
      counts.set(BY_DISK, this.#shim?.control.passages('log-sync') ?? ENOUGH)
      missing = KILL_POINT_NAMES.filter((point) => !OF_RECOVERY.includes(point) && (counts.get(point) ?? 0) < ENOUGH)
      return missing.length === 0 && performance.now() - began > SPREAD_MS
    }
    await eventually('every kill point passed', isCounted, LIFE_MS).catch((cause: unknown) => {
      throw new Error(`not passed ${ENOUGH} times: ${missing.join(', ')}`, { cause })
    })
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
    const { child, output } = spawnUp(this.#dataDir, this.#env(), this.#program(words))
    const isMoot = OF_RECOVERY.includes(plan.point) ? () => this.#hasRecovered(child) : () => false
    await eventually(plan.point, async () => hasEnded(child) || (await isMoot()), LIFE_MS).catch(() => undefined)
    if (child.signalCode === 'SIGKILL') return
    if (hasEnded(child)) this.#wrong.push(`Connect ended by itself (${child.exitCode}):\n${output()}`)
    else if (!(await isMoot())) this.#wrong.push(`nothing came to ${plan.point}, passage ${plan.nth}`)
    // An end all the same, but none at that point.
    this.#lives[this.#lives.length - 1] = { startedAtMs: this.#lives.at(-1)?.startedAtMs ?? 0, endedBy: undefined }
    if (hasEnded(child)) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** It runs and nothing is uncertain (any more): the kill before found nothing in flight. */
  async #hasRecovered(child: ChildProcess): Promise<boolean> {
    const running = await readFile(join(this.#dataDir, RUNNING_FILE), 'utf8').catch(() => '{}')
    if ((JSON.parse(running) as { readonly pid?: number }).pid !== child.pid) return false
    const headers = { authorization: `Bearer ${KEY}` }
    const answer = await fetch(`http://127.0.0.1:${this.#httpPort}/v1/system`, { headers }).catch(() => undefined)
    if (answer?.status !== 200) return false
    const { counts } = (await answer.json()) as { readonly counts: Counts }
    return (counts.byState.uncertain ?? 0) === 0
  }

  async #settleAndCompare(): Promise<Comparison> {
    this.#lives.push({ startedAtMs: Date.now(), endedBy: undefined })
    this.#shim?.control.killNobody()
    await using connect = await RunningConnect.start(this.#dataDir, this.#env(), this.#program())
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
      mostWithSenders: MOST_WITH_SENDERS,
    })
  }

  #program(words: readonly string[] = []): readonly string[] {
    return [VICTIM, this.#passagesPath, ...(this.#options.lies ? ['--lies'] : []), ...words]
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

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
