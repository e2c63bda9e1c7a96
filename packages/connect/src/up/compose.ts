import { resolve } from 'node:path'
import { createApi } from '@smpp-connect/api'
import type { SmscDefinition } from '@smpp-connect/contracts'
import { Edge } from '@smpp-connect/edge'
import { Assembly, type Clock, type Component, IdSource, type Log, systemRandom } from '@smpp-connect/kernel'
import { InProcessLink } from '@smpp-connect/link'
import { createAccess, Manager } from '@smpp-connect/manager'
import { Simulator } from '@smpp-connect/simulator'
import { type Dial, dialSocket } from '@smpp-connect/smpp'
import type { Store } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { showFigures } from '../metrics/figures.ts'
import { PrometheusMetrics } from '../metrics/prometheus.ts'
import type { Settings } from '../settings/table.ts'
import { SETTINGS } from '../settings/table.ts'
import { localKey as newLocalKey } from './running-file.ts'
import { defineSimulator, simulatorAccount } from './simulator-smsc.ts'
import { StartRefused } from './start-refused.ts'

export interface ComposeOptions {
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
}

/** A running Connect. */
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
  /** Stops taking work and waits for what is under way, at most so long; says whether all of it ended. */
  drain(withinMs: number): Promise<boolean>
  stop(): Promise<void>
}

/** Builds everything, ties it together and starts it. */
export async function compose(options: ComposeOptions): Promise<Node> {
  const { settings, clock, log, version, startedAtMs, consoleFolder, borders } = options
  const { dataDir } = settings
  const random = systemRandom
  const ids = new IdSource(clock, random)
  const localKey = newLocalKey()

  const metrics = new PrometheusMetrics(version)
  const sqlite = new SqliteStore({ directory: dataDir })
  const store = borders?.store(sqlite) ?? sqlite
  const bootstrapKeys = settings.apiKey === null ? [localKey] : [localKey, settings.apiKey]
  const access = createAccess({ store, clock, random, ids, bootstrapKeys })
  const link = new InProcessLink()
  const manager = new Manager({
    store,
    edge: link.toEdge,
    access,
    clock,
    random,
    ids,
    log: log.with({ room: 'manager' }),
    metrics,
    maxParts: settings.maxParts,
    retentionMs: settings.retentionDays === null ? null : settings.retentionDays * 86_400_000,
  })
  showFigures(metrics, manager.useCases, clock)
  const edge = new Edge({
    manager: link.toManager,
    clock,
    random,
    log: log.with({ room: 'edge' }),
    dial: borders && ((definition) => borders.dial(definition, dialSocket(definition))),
  })
  link.join(edge, manager)

  const account = settings.simulator ? simulatorAccount(dataDir) : undefined
  const simulator = account
    ? new Simulator({
        host: settings.simulatorHost,
        port: settings.simulatorPort,
        accounts: [{ systemId: account.systemId, password: account.password }],
        journalFile: resolve(dataDir, 'simulator.journal'),
        damagedJournal: 'set-aside',
        clock,
        random,
        log: log.with({ room: 'simulator' }),
      })
    : undefined
  const api = createApi({
    useCases: manager.useCases,
    simulator,
    consoleFolder,
    log: log.with({ room: 'api' }),
    clock,
    version,
    startedAtMs,
    publicBaseUrl: settings.publicUrl ?? undefined,
    metrics: () => metrics.page(),
  })

  const storeComponent: Component = {
    name: 'store',
    start: () => store.open(),
    drain: async () => {},
    stop: () => store.close(),
  }
  const apiComponent: Component = {
    name: 'api',
    start: async () => {
      await orRefused('the console and the API', settings.httpHost, settings.httpPort, '--http-port', () =>
        api.listen({ host: settings.httpHost, port: settings.httpPort }),
      )
    },
    drain: async () => {},
    stop: () => api.close(),
  }
  const simulatorComponents: Component[] = simulator
    ? [
        {
          name: 'simulator',
          start: () =>
            orRefused('the simulator', settings.simulatorHost, settings.simulatorPort, '--simulator-port', () =>
              simulator.start(),
            ),
          drain: () => simulator.drain(),
          stop: () => simulator.stop(),
        },
      ]
    : []
  // Started in this order and stopped in the opposite one: the API last in and first out, so that nothing is accepted
  // that cannot be kept, and the simulator before the edge, so that its answers are there until the end.
  const assembly = new Assembly('connect', [storeComponent, ...simulatorComponents, manager, edge, apiComponent], log)
  await assembly.start()

  if (simulator && account) {
    await defineSimulator(manager.useCases, dataDir, account, simulator.address())
  }
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
    simulator: simulator && account ? { ...simulator.address(), systemId: account.systemId } : undefined,
    async drain(withinMs) {
      await manager.drain()
      return endsWithin(clock, withinMs, edge.drain())
    },
    stop: () => assembly.stop(),
  }
}

async function endsWithin(clock: Clock, ms: number, work: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => clock.after(ms, () => resolve(false)))
  return Promise.race([work.then(() => true), late])
}

/** Turns "address in use" and the like into words that say what to do. */
async function orRefused(
  what: string,
  host: string,
  port: number,
  flag: string,
  listen: () => Promise<unknown>,
): Promise<void> {
  try {
    await listen()
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    const place = `${host} port ${port}`
    const choose = `Name another with ${flag}, or 0 for any that is free.`
    if (code === 'EADDRINUSE') {
      throw new StartRefused(`Another program listens on ${place}, which ${what} should use. ${choose}`)
    }
    if (code === 'EACCES') throw new StartRefused(`You may not listen on ${place}, which ${what} should use. ${choose}`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartRefused(`This machine has no address ${host}, on which ${what} should listen.`)
    }
    throw failure
  }
}

function portOf(address: string | { readonly port: number } | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** An address that a browser on this machine understands. */
function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${reachable}:${port}`
}
