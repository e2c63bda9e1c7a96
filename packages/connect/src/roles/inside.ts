import { resolve } from 'node:path'
import { createApi } from '@smpp-connect/api'
import { type EdgePort, INSIDE_METRICS, METRICS, type SmscDefinition } from '@smpp-connect/contracts'
import { Assembly, type Clock, type Component, IdSource, type Log, systemRandom } from '@smpp-connect/kernel'
import type { Connection, ContractVersion } from '@smpp-connect/link'
import { createAccess, type Edges, Manager, type UseCases } from '@smpp-connect/manager'
import type { Simulator } from '@smpp-connect/simulator'
import type { Dial } from '@smpp-connect/smpp'
import type { Store } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { showFigures } from '../metrics/figures.ts'
import { PrometheusMetrics } from '../metrics/prometheus.ts'
import type { Settings } from '../settings/table.ts'
import { SETTINGS } from '../settings/table.ts'
import { orRefused, urlOf } from './listening.ts'
import { localKey as newLocalKey } from './running-file.ts'

export interface InsideOptions {
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
  readonly version: string
  readonly startedAtMs: number
  readonly consoleFolder: string
  readonly borders?: Borders | undefined
}

/**
 * Where this process ends, seen by somebody who composes it: the store and the connections to the SMSCs. What is returned
 * stands in the place of what is handed in. That is how a test watches them, or kills the process between two of their
 * steps, without a switch for it anywhere in Connect.
 */
export interface Borders {
  store(store: Store): Store
  /** The connection over TCP or TLS that the edge would make. */
  dial(definition: SmscDefinition, dial: Dial): Dial
  /** Of a manager whose edges are processes of their own. */
  readonly link?: LinkBorder
}

/** The same for one end of a link between processes. */
export interface LinkBorder {
  /** The version of the contract that this side says it speaks, and judges the other by. */
  readonly contract?: ContractVersion
  /** A connection whose peer has proved who it is. */
  connection(connection: Connection): Connection
}

/** What stands at the other end of the manager's link: an edge in this process, or the links to edges elsewhere. */
export interface EdgeSide {
  readonly port: EdgePort
  join(manager: Manager): void
  /** Where edges are processes of their own. */
  readonly edges?: Edges
  /** Started after the manager and stopped before it, in this order and the opposite one. */
  readonly components: readonly Component[]
  /** Where the edge is within: its figures, for the page of metrics. */
  readonly showFigures?: (metrics: PrometheusMetrics) => void
  /** Lets what the edges have end, at most so long; says whether all of it did. */
  drain(withinMs: number): Promise<boolean>
}

/** A running Connect, as far as it stands inside the firewall. */
export interface Node {
  readonly dataDir: string
  readonly usesDefaultFolder: boolean
  /** Where this machine reaches it. */
  readonly localUrl: string
  /** Where people reach it. */
  readonly publicUrl: string
  /** Key for the commands on this machine. */
  readonly localKey: string
  /** Only while nobody has claimed it. */
  readonly setupLink: string | undefined
  readonly simulator: { readonly host: string; readonly port: number; readonly systemId: string } | undefined
  /** Where edges reach it; undefined where the edge is within. */
  readonly link: LinkPlaces | undefined
  /** Stops taking work and waits for what is under way, at most so long; says whether all of it ended. */
  drain(withinMs: number): Promise<boolean>
  stop(): Promise<void>
}

export interface LinkPlaces {
  /** `host:port` where edges may dial. */
  readonly listens: string
  /** Edges that are dialled. */
  readonly dials: readonly string[]
  /** Edges that have a certificate. */
  readonly enrolled: readonly string[]
}

/** The simulator of this process, and what runs it. */
export interface SimulatorSide {
  readonly simulator: Simulator
  readonly component: Component
}

export interface Inside {
  readonly useCases: UseCases
  start(): Promise<void>
  /** What there is to know of it once it has started. */
  node(more: Pick<Node, 'simulator' | 'link'>): Promise<Node>
}

/** Builds what stands inside the firewall: store, manager, API and console; and ties it to its edges. */
export function composeInside(options: InsideOptions, edgeSide: EdgeSide, simulatorSide?: SimulatorSide): Inside {
  const { settings, clock, log, version, startedAtMs, consoleFolder, borders } = options
  const { dataDir } = settings
  const random = systemRandom
  const ids = new IdSource(clock, random)
  const localKey = newLocalKey()

  let isStopping = false
  const metrics = new PrometheusMetrics(version, edgeSide.showFigures ? METRICS : INSIDE_METRICS)
  const sqlite = new SqliteStore({ directory: dataDir })
  const store = borders?.store(sqlite) ?? sqlite
  const bootstrapKeys = settings.apiKey === null ? [localKey] : [localKey, settings.apiKey]
  const access = createAccess({ store, clock, random, ids, bootstrapKeys })
  const manager = new Manager({
    store,
    edge: edgeSide.port,
    access,
    clock,
    random,
    ids,
    log: log.with({ room: 'manager' }),
    metrics,
    edges: edgeSide.edges,
    maxParts: settings.maxParts,
    retentionMs: settings.retentionDays === null ? null : settings.retentionDays * 86_400_000,
  })
  edgeSide.join(manager)
  showFigures(metrics, manager.useCases, clock)
  edgeSide.showFigures?.(metrics)
  const api = createApi({
    useCases: manager.useCases,
    simulator: simulatorSide?.simulator,
    consoleFolder,
    log: log.with({ room: 'api' }),
    clock,
    version,
    startedAtMs,
    publicBaseUrl: settings.publicUrl ?? undefined,
    metrics: () => metrics.page(),
    isStopping: () => isStopping,
  })

  const storeComponent: Component = {
    name: 'store',
    start: () => store.open(),
    drain: async () => {},
    stop: () => store.close(),
  }
  const apiComponent: Component = {
    name: 'api',
    start: () =>
      orRefused('the console and the API', settings.httpHost, settings.httpPort, '--http-port', () =>
        api.listen({ host: settings.httpHost, port: settings.httpPort }),
      ),
    drain: async () => {},
    stop: () => api.close(),
  }
  // Started in this order and stopped in the opposite one: the API last in and first out, so that nothing is accepted
  // that cannot be kept, and the simulator before the edge, so that its answers are there until the end.
  const simulators = simulatorSide ? [simulatorSide.component] : []
  const components = [storeComponent, ...simulators, manager, ...edgeSide.components, apiComponent]
  const assembly = new Assembly('connect', components, log)
  return {
    useCases: manager.useCases,
    start: () => assembly.start(),
    async node(more) {
      const localUrl = urlOf(settings.httpHost, portOf(api.server.address()))
      const publicUrl = settings.publicUrl?.replace(/\/$/, '') ?? localUrl
      const token = await access.newSetupToken()
      return {
        dataDir,
        usesDefaultFolder: dataDir === resolve(SETTINGS.dataDir.default),
        localUrl,
        publicUrl,
        localKey,
        setupLink: token === undefined ? undefined : `${publicUrl}/setup#token=${token}`,
        ...more,
        async drain(withinMs) {
          isStopping = true
          await manager.drain()
          return edgeSide.drain(withinMs)
        },
        stop: () => assembly.stop(),
      }
    },
  }
}

function portOf(address: string | { readonly port: number } | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
