import { commandSpec, responseName } from '../codec/commands.ts'
import type { CommandName, Pdu, PduFields, PduInput, PduOf, RequestName } from '../codec/model/pdu.ts'
import { Status, type StatusName } from '../codec/status.ts'
import { type Listen, type Listener, listenSocket } from '../net/listen.ts'
import { type Clock, machineClock } from '../session/clock.ts'
import { RawPeer } from './raw-peer.ts'

/** What a scripted SMSC does when a request comes. */
export type ScriptedReply =
  /** Answers with ESME_ROK. */
  | 'ok'
  /** Gives no answer. */
  | 'silence'
  /** Drops the connection. */
  | 'drop'
  | {
      /** command_status of the answer, by number or name. */
      readonly status?: number | StatusName
      /** Fields of the answer. */
      readonly fields?: Readonly<Record<string, unknown>>
      /** Answers this much later. */
      readonly afterMs?: number
      /** How often it answers. Default 1. */
      readonly times?: number
      /** Answers under this number instead of the request's. */
      readonly sequenceNumber?: number
      /** Answers with these octets instead of a PDU. */
      readonly octets?: Uint8Array
    }

/** A reply, or how to find it. */
export type ScriptedRule<C extends CommandName = CommandName> =
  | ScriptedReply
  | ((pdu: PduOf<C>, peer: RawPeer) => ScriptedReply)

/** Options of a scripted SMSC. */
export interface ScriptedSmscOptions {
  /** Port on 127.0.0.1; 0 (default) is any free one. */
  readonly port?: number
  /** Listens elsewhere: on a memory network, say. */
  readonly listen?: Listen
  /** Clock for `afterMs`. */
  readonly clock?: Clock
  /** system_id of bind answers. */
  readonly systemId?: string
}

/**
 * An SMSC for tests: it answers everything well until it is told otherwise, and remembers what came. It has no rules of
 * its own, so it can also do what no SMSC should.
 *
 * ```ts
 * await using smsc = await ScriptedSmsc.start()
 * smsc.next('submit_sm', { status: 'ESME_RTHROTTLED' })
 * // ... connect a client to smsc.port and send ...
 * const submit = await smsc.waitFor('submit_sm')
 * ```
 */
export class ScriptedSmsc {
  /** Connections in the order they came, also those that are over. */
  readonly connections: RawPeer[] = []
  readonly #options: ScriptedSmscOptions
  readonly #clock: Clock
  readonly #always = new Map<string, ScriptedRule<never>>()
  readonly #next = new Map<string, ScriptedRule<never>[]>()
  #listener!: Listener
  #messageCount = 0
  #waiters: (() => void)[] = []

  private constructor(options: ScriptedSmscOptions) {
    this.#options = options
    this.#clock = options.clock ?? machineClock
  }

  /** Starts to listen. */
  static async start(options: ScriptedSmscOptions = {}): Promise<ScriptedSmsc> {
    const smsc = new ScriptedSmsc(options)
    const listen = options.listen ?? listenSocket({ port: options.port ?? 0 })
    smsc.#listener = await listen((transport) => {
      smsc.connections.push(new RawPeer(transport, (pdu, peer) => smsc.#came(pdu, peer)))
      smsc.#changed()
    })
    return smsc
  }

  get host(): string {
    return this.#listener.address.host
  }

  get port(): number {
    return this.#listener.address.port
  }

  /** From now on answers a command so. */
  always<C extends RequestName>(command: C, rule: ScriptedRule<C>): this {
    this.#always.set(command, rule as ScriptedRule<never>)
    return this
  }

  /** Answers the next requests of a command so, one rule each; after them the usual again. */
  next<C extends RequestName>(command: C, ...rules: readonly ScriptedRule<C>[]): this {
    const list = this.#next.get(command) ?? []
    list.push(...(rules as readonly ScriptedRule<never>[]))
    this.#next.set(command, list)
    return this
  }

  /** PDUs of one command that came over all connections. */
  all<C extends CommandName>(command: C): PduOf<C>[] {
    return this.connections.flatMap((peer) => peer.all(command))
  }

  /** Waits until `count` PDUs of a command have come, over all connections, and returns the last of them. */
  async waitFor<C extends CommandName>(command: C, count = 1): Promise<PduOf<C>> {
    for (;;) {
      const found = this.all(command)[count - 1]
      if (found !== undefined) return found
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  /** Sends a deliver_sm over the newest connection, and waits for the answer. */
  async deliver(fields: PduFields<'deliver_sm'>, sequenceNumber = 1_000_000 + ++this.#messageCount): Promise<Pdu> {
    const peer = this.connections.at(-1)
    if (peer === undefined) throw new Error('nobody is connected')
    peer.send({ ...fields, command: 'deliver_sm', sequenceNumber })
    for (;;) {
      const answer = peer.received.find((pdu) => pdu.sequenceNumber === sequenceNumber && isResponse(pdu))
      if (answer !== undefined) return answer
      if (peer.ended !== undefined) throw new Error(`the connection ended: ${peer.ended.reason}`)
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  /** Drops all connections, as a crash would; listens on. */
  dropAll(): void {
    for (const peer of this.connections) peer.transport.destroy()
  }

  /** Closes everything. */
  async close(): Promise<void> {
    const closed = this.#listener.close()
    this.dropAll()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #came(pdu: Pdu, peer: RawPeer): void {
    this.#changed()
    if (pdu.command === 'unknown' || commandSpec(pdu.command).kind !== 'request') return
    const rule = this.#next.get(pdu.command)?.shift() ?? this.#always.get(pdu.command) ?? 'ok'
    const reply = typeof rule === 'function' ? rule(pdu as never, peer) : rule
    this.#reply(pdu as PduOf<RequestName>, reply, peer)
  }

  #reply(request: PduOf<RequestName>, reply: ScriptedReply, peer: RawPeer): void {
    if (reply === 'silence') return
    if (reply === 'drop') {
      peer.transport.destroy()
      return
    }
    const given = reply === 'ok' ? {} : reply
    if (given.afterMs !== undefined) {
      const { afterMs, ...rest } = given
      this.#clock.after(afterMs, () => this.#reply(request, rest, peer))
      return
    }
    for (let time = 0; time < (given.times ?? 1); time++) {
      if (given.octets !== undefined) peer.sendOctets(given.octets)
      else peer.send(this.#response(request, given))
    }
  }

  #response(request: PduOf<RequestName>, given: Exclude<ScriptedReply, string>): PduInput {
    const status = typeof given.status === 'string' ? Status[given.status] : (given.status ?? 0)
    const usual: Record<string, unknown> = {}
    if (request.command.startsWith('bind_')) {
      usual.systemId = this.#options.systemId ?? 'scripted'
      usual.tlvs = { scInterfaceVersion: 0x34 }
    } else if (/^(submit_|data_|broadcast_)/.test(request.command)) usual.messageId = String(++this.#messageCount)
    return {
      ...(status === 0 ? usual : {}),
      ...given.fields,
      command: responseName(request.command),
      commandStatus: status,
      sequenceNumber: given.sequenceNumber ?? request.sequenceNumber,
    } as PduInput
  }

  #changed(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }
}

function isResponse(pdu: Pdu): boolean {
  return pdu.command.endsWith('_resp') || pdu.command === 'generic_nack'
}
