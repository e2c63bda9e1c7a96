import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BatchResult, Counts, EdgeOverview, EdgeRole, SmscView } from '@smpp-connect/contracts'
import { Simulator, type SimulatorAccount } from '@smpp-connect/simulator'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { findings } from '../faults/store-book.ts'
import { EdgeProcess, linkOf, startManager, tokenFor } from './role-process.ts'
import type { RunningConnect } from './running-connect.ts'

export const PASSWORD = 'kept-out'
const numberOf = (at: number): string => `+4477009${String(at).padStart(5, '0')}`

export interface EdgeWorldOptions {
  readonly manager?: Readonly<Record<string, string>>
  readonly account?: Partial<SimulatorAccount>
  readonly receiptDelayMs?: number
  /** Settings of the edges. */
  readonly edge?: Readonly<Record<string, string>>
}

/** A manager, edges and a message centre; the centre is in this process, so that its ledger is at hand. */
export class EdgeWorld {
  readonly #inside = temporaryFolder()
  readonly #outside = temporaryFolder()
  readonly #edges: EdgeProcess[] = []
  readonly simulator: Simulator
  manager: RunningConnect
  #managerEnv: Readonly<Record<string, string>>
  readonly #edgeEnv: Readonly<Record<string, string>>
  #texts = 0

  private constructor(simulator: Simulator, { manager = {}, edge = {} }: EdgeWorldOptions) {
    this.simulator = simulator
    this.#managerEnv = manager
    this.#edgeEnv = edge
    this.manager = undefined as never
  }

  static async start(options: EdgeWorldOptions = {}): Promise<EdgeWorld> {
    const account = { systemId: 'connect', password: PASSWORD, ...options.account }
    const { receiptDelayMs = 10 } = options
    const other = { systemId: 'other', password: PASSWORD }
    const simulator = new Simulator({ port: 0, accounts: [account, other], receiptDelayMs })
    await simulator.start()
    const world = new EdgeWorld(simulator, options)
    world.manager = await startManager(world.#inside.path, world.#managerEnv)
    // Whoever starts anew is found where the first one was.
    world.#managerEnv = { ...world.#managerEnv, CONNECT_LISTEN: linkOf(world.manager) }
    return world
  }

  get insideFolder(): string {
    return this.#inside.path
  }

  /** `host:port` of the link. */
  get link(): string {
    return this.#managerEnv.CONNECT_LISTEN as string
  }

  /** An edge of its own, with a certificate, that dials the manager, or what stands before it. */
  async edge(edgeId: string, role: EdgeRole = 'edge', place: string = this.link): Promise<EdgeProcess> {
    const edge = await this.startEdge(edgeId, role, { CONNECT_MANAGER: place })
    if (place === this.link) await this.whenLinked(edgeId)
    return edge
  }

  /** An edge with these settings, run by another program than `connect` if one is named; enrolled if it is not yet. */
  async startEdge(
    edgeId: string,
    role: EdgeRole,
    env: Readonly<Record<string, string>>,
    program?: readonly string[],
  ): Promise<EdgeProcess> {
    const folder = join(this.#outside.path, edgeId)
    const isEnrolled = existsSync(join(folder, 'edge.pem'))
    const token = isEnrolled ? {} : { CONNECT_ENROL_TOKEN: tokenFor(this.#inside.path, edgeId) }
    const edge = await EdgeProcess.start(role, folder, { ...env, ...token, ...this.#edgeEnv }, program)
    this.#edges.push(edge)
    return edge
  }

  async whenLinked(edgeId: string): Promise<void> {
    await eventually(`${edgeId} linked`, async () => (await this.edges()).some(({ id, up }) => id === edgeId && up))
  }

  /** `kill -9` of the edge process that was started last under this name. */
  async killEdge(edgeId: string): Promise<void> {
    await this.#edges.findLast(({ dataDir }) => dataDir === join(this.#outside.path, edgeId))?.kill()
  }

  async restartManager(program?: readonly string[]): Promise<void> {
    this.manager = await startManager(this.#inside.path, this.#managerEnv, program)
  }

  async define(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { host, port } = this.simulator.address()
    const settings = { name: 'Centre', host, port, systemId: 'connect', password: PASSWORD, defaultSender: '60777' }
    const { status, body } = await this.manager.call<SmscView>('POST', '/v1/smscs', { ...settings, ...more })
    assert.equal(status, 201, JSON.stringify(body))
    return body.id
  }

  async change(id: string, patch: Readonly<Record<string, unknown>>): Promise<SmscView> {
    const { status, body } = await this.manager.call<SmscView>('PATCH', `/v1/smscs/${id}`, patch)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }

  smsc(id: string): Promise<SmscView> {
    return this.manager.get<SmscView>(`/v1/smscs/${id}`)
  }

  /** The binds that stand, as `edge type`. */
  async bound(id: string): Promise<string> {
    const { binds } = await this.smsc(id)
    return binds
      .filter(({ status }) => status === 'bound')
      .map(({ edge, bindType }) => `${edge} ${bindType}`)
      .sort()
      .join(', ')
  }

  /** Waits until exactly these binds stand; how long it took, in milliseconds. */
  async whenBound(id: string, wanted: string): Promise<number> {
    const beganMs = performance.now()
    let last = ''
    await eventually(`bound: ${wanted}`, async () => {
      last = await this.bound(id)
      return last === wanted
    }).catch((failure: unknown) => {
      throw new Error(`${failure}; bound is: ${last}\n${this.logs}`)
    })
    return performance.now() - beganMs
  }

  /** Hands over so many texts, each to a person of its own. */
  async send(count: number, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    for (let left = count; left > 0; left -= 200) {
      const messages = Array.from({ length: Math.min(left, 200) }, () => {
        const at = this.#texts++
        return { to: numberOf(at), text: `Text ${at}`, ...more }
      })
      const { status, body } = await this.manager.call<BatchResult>('POST', '/v1/messages/batch', { messages })
      assert.equal(status, 202, JSON.stringify(body))
      assert.equal(body.accepted, messages.length, JSON.stringify(body))
    }
  }

  async counts(): Promise<Counts> {
    return (await this.manager.get<{ counts: Counts }>('/v1/system')).counts
  }

  async edges(): Promise<readonly EdgeOverview[]> {
    return (await this.manager.get<{ items: EdgeOverview[] }>('/v1/edges')).items
  }

  /** Submits that the centre has taken. */
  get taken(): number {
    return this.simulator.ledger.counters.taken
  }

  async whenTaken(count: number): Promise<void> {
    await eventually(`${count} taken`, () => this.taken >= count)
  }

  /** Waits until every text is delivered. */
  async allDelivered(withinMs = 30_000): Promise<Counts> {
    let last: Counts | undefined
    return eventually(
      'all delivered',
      async () => {
        last = await this.counts()
        return last.byState.delivered === this.#texts ? last : undefined
      },
      withinMs,
    ).catch((failure: unknown) => {
      throw new Error(`${failure}: ${JSON.stringify(last)}\n${this.logs}`)
    })
  }

  /** To whom a centre took texts, each submit once. */
  destinations(centre: Simulator = this.simulator): readonly string[] {
    return Array.from(centre.ledger.submits(), ({ destination }) => destination.address)
  }

  /** How often the centre has each text, as far as that is not once. */
  get notOnce(): readonly string[] {
    const times = new Map<string, number>()
    for (const { destination } of this.simulator.ledger.submits()) {
      const to = `+${destination.address}`
      times.set(to, (times.get(to) ?? 0) + 1)
    }
    return Array.from({ length: this.#texts }, (_, at) => numberOf(at))
      .filter((number) => times.get(number) !== 1)
      .map((number) => `${number} ${times.get(number) ?? 0} times`)
  }

  /** Stops the manager and looks into its store: whether it is sound, and how many parts were ever uncertain. */
  async everUncertain(): Promise<number> {
    assert.equal(await this.manager.stop(), 0, this.manager.output)
    return everUncertainIn(this.insideFolder)
  }

  get logs(): string {
    return [this.manager.output, ...this.#edges.map(({ dataDir, output }) => `${dataDir}:\n${output}`)].join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#edges.map((edge) => edge.kill()))
    await this.manager.kill()
    await this.simulator.stop()
    this.#inside[Symbol.dispose]()
    this.#outside[Symbol.dispose]()
  }
}

/** Whether the store of a Connect that is stopped is sound, and how many parts were ever uncertain. */
export async function everUncertainIn(directory: string): Promise<number> {
  const store = new SqliteStore({ directory })
  await store.open()
  try {
    assert.deepEqual(await findings(store), [])
    let uncertain = 0
    for (let after = 0; ; ) {
      const events = await store.events(after, 1_000)
      if (events.length === 0) return uncertain
      uncertain += events.filter(({ kind }) => kind === 'message.uncertain').length
      after = events.at(-1)?.seq ?? after
    }
  } finally {
    await store.close()
  }
}
