import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { ApiKeyView, EdgeOverview, SmscView } from '@smpp-connect/contracts'
import { eventually, FaultyProxy, temporaryFolder } from '@smpp-connect/testkit'
import { EdgeProcess, startManager, tokenFor } from '../e2e/role-process.ts'
import type { RunningConnect } from '../e2e/running-connect.ts'
import { Load } from '../faults/load.ts'
import type { RemoteSmsc } from '../faults/remote-smsc.ts'
import { defineSmscs, freePort, OURS, startSmscs } from '../faults/smscs.ts'
import { LOOPBACK, type Networks } from './networks.ts'
import { SmscWatch } from './smsc-watch.ts'

/** Texts a second, and how often a person writes. */
const PER_SECOND = 20
const WRITE_EVERY_MS = 120
const CHANGE_EVERY_MS = 1_000
/** Slow enough that half a window is always out, and receipts come after the answer. It offers again soon. */
const CENTRE = { delayAnswersMs: 400, receiptDelayMs: 900, longestPauseMs: 4_000 }
/** Keys of the API besides the one that the manager is started with. */
const MORE_KEYS = ['shop', 'bank']
/** Nobody is told that their STOP was heard: the books are to have the texts of the load and nothing else. */
const SILENT_WORDS = { language: 'en', stop: ['stop'], start: ['start'], help: ['help'] }
const NO_REPLIES = { stopReply: '', startReply: '', helpReply: '' }

export interface SiteOptions {
  /** Their names, the first choice of the SMSCs first. */
  readonly edges: readonly string[]
  /** Who opens the link. */
  readonly dials: 'edge' | 'manager'
  /** Binds that the SMSCs have to spare, above what Connect needs; any number when undefined. */
  readonly spareBinds: number | undefined
  readonly networks?: Networks
}

/** A time in which no manager ran. */
export interface ManagerGap {
  readonly fromMs: number
  toMs: number
}

/**
 * A manager, edges and an SMSC as processes of their own, with faulty proxies in each link and before the SMSC, under a
 * small steady load in both directions. Everything can be broken, and what everybody has seen can be compared at the end.
 */
export class FaultSite {
  readonly options: SiteOptions
  readonly networks: Networks
  readonly #inside = temporaryFolder()
  readonly #outside = temporaryFolder()
  readonly #edges = new Map<string, EdgeProcess>()
  readonly #linkPorts = new Map<string, number>()
  readonly #links = new Map<string, FaultyProxy>()
  readonly #outputs: { readonly output: string }[] = []
  #smsc: RemoteSmsc
  #smscPort: number
  #towardsSmsc: FaultyProxy | undefined
  #manager: RunningConnect | undefined
  #managerEnv: Readonly<Record<string, string>> = {}
  #load: Load | undefined
  #isWriting = true
  #writes = new Set<Promise<unknown>>()
  readonly watch: SmscWatch
  readonly managerGaps: ManagerGap[] = []
  /** What no log may hold. */
  readonly secrets: string[] = []
  smscIds: readonly string[] = []

  private constructor(options: SiteOptions, smsc: RemoteSmsc, smscPort: number) {
    this.options = options
    this.networks = options.networks ?? LOOPBACK
    this.#smsc = smsc
    this.#smscPort = smscPort
    this.watch = new SmscWatch(() => this.#smsc)
  }

  /** Starts all of it; resolves when every bind stands and texts flow. */
  static async start(options: SiteOptions): Promise<FaultSite> {
    const networks = options.networks ?? LOOPBACK
    const journal = temporaryFolder()
    const plan = { ...CENTRE, host: networks.outsideHost, journalFile: join(journal.path, 'smsc.journal') }
    const { smsc, port } = await startSmscs({ ...plan, spareBinds: options.spareBinds, runIn: networks.outside })
    const site = new FaultSite(options, smsc, port)
    site.#journal = journal
    try {
      await site.#begin()
    } catch (failure) {
      const { logs } = site
      await site[Symbol.asyncDispose]()
      throw new Error(`${failure instanceof Error ? failure.message : failure}\n${logs}`, { cause: failure })
    }
    return site
  }

  #journal: ReturnType<typeof temporaryFolder> | undefined

  get smsc(): RemoteSmsc {
    return this.#smsc
  }

  get manager(): RunningConnect {
    if (!this.#manager) throw new Error('no manager runs')
    return this.#manager
  }

  get load(): Load {
    if (!this.#load) throw new Error('there is no load yet')
    return this.#load
  }

  /** `host:port` where the manager waits for edges. */
  get linkPlace(): string {
    return this.#managerEnv.CONNECT_LISTEN ?? ''
  }

  get insideFolder(): string {
    return this.#inside.path
  }

  /** What stands before the SMSC; there is none where networks are real. */
  get towardsSmsc(): FaultyProxy {
    if (!this.#towardsSmsc) throw new Error('nothing stands before the SMSC')
    return this.#towardsSmsc
  }

  /** What stands in the link of an edge. */
  link(edgeId: string): FaultyProxy {
    const proxy = this.#links.get(edgeId)
    if (!proxy) throw new Error(`nothing stands in the link of ${edgeId}`)
    return proxy
  }

  edge(edgeId: string): EdgeProcess {
    const edge = this.#edges.get(edgeId)
    if (!edge) throw new Error(`there is no edge ${edgeId}`)
    return edge
  }

  /** All that every process has printed so far. */
  get logs(): string {
    return this.#outputs.map(({ output }) => output).join('\n')
  }

  /** The processes that run now, and their ids. */
  get processes(): readonly (readonly [name: string, pid: number])[] {
    const edges = [...this.#edges].map(([name, { child }]) => [name, child.pid ?? 0] as const)
    return [...edges, ['manager', this.#manager?.pid ?? 0] as const]
  }

  async edges(): Promise<readonly EdgeOverview[]> {
    return (await this.manager.get<{ items: EdgeOverview[] }>('/v1/edges')).items
  }

  async isLinked(edgeId: string): Promise<boolean> {
    return (await this.edges()).some((edge) => edge.id === edgeId && edge.up)
  }

  async smscs(): Promise<readonly SmscView[]> {
    return Promise.all(this.smscIds.map((id) => this.manager.get<SmscView>(`/v1/smscs/${id}`)))
  }

  /** Whether all binds stand that are to stand, and with this edge. */
  async isHeldBy(edgeId: string): Promise<boolean> {
    const binds = (await this.smscs()).flatMap((smsc) => smsc.binds).filter(({ status }) => status === 'bound')
    return binds.length === 3 && binds.every(({ edge }) => edge === edgeId)
  }

  async change(patch: object): Promise<void> {
    for (const id of this.smscIds) {
      const { status, body } = await this.manager.call('PATCH', `/v1/smscs/${id}`, patch)
      assert.equal(status, 200, JSON.stringify(body))
    }
  }

  async startManager(): Promise<void> {
    this.#manager = await startManager(this.#inside.path, this.#managerEnv)
    this.#outputs.push(this.#manager)
    const gap = this.managerGaps.at(-1)
    if (gap) gap.toMs = Date.now()
  }

  /** SIGTERM, or `kill -9`. */
  async endManager(how: 'stopped' | 'killed'): Promise<void> {
    this.managerGaps.push({ fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY })
    if (how === 'killed') await this.manager.kill()
    else assert.equal(await this.manager.stop(), 0, this.manager.output)
  }

  /** With the certificate that it has, or a new one. */
  async startEdge(edgeId: string): Promise<void> {
    const { dials } = this.options
    const port = this.#linkPorts.get(edgeId)
    const { outside, outsideHost } = this.networks
    const env = {
      ...(dials === 'edge' ? { CONNECT_MANAGER: `127.0.0.1:${port}` } : { CONNECT_LISTEN: `${outsideHost}:${port}` }),
      CONNECT_ENROL_TOKEN: tokenFor(this.#inside.path, edgeId),
      CONNECT_LOG_LEVEL: 'debug',
    }
    this.secrets.push(env.CONNECT_ENROL_TOKEN)
    const edge = await EdgeProcess.start('edge', join(this.#outside.path, edgeId), env, undefined, outside)
    this.#edges.set(edgeId, edge)
    this.#outputs.push(edge)
  }

  /** SIGTERM, or `kill -9`. */
  async endEdge(edgeId: string, how: 'stopped' | 'killed'): Promise<void> {
    const edge = this.edge(edgeId)
    if (how === 'killed') await edge.kill()
    else assert.equal(await edge.stop(), 0, edge.output)
  }

  /** `kill -9`, between two texts of people, so that nobody wonders whether theirs was taken. */
  async killSmsc(): Promise<void> {
    this.#isWriting = false
    await Promise.all(this.#writes)
    await this.watch.pause()
    await this.#smsc.kill()
  }

  async restartSmsc(): Promise<void> {
    const { networks, options } = this
    const journalFile = join(this.#journal?.path ?? '', 'smsc.journal')
    const plan = { ...CENTRE, host: networks.outsideHost, port: this.#smscPort, journalFile }
    const { smsc } = await startSmscs({ ...plan, spareBinds: options.spareBinds, runIn: networks.outside })
    this.#smsc = smsc
    this.watch.resume()
    this.#isWriting = true
  }

  /** Texts are on their way again in both directions, over all binds; how long it took from `sinceMs` (`performance.now`). */
  async recovered(sinceMs = performance.now(), withinMs = 90_000): Promise<number> {
    const untilMs = await this.watch.whenFlowing(withinMs).catch((failure: unknown) => {
      throw new Error(`${failure instanceof Error ? failure.message : failure}\n${this.logs.slice(-8_000)}`)
    })
    return untilMs - sinceMs
  }

  async #begin(): Promise<void> {
    const { edges, dials } = this.options
    const { insideHost, outsideHost, hasProxies } = this.networks
    const managerPort = await freePort()
    const places = new Map<string, string>()
    for (const edgeId of edges) {
      const port = dials === 'edge' ? managerPort : await freePort()
      const proxy = hasProxies ? await FaultyProxy.to(port) : undefined
      if (proxy) this.#links.set(edgeId, proxy)
      this.#linkPorts.set(edgeId, dials === 'edge' ? (proxy?.port ?? port) : port)
      places.set(edgeId, `${hasProxies ? '127.0.0.1' : outsideHost}:${proxy?.port ?? port}`)
    }
    this.#managerEnv = {
      CONNECT_HTTP_PORT: String(await freePort()),
      CONNECT_LISTEN: `${insideHost}:${managerPort}`,
      CONNECT_LOG_LEVEL: 'debug',
      ...(dials === 'manager'
        ? { CONNECT_DIAL_EDGES: [...places].map(([id, place]) => `${id}=${place}`).join(',') }
        : {}),
    }
    await this.startManager()
    // One that waits for its manager does not run before it is enrolled, which is over the manager's first connection.
    await Promise.all(edges.map((edgeId) => this.startEdge(edgeId)))
    for (const edgeId of edges) await eventually(`${edgeId} linked`, () => this.isLinked(edgeId))
    if (hasProxies) this.#towardsSmsc = await FaultyProxy.to(this.#smscPort)
    const port = this.#towardsSmsc?.port ?? this.#smscPort
    const more = { host: outsideHost, uncertainWaitSeconds: 5, edges }
    this.smscIds = await defineSmscs(this.manager, port, more)
    await eventually('all are bound', () => this.isHeldBy(edges[0] ?? ''))
    const words = await this.manager.call('PUT', '/v1/keywords', { sets: [{ ...SILENT_WORDS, ...NO_REPLIES }] })
    assert.equal(words.status, 200, JSON.stringify(words.body))
    const keys = await Promise.all(MORE_KEYS.map((name) => this.#makeKey(name)))
    this.secrets.push(...keys)
    this.#load = new Load({
      url: this.manager.url,
      keys,
      smscIds: this.smscIds,
      ours: OURS,
      perSecond: PER_SECOND,
      writeEveryMs: WRITE_EVERY_MS,
      changeEveryMs: CHANGE_EVERY_MS,
      keepsBinds: true,
      withRefusals: true,
      write: (phone, to, text) => this.#write(phone, to, text),
    })
    this.#load.start()
    this.watch.resume()
    await this.recovered()
  }

  async #makeKey(name: string): Promise<string> {
    const made = await this.manager.call<ApiKeyView & { readonly key: string }>('POST', '/v1/api-keys', { name })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body.key
  }

  async #write(phone: string, to: string, text: string): Promise<boolean> {
    await eventually('the SMSC runs', () => this.#isWriting, 180_000)
    const written = this.#smsc.reply(phone, to, text)
    this.#writes.add(written)
    return written.finally(() => this.#writes.delete(written))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.watch.pause()
    this.#isWriting = true
    const abandoned = this.#load?.abandon()
    await this.#manager?.kill()
    await Promise.all([...this.#edges.values()].map((edge) => edge.kill()))
    await abandoned?.catch(() => undefined)
    await this.#smsc.kill()
    await Promise.all([...this.#links.values()].map((proxy) => proxy.close()))
    await this.#towardsSmsc?.close()
    for (const folder of [this.#inside, this.#outside, this.#journal]) folder?.[Symbol.dispose]()
  }
}
