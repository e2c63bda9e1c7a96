import { type Clock, type Log, silentLog, systemClock, systemRandom } from '@smpp-connect/kernel'
import {
  Authority,
  answerEnrolment,
  type Credentials,
  Dialler,
  dialTls,
  EdgeLink,
  LinkHub,
  Listener,
} from '@smpp-connect/link'
import { temporaryFolder } from '@smpp-connect/testkit'
import { toPem } from '../../src/certs/certificate.ts'
import { readToken } from '../../src/certs/enrolment-token.ts'
import { newKeyPair } from '../../src/certs/generations.ts'
import { proveKey } from '../../src/certs/key-proof.ts'
import { FakeEdge } from '../fake-edge.ts'
import { FakeManager } from '../fake-manager.ts'
import { definition, SMSC } from '../traffic.ts'
import { fastClock } from './fast-clock.ts'

const DAY_MS = 86_400_000

/** Log lines, to look at what people are told. */
export class LogBook {
  readonly lines: string[] = []
  readonly log: Log = {
    ...silentLog,
    info: (event, fields) => this.#note(event, fields),
    warn: (event, fields) => this.#note(event, fields),
    error: (event, fields) => this.#note(event, fields),
    with: () => this.log,
  }

  #note(event: string, fields: object | undefined): void {
    this.lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  }

  said(what: string): boolean {
    return this.lines.some((line) => line.includes(what))
  }
}

export function authorityIn(folder: string, clock: Clock = systemClock): Authority {
  return Authority.open({ folder, clock, random: systemRandom })
}

/** Credentials as an enrolment gives them, without the way there. */
export function enrolled(authority: Authority, edgeId: string): Credentials {
  const token = readToken(authority.newToken(edgeId, DAY_MS))
  const { privateKey } = newKeyPair()
  const { publicKey, signature } = proveKey(privateKey)
  const answer = token && authority.enrol(token.id, token.secret, publicKey, signature)
  if (answer?.kind !== 'renewed') throw new Error('not enrolled')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: toPem(answer.certificate),
    authorities: answer.authorities.map(toPem),
  }
}

/** Manager and edge with real sockets on loopback, on a clock that runs fast. */
export class TlsWorld {
  readonly clock = fastClock()
  readonly book = new LogBook()
  readonly manager = new FakeManager()
  readonly #folder = temporaryFolder()
  readonly authorityFolder = `${this.#folder.path}/authority`
  readonly authority = authorityIn(this.authorityFolder)
  readonly hub: LinkHub
  readonly link: EdgeLink
  readonly edge: FakeEdge
  readonly revokedAtEdge = new Set<string>()
  edgeCredentials: Credentials
  managerCredentials: Credentials
  onAuthorities: (certificates: readonly Uint8Array[]) => void = () => {}
  readonly #toStop: { stop(): Promise<void> }[] = []

  constructor(edgeId = 'london') {
    const parts = { clock: this.clock, random: systemRandom, log: this.book.log, productVersion: '0.1.0' }
    this.hub = new LinkHub({
      ...parts,
      manager: () => this.manager,
      assigned: () => true,
      renew: (request) => this.authority.renew(request),
      onCertificate: (id, serial) => this.authority.sawCertificate(id, serial),
    })
    this.hub.applyDefinitions([definition(SMSC)])
    this.link = new EdgeLink({
      ...parts,
      edgeId,
      onRevoked: (serials) => {
        for (const serial of serials) this.revokedAtEdge.add(serial)
      },
      onAuthorities: (certificates) => this.onAuthorities(certificates),
    })
    this.edge = new FakeEdge(this.link)
    this.link.join(this.edge)
    this.edgeCredentials = enrolled(this.authority, edgeId)
    this.managerCredentials = this.authority.managerCredentials('main')
  }

  /** The manager listens; resolves with its port. */
  async managerListens(): Promise<Listener> {
    const listener = new Listener({
      host: '127.0.0.1',
      port: 0,
      credentials: this.managerCredentials,
      expected: { role: 'edge', isRevoked: (serial) => this.authority.revokedSerials().includes(serial) },
      accept: (connection) => this.hub.accept(connection),
      enrol: (socket) => this.#enrol(socket),
      log: this.book.log,
    })
    await listener.start()
    this.#toStop.push(listener)
    return listener
  }

  async edgeDials(port: number): Promise<Dialler> {
    return this.#dials(
      (signal) =>
        dialTls(
          {
            host: '127.0.0.1',
            port,
            credentials: () => this.edgeCredentials,
            expected: { role: 'manager', isRevoked: (serial) => this.revokedAtEdge.has(serial) },
          },
          signal,
        ),
      (connection) => this.link.accept(connection),
    )
  }

  async edgeListens(port = 0): Promise<Listener> {
    const listener = new Listener({
      host: '127.0.0.1',
      port,
      credentials: this.edgeCredentials,
      expected: { role: 'manager', isRevoked: (serial) => this.revokedAtEdge.has(serial) },
      accept: (connection) => this.link.accept(connection),
      log: this.book.log,
    })
    await listener.start()
    this.#toStop.push(listener)
    return listener
  }

  async managerDials(port: number, edgeId = 'london'): Promise<Dialler> {
    return this.#dials(
      (signal) =>
        dialTls(
          {
            host: '127.0.0.1',
            port,
            credentials: () => this.managerCredentials,
            expected: {
              role: 'edge',
              id: edgeId,
              isRevoked: (serial) => this.authority.revokedSerials().includes(serial),
            },
            enrol: (socket) => this.#enrol(socket),
          },
          signal,
        ),
      (connection) => this.hub.accept(connection),
    )
  }

  async stop(): Promise<void> {
    for (const one of this.#toStop.toReversed()) await one.stop()
    this.hub.stop()
    this.#folder[Symbol.dispose]()
  }

  async #dials(
    dial: ConstructorParameters<typeof Dialler>[0]['dial'],
    accept: ConstructorParameters<typeof Dialler>[0]['accept'],
  ): Promise<Dialler> {
    const dialler = new Dialler({ dial, accept, clock: this.clock, random: systemRandom, log: this.book.log })
    await dialler.start()
    this.#toStop.push(dialler)
    return dialler
  }

  #enrol(socket: Parameters<typeof answerEnrolment>[0]): Promise<void> {
    return answerEnrolment(socket, { authority: this.authority, productVersion: '0.1.0', log: this.book.log })
  }
}
