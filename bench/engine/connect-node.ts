import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Counts, SmscView, SystemView } from '@smpp-connect/contracts'
import { BenchProcess } from './bench-process.ts'
import type { Gateway, GatewayReport } from './gateway.ts'
import { wallMs } from './smsc-tally.ts'
import type { ProfileKind } from './thread-profile.ts'
import type { FromWatch, ToWatch } from './watch.ts'

const THIS_CHECKOUT = join(import.meta.dirname, '..', '..')
const MAIN = join('packages', 'connect', 'src', 'main.ts')
/** What `npm start` and the deployments of a checkout start node with. */
const ENGINE_FLAGS = join('packages', 'connect', 'bin', 'engine-flags.mjs')
const WATCH = new URL('watch.ts', import.meta.url).href
const KEY = 'key-of-the-engine-benchmark'
const WAIT_MS = 30_000
/** How long what is under way may take to become final once the last receipt is stored. */
const SETTLE_MS = 10_000
const LOOK_AGAIN_MS = 2

export interface ConnectOptions {
  /** The checkout to run; this one unless told. */
  readonly checkout?: string | undefined
  /** The profiles that its threads make; left out, they make none. */
  readonly profile?: ProfileSettings | undefined
  /** Of node. With any, what it prints is shown. */
  readonly flags?: readonly string[]
}

export interface ProfileSettings {
  readonly kind: ProfileKind
  readonly folder: string
}

/** `connect up` as anybody runs it, in a process of its own with a data folder of its own, and no simulator. */
export class ConnectNode implements Gateway {
  readonly key = KEY
  readonly #watch: BenchProcess<ToWatch, FromWatch>
  readonly #url: string
  readonly #dataDir: string
  #before: Counts | undefined

  private constructor(watch: BenchProcess<ToWatch, FromWatch>, url: string, dataDir: string) {
    this.#watch = watch
    this.#url = url
    this.#dataDir = dataDir
  }

  /** Starts it, with its data under `directory`. */
  static async start(directory: string, { checkout, profile, flags = [] }: ConnectOptions): Promise<ConnectNode> {
    const dataDir = mkdtempSync(join(directory, 'connect-bench-'))
    const at = checkout ?? THIS_CHECKOUT
    const given = [...(await engineFlags(at)), ...flags]
    const child = spawn(process.execPath, [...given, '--import', WATCH, join(at, MAIN), 'up'], {
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CONNECT_'))),
        CONNECT_DATA_DIR: dataDir,
        CONNECT_HTTP_PORT: '0',
        CONNECT_SIMULATOR: 'off',
        CONNECT_API_KEY: KEY,
        NO_COLOR: '1',
        ...(profile === undefined ? {} : { BENCH_PROFILE: profile.folder, BENCH_PROFILE_KIND: profile.kind }),
      },
      stdio: ['ignore', flags.length > 0 ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    })
    const watch = BenchProcess.around<ToWatch, FromWatch>(child, 'connect up')
    const running = join(dataDir, 'connect.json')
    await until('connect up', async () => {
      if (child.exitCode !== null) throw new Error(`connect up ended with ${child.exitCode}`)
      return existsSync(running)
    })
    const { url } = JSON.parse(readFileSync(running, 'utf8')) as { url: string }
    return new ConnectNode(watch, url, dataDir)
  }

  get pids(): readonly number[] {
    return [this.#watch.pid]
  }

  get port(): number {
    return Number(new URL(this.#url).port)
  }

  /** Defines an SMSC on this machine, with no pace unless told, and resolves with its id once it is bound. */
  async bind(smscPort: number, windowSize: number, perSecond: number | null = null): Promise<string> {
    const { id } = await this.#call<SmscView>('POST', '/v1/smscs', {
      name: 'Bench',
      host: '127.0.0.1',
      port: smscPort,
      systemId: 'bench',
      password: 'bench',
      defaultSender: '12345',
      windowSize,
      perSecond,
    })
    await until('the bind', async () => {
      const { binds } = await this.#call<SmscView>('GET', `/v1/smscs/${id}`)
      return binds.length > 0 && binds.every(({ status }) => status === 'bound')
    })
    return id
  }

  /** Hands over texts, as the API takes them; all have to be accepted. */
  async send(messages: readonly object[]): Promise<void> {
    const { accepted } = await this.#call<{ readonly accepted: number }>('POST', '/v1/messages/batch', { messages })
    if (accepted !== messages.length) throw new Error(`${messages.length - accepted} texts were not accepted`)
  }

  async begin(): Promise<void> {
    this.#before = await this.counts()
    await this.#watch.ask({ kind: 'begin' }, 'begun')
  }

  async end({ count }: { readonly count: number }): Promise<GatewayReport> {
    const before = this.#before
    const expected = (before?.accepted ?? 0) + count
    // A receipt that is stored before its answer is (they cross each other) is final only with the answer.
    let after = await this.counts()
    let finalMs: number | undefined
    for (const giveUpMs = wallMs() + SETTLE_MS; after.final !== expected && wallMs() < giveUpMs; ) {
      await sleep(LOOK_AGAIN_MS)
      after = await this.counts()
      finalMs = wallMs()
    }
    const { loopDelayMaxMs, loopDelayP99Ms } = await this.#watch.ask({ kind: 'end' }, 'watched')
    const blame: string[] = []
    const expect = (what: string, found: number, expected: number): void => {
      if (found !== expected) blame.push(`by Connect's counts ${found} ${what}, not ${expected}`)
    }
    expect('accepted', after.accepted - (before?.accepted ?? 0), count)
    expect('delivered', (after.byState.delivered ?? 0) - (before?.byState.delivered ?? 0), count)
    expect('final', after.final, after.accepted)
    expect('waiting', after.waiting, 0)
    expect('uncertain', after.uncertain, 0)
    expect('marked as possible duplicates', after.mayBeDuplicate, 0)
    expect('receipts parked', after.receiptsParked, 0)
    return { blame, finalMs, loopDelayMs: { max: loopDelayMaxMs, p99: loopDelayP99Ms } }
  }

  /** Stops it in good order, and takes its data away. */
  async stop(): Promise<void> {
    await this.#watch.end('SIGINT')
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  /** What the API counts. */
  async counts(): Promise<Counts> {
    return (await this.#call<SystemView>('GET', '/v1/system')).counts
  }

  async #call<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Body
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpMs = performance.now() + WAIT_MS
  while (!(await isSo())) {
    if (performance.now() > giveUpMs) throw new Error(`waited ${WAIT_MS / 1_000} s for ${what}`)
    await sleep(20)
  }
}

/** A checkout from before there were any has none. */
async function engineFlags(checkout: string): Promise<readonly string[]> {
  const file = join(checkout, ENGINE_FLAGS)
  if (!existsSync(file)) return []
  const { ENGINE_FLAGS: flags } = (await import(pathToFileURL(file).href)) as { ENGINE_FLAGS: readonly string[] }
  return flags
}
