import type { TLSSocket } from 'node:tls'
import { bindTypesOf, roleHolds } from '@smpp-connect/contracts'
import type { Component } from '@smpp-connect/kernel'
import { systemRandom } from '@smpp-connect/kernel'
import {
  Authority,
  AuthorityWatch,
  answerEnrolment,
  type Connection,
  Dialler,
  dialTls,
  InProcessLink,
  LinkHub,
  Listener,
  ManagerIdentity,
} from '@smpp-connect/link'
import type { Manager } from '@smpp-connect/manager'
import { type Place, readEdgePlaces } from '../settings/kinds.ts'
import type { EdgeSide, InsideOptions, LinkPlaces } from './inside.ts'
import { authorityFolder, LINK_PLACE, MANAGER_ID, placeOf } from './link-settings.ts'
import { orRefused } from './listening.ts'
import { StandingBoard } from './standing-board.ts'

/** The links to edges that are processes of their own, as the manager's one edge. */
export interface LinkSide extends EdgeSide {
  /** Once it has started. */
  readonly places: LinkPlaces
}

/** How often it is looked whether the last order has its answer. */
const LOOK_MS = 20

export function linkSide({ settings, clock, log: whole, version, borders }: InsideOptions): LinkSide {
  const log = whole.with({ room: 'link' })
  const random = systemRandom
  const authority = Authority.open({ folder: authorityFolder(settings.dataDir), clock, random })
  const standings = new StandingBoard({ authority, clock, log })
  const inner = new InProcessLink()
  let manager: Manager | undefined
  const hub = new LinkHub({
    manager: () => inner.toManager,
    assigned: (edgeId, { edges, bindMode }, role) =>
      (edges.length === 0 || edges.includes(edgeId)) &&
      (role === null || bindTypesOf(bindMode).some((bindType) => roleHolds(role, bindType))),
    seats: async (edgeId, ask) => (await manager?.askSeats(edgeId, ask)) ?? [],
    onLostVerdicts: (lost) => manager?.lostVerdicts(lost),
    contract: borders?.link?.contract,
    productVersion: version,
    clock,
    random,
    log,
    renew: (request) => authority.renew(request),
    onCertificate: (edgeId, serial) => standings.saw(edgeId, serial),
  })
  const identity = new ManagerIdentity({ id: MANAGER_ID, authority, clock })
  const watch = new AuthorityWatch({ authority, hub, identity, clock, log })
  const isRevoked = (serial: string): boolean => watch.isRevoked(serial)
  const accept = (connection: Connection) => hub.accept(borders?.link?.connection(connection) ?? connection)
  const enrolled = (): readonly string[] => [
    ...new Set(authority.issued().flatMap(({ edgeId, revoked }) => (revoked ? [] : [edgeId]))),
  ]
  const expectAll = (edgeIds: Iterable<string>): void => {
    for (const edgeId of edgeIds) hub.expect(edgeId)
  }
  const enrol = async (socket: TLSSocket): Promise<void> => {
    await answerEnrolment(socket, { authority, productVersion: version, log })
    expectAll(enrolled())
  }

  const { host, port } = placeOf(settings.listen ?? LINK_PLACE)
  const listener = new Listener({
    host,
    port,
    credentials: identity.credentials,
    expected: { role: 'edge', isRevoked },
    accept,
    enrol,
    log,
  })
  identity.onChange((credentials) => listener.setCredentials(credentials))

  const dialled: ReadonlyMap<string, Place> =
    (settings.dialEdges === null ? undefined : readEdgePlaces(settings.dialEdges)) ?? new Map()
  const diallers = [...dialled].map(
    ([id, at]) =>
      new Dialler({
        dial: (signal) =>
          dialTls(
            { ...at, credentials: () => identity.credentials, expected: { role: 'edge', id, isRevoked }, enrol },
            signal,
          ),
        accept,
        clock,
        random,
        log: log.with({ edgeId: id }),
      }),
  )
  expectAll([...enrolled(), ...dialled.keys()])

  const hubComponent: Component = {
    name: 'links',
    start: async () => {},
    drain: async () => {},
    stop: async () => hub.stop(),
  }
  const door: Component = {
    name: listener.name,
    start: () => orRefused('the link to the edges', host, port, '--listen', () => listener.start()),
    drain: () => listener.drain(),
    stop: () => listener.stop(),
  }
  return {
    port: hub,
    edges: {
      views: () => hub.views,
      certificate: (edgeId) => standings.of(edgeId),
      poke: (edgeId) => hub.poke(edgeId),
      passed: (edgeId, smscId) => hub.passed(edgeId, smscId),
    },
    join(joined) {
      manager = joined
      inner.join(hub, joined)
    },
    // Stopped in the opposite order: sessions say goodbye before the sockets are closed.
    components: [identity, watch, door, ...diallers, hubComponent],
    get places() {
      const listens = `${host.includes(':') ? `[${host}]` : host}:${listener.port}`
      return { listens, dials: [...dialled.keys()], enrolled: enrolled() }
    },
    // Edges are not asked to give up their work: another manager process will want it. Only what they have comes home.
    async drain(withinMs) {
      const untilMs = clock.monotonicMs() + withinMs
      while (hub.views.some(({ openOrders }) => openOrders > 0)) {
        if (clock.monotonicMs() >= untilMs) return false
        await new Promise<void>((resolve) => clock.after(LOOK_MS, () => resolve()))
      }
      return true
    },
  }
}
