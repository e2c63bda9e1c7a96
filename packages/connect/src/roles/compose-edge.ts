import { existsSync, rmSync } from 'node:fs'
import { type EdgeRole, OUTSIDE_METRICS, type SmscDefinition } from '@smpp-connect/contracts'
import { Edge, Hearing, SeatKeeper } from '@smpp-connect/edge'
import { Assembly, type Clock, type Component, type Log, systemRandom } from '@smpp-connect/kernel'
import {
  CertificateRenewal,
  type Connection,
  type Credentials,
  Dialler,
  dialTls,
  EdgeLink,
  edgeIdOf,
  type LinkState,
  Listener,
  saveCredentials,
  validityOf,
} from '@smpp-connect/link'
import { type Dial, dialSocket } from '@smpp-connect/smpp'
import { edgeReadiness } from '../health/edge-readiness.ts'
import { StatusListener } from '../health/status-listener.ts'
import { statusPlace } from '../health/status-place.ts'
import { showEdge, showOutside } from '../metrics/edge-figures.ts'
import { PrometheusMetrics } from '../metrics/prometheus.ts'
import type { Settings } from '../settings/table.ts'
import type { LinkBorder } from './inside.ts'
import { credentialsFile, LINK_PLACE, placeOf, rotationFile } from './link-settings.ts'
import { orRefused } from './listening.ts'
import { StartRefused } from './start-refused.ts'
import { endsWithin } from './within.ts'

export interface EdgeProcessOptions {
  readonly settings: Settings
  readonly role: EdgeRole
  readonly credentials: Credentials
  readonly clock: Clock
  readonly log: Log
  readonly version: string
  readonly onState: (state: LinkState) => void
  /** Where it answers /healthz, /readyz and /metrics; undefined: nowhere, for this reason. */
  readonly onStatus: (listens: string | undefined, reason: string) => void
  readonly borders?: EdgeBorders | undefined
}

/** Where the process of an edge ends, as `Borders` for what stands inside. */
export interface EdgeBorders {
  readonly dial?: (definition: SmscDefinition, dial: Dial) => Dial
  readonly link?: LinkBorder
}

/** A running edge. */
export interface EdgeProcess {
  readonly edgeId: string
  /** `host:port` where it waits for its manager; undefined where it dials. */
  readonly listens: string | undefined
  /** Where it dials its manager; undefined where it waits. */
  readonly dials: string | undefined
  /** Takes no more work and waits for what is under way, at most so long; says whether all of it ended. */
  drain(withinMs: number): Promise<boolean>
  stop(): Promise<void>
}

/** How often it is looked whether somebody asked for a new certificate. */
const LOOK_MS = 1_000

/**
 * `connect edge`, `connect sender`, `connect receiver`: the binds, and one link to the manager. It has its certificate on
 * disk and nothing else: definitions, orders and texts are in memory only.
 */
export async function composeEdge(options: EdgeProcessOptions): Promise<EdgeProcess> {
  const { settings, role, clock, log, version, onState, onStatus, borders } = options
  const { dial } = borders ?? {}
  const random = systemRandom
  let { credentials } = options
  const edgeId = edgeIdOf(credentials)
  if (edgeId === undefined) {
    throw new StartRefused(`${credentialsFile(settings.dataDir)} is not the certificate of an edge: enrol again.`)
  }
  let revoked: ReadonlySet<string> = new Set()
  const isRevoked = (serial: string): boolean => revoked.has(serial)
  const link = new EdgeLink({
    edgeId,
    role,
    contract: borders?.link?.contract,
    productVersion: version,
    clock,
    random,
    log: log.with({ room: 'link' }),
    onState: (state) => {
      if (state.kind === 'up') {
        seats.linked()
        hearing.linked()
      }
      onState(state)
    },
    onSeatsChanged: () => seats.askNow(),
    onRevoked: (serials) => {
      revoked = new Set(serials)
    },
    onAuthorities: (certificates) => renewal.trust(certificates),
  })
  const seats: SeatKeeper = new SeatKeeper({ ask: (ask) => link.askSeats(ask), clock })
  const hearing: Hearing = new Hearing({ ask: () => link.echo(), clock, log: log.with({ room: 'link' }) })
  const edge = new Edge({
    manager: link,
    clock,
    random,
    log: log.with({ room: 'edge' }),
    seats,
    hearing,
    dial: dial && ((definition) => dial(definition, dialSocket(definition))),
  })
  link.join(edge)

  let isStopping = false
  const metrics = new PrometheusMetrics(version, OUTSIDE_METRICS)
  const readiness = () =>
    edgeReadiness(
      { edge: edgeId, role, version },
      {
        link: link.figures,
        isTold: seats.isTold,
        unheardMs: hearing.figures.unheardMs,
        smscs: edge.figures,
        isStopping,
        nowMs: clock.nowMs(),
      },
    )
  showEdge(metrics, edge, clock)
  showOutside(metrics, {
    link,
    seats,
    hearing,
    isReady: () => readiness().status === 'ready',
    certificateEndsMs: () => validityOf(credentials).notAfterMs,
    clock,
  })
  const at = statusPlace(settings, role)
  const pages = { readiness, metrics: () => metrics.page() }
  const status = at && new StatusListener({ at, pages, clock, log: log.with({ room: 'status' }), onChange: onStatus })

  const accept = (connection: Connection) => link.accept(borders?.link?.connection(connection) ?? connection)
  const { listen } = settings
  const shared = { expected: { role: 'manager', isRevoked }, log: log.with({ room: 'link' }) } as const
  const listener = listen === null ? undefined : new Listener({ ...placeOf(listen), credentials, accept, ...shared })
  const dials = listen === null ? (settings.manager ?? LINK_PLACE) : undefined
  const dialler =
    dials === undefined
      ? undefined
      : new Dialler({
          dial: (signal) => dialTls({ ...placeOf(dials), credentials: () => credentials, ...shared }, signal),
          accept,
          clock,
          random,
          log: shared.log,
        })
  const renewal: CertificateRenewal = new CertificateRenewal({
    link,
    credentials: () => credentials,
    save: (renewed) => {
      saveCredentials(credentialsFile(settings.dataDir), renewed)
      credentials = renewed
      listener?.setCredentials(renewed)
    },
    clock,
    log,
  })

  const door = listener ? doorOf(listener, listen as string) : (dialler as Component)
  const goodbye: Component = {
    name: 'link',
    start: async () => {},
    drain: async () => {},
    stop: async () => link.close('the edge stops'),
  }
  const rotation = rotationWatch(settings.dataDir, clock, () => renewal.renewNow())
  // Stopped in the opposite order: unbound first, while the manager can still be told of it.
  // And how it is can be asked until the end.
  const components = [...(status ? [status] : []), door, goodbye, renewal, rotation, seats, edge]
  const assembly = new Assembly('edge', components, log)
  await assembly.start()
  return {
    edgeId,
    listens: listener && `${placeOf(listen as string).host}:${listener.port}`,
    dials,
    async drain(withinMs) {
      isStopping = true
      await seats.drain()
      return endsWithin(clock, withinMs, edge.drain())
    },
    stop: () => assembly.stop(),
  }
}

function doorOf(listener: Listener, listen: string): Component {
  const { host, port } = placeOf(listen)
  return {
    name: listener.name,
    start: () => orRefused('the link to the manager', host, port, '--listen', () => listener.start()),
    drain: () => listener.drain(),
    stop: () => listener.stop(),
  }
}

/** `connect certs rotate` asks with a file, which is gone when the certificate is new. */
function rotationWatch(dataDir: string, clock: Clock, renew: () => Promise<boolean>): Component {
  const file = rotationFile(dataDir)
  let stopped = false
  const look = async (): Promise<void> => {
    if (existsSync(file) && (await renew())) rmSync(file, { force: true })
    if (!stopped) clock.after(LOOK_MS, look)
  }
  return {
    name: 'rotation watch',
    start: async () => void clock.after(LOOK_MS, look),
    drain: async () => {},
    stop: async () => {
      stopped = true
    },
  }
}
