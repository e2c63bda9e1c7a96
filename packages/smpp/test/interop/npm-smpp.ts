import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { Arrivals } from './arrivals.ts'

/** A PDU of the npm package `smpp`: header, mandatory fields and TLVs side by side, all in snake case. */
export interface NpmPdu {
  readonly command: string
  readonly command_id: number
  readonly command_status: number
  readonly sequence_number: number
  readonly [field: string]: unknown
  isResponse(): boolean
  response(fields?: NpmFields): NpmPdu
}

/** Fields that a PDU is made of. */
export type NpmFields = Readonly<Record<string, unknown>>

/** The package's session, as far as these tests use it. */
export interface NpmSession {
  readonly socket: Socket
  on(event: 'pdu', listener: (pdu: NpmPdu) => void): this
  on(event: 'connect' | 'close', listener: () => void): this
  on(event: 'error', listener: (error: Error) => void): this
  send(pdu: NpmPdu, onResponse?: (pdu: NpmPdu) => void): boolean
  destroy(): void
}

interface NpmSmpp {
  connect(options: { readonly host: string; readonly port: number }): NpmSession
  createServer(onSession: (session: NpmSession) => void): Server
  addTLV(name: string, definition: { readonly id: number; readonly type: unknown }): void
  readonly types: { readonly tlv: Readonly<Record<string, unknown>> }
  readonly PDU: new (command: string, fields?: NpmFields) => NpmPdu
}

/** The npm package `smpp`, 0.5.1, which has no types of its own. */
export const npmSmpp = createRequire(import.meta.url)('smpp') as NpmSmpp

/** Its client, with promises. */
export class NpmClient {
  /** Every PDU that came, answers included. */
  readonly came = new Arrivals<NpmPdu>()
  readonly closed: Promise<void>
  readonly session: NpmSession

  private constructor(session: NpmSession) {
    this.session = session
    session.on('pdu', this.came.push)
    this.closed = new Promise((resolve) => session.on('close', resolve))
  }

  /** Connects, until the test ends. */
  static async connect(t: TestContext, port: number): Promise<NpmClient> {
    const session = npmSmpp.connect({ host: '127.0.0.1', port })
    t.after(() => session.destroy())
    const client = new NpmClient(session)
    await once(session.socket, 'connect')
    return client
  }

  /** Sends a request, and waits for its answer. */
  request(command: string, fields: NpmFields = {}): Promise<NpmPdu> {
    return new Promise((resolve) => {
      this.session.send(new npmSmpp.PDU(command, fields), resolve)
    })
  }

  /** Answers a request. */
  answer(request: NpmPdu, fields: NpmFields = {}): void {
    this.session.send(request.response(fields))
  }
}

/** The fields of an answer that says yes and nothing else. */
export function usualAnswer(request: NpmPdu): NpmFields {
  return request.command.startsWith('bind_') ? { system_id: 'npm', sc_interface_version: 0x34 } : {}
}

/** Its server: what comes is noted and handed to `answer`. */
export class NpmServer {
  readonly came = new Arrivals<NpmPdu>()
  readonly sessions = new Arrivals<NpmSession>()
  readonly port: number

  private constructor(port: number) {
    this.port = port
  }

  /** Listens on a free port of 127.0.0.1 until the test ends. `answer` is called with each request. */
  static async listen(
    t: TestContext,
    answer: (request: NpmPdu, session: NpmSession) => NpmFields | undefined,
  ): Promise<NpmServer> {
    const listener = npmSmpp.createServer((session) => {
      server.sessions.push(session)
      t.after(() => session.destroy())
      session.on('pdu', (pdu) => {
        server.came.push(pdu)
        if (pdu.isResponse()) return
        const fields = answer(pdu, session)
        if (fields !== undefined) session.send(pdu.response(fields))
      })
    })
    t.after(() => listener.close())
    listener.listen({ host: '127.0.0.1', port: 0 })
    await once(listener, 'listening')
    const server = new NpmServer((listener.address() as AddressInfo).port)
    return server
  }

  /** Sends a request over the newest session, and waits for its answer. */
  request(command: string, fields: NpmFields = {}): Promise<NpmPdu> {
    return new Promise((resolve) => {
      this.sessions.all.at(-1)!.send(new npmSmpp.PDU(command, fields), resolve)
    })
  }
}
