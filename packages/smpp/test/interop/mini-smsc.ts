import type { TestContext } from 'node:test'
import {
  type BindAttempt,
  formatReceipt,
  type HandlerResult,
  type IncomingRequest,
  type MessageState,
  messageStateValue,
  type PduOf,
  type RequestOutcome,
  type ServerOptions,
  type SessionEnd,
  SmppServer,
  type SmppSession,
  Status,
  type StatusName,
  textOf,
} from '../../src/index.ts'
import { Arrivals } from './arrivals.ts'

/** A message that the SMSC has taken. */
export interface KeptMessage {
  readonly id: string
  readonly submit: PduOf<'submit_sm'>
  /** The account it came from. */
  readonly systemId: string
  state: MessageState
  shortMessage: Uint8Array
}

interface MiniSmscOptions extends Partial<ServerOptions> {
  readonly judge?: (request: IncomingRequest) => StatusName | undefined
}

export const PASSWORD = 'secret'

/**
 * A small but whole message centre on our server, for clients of other makers: it keeps messages, answers about them, and
 * sends receipts and texts when the test says so. It notes everything that comes.
 */
export class MiniSmsc {
  readonly binds = new Arrivals<BindAttempt>()
  readonly sessions = new Arrivals<SmppSession>()
  readonly ends = new Arrivals<SessionEnd>()
  readonly requests = new Arrivals<IncomingRequest>()
  readonly kept = new Arrivals<KeptMessage>()
  readonly #byId = new Map<string, KeptMessage>()
  readonly #judge: (request: IncomingRequest) => StatusName | undefined
  #server!: SmppServer

  private constructor(judge: (request: IncomingRequest) => StatusName | undefined) {
    this.#judge = judge
  }

  /**
   * Listens on a free port of 127.0.0.1 until the test ends. `judge` may refuse a request with a status. An error in the
   * server fails the test.
   */
  static async start(t: TestContext, { judge = () => undefined, ...options }: MiniSmscOptions = {}): Promise<MiniSmsc> {
    const smsc = new MiniSmsc(judge)
    const errors: unknown[] = []
    smsc.#server = await SmppServer.listen({
      port: 0,
      systemId: 'minismsc',
      onBind: (attempt) => {
        smsc.binds.push(attempt)
        return attempt.password === PASSWORD || 'ESME_RINVPASWD'
      },
      onSession: smsc.sessions.push,
      onRequest: (request, session) => smsc.#answer(request, session),
      onSessionEnd: (_session, end) => smsc.ends.push(end),
      onError: (error) => errors.push(error),
      ...options,
    })
    t.after(async () => {
      await smsc.#server.close()
      if (errors.length > 0) throw new AggregateError(errors, 'handlers of the SMSC failed')
    })
    return smsc
  }

  get port(): number {
    return this.#server.address.port
  }

  /** The message with an id, for as long as it was not cancelled. */
  message(id: string): KeptMessage | undefined {
    return this.#byId.get(id)
  }

  /** The newest session of an account that may receive. */
  receiver(systemId: string): SmppSession {
    const found = [...this.#server.sessions].findLast(
      ({ bindRequest, state }) => bindRequest?.systemId === systemId && (state === 'BOUND_RX' || state === 'BOUND_TRX'),
    )
    if (found === undefined) throw new Error(`${systemId} has no session that may receive`)
    return found
  }

  /** Sends the receipt of a message to its sender, text and TLVs as of 3.4 appendix B. */
  sendReceipt(message: KeptMessage, state: MessageState, options: { tlvs: boolean }): Promise<RequestOutcome> {
    const { id, submit } = message
    message.state = state
    const times = { submitUtcMs: Date.UTC(2026, 0, 2, 3, 4), doneUtcMs: Date.UTC(2026, 0, 2, 3, 5) }
    const text = formatReceipt({ id, state, ...times, text: textOf(submit).replace(/[^ -~]/g, '?') })
    return this.receiver(message.systemId).request({
      command: 'deliver_sm',
      sourceAddrTon: submit.destAddrTon,
      sourceAddrNpi: submit.destAddrNpi,
      sourceAddr: submit.destinationAddr,
      destAddrTon: submit.sourceAddrTon,
      destAddrNpi: submit.sourceAddrNpi,
      destinationAddr: submit.sourceAddr,
      esmClass: 0x04,
      shortMessage: new TextEncoder().encode(text),
      ...(options.tlvs ? { tlvs: { receiptedMessageId: id, messageState: messageStateValue(state) } } : {}),
    })
  }

  #answer(request: IncomingRequest, session: SmppSession): HandlerResult {
    this.requests.push(request)
    const refusal = this.#judge(request)
    if (refusal !== undefined) return refusal
    const systemId = session.bindRequest!.systemId
    switch (request.command) {
      case 'submit_sm':
        return { messageId: this.#keep(request, systemId) }
      case 'data_sm':
        return { messageId: 'data' }
      case 'submit_multi':
        return {
          messageId: 'multi',
          unsuccessSme: request.destAddress
            .filter((address) => address.destFlag === 1 && address.destinationAddr.endsWith('99'))
            .map((address) => ({ destinationAddr: '', destAddrTon: 0, destAddrNpi: 0, ...address }))
            .map(({ destAddrTon, destAddrNpi, destinationAddr }) => {
              return { destAddrTon, destAddrNpi, destinationAddr, errorStatusCode: Status.ESME_RINVDSTADR }
            }),
        }
      case 'query_sm':
        return this.#about(request.messageId, 'ESME_RQUERYFAIL', ({ id, state }) => {
          const finalDate = state === 'DELIVERED' ? '260102030500000+' : ''
          return { messageId: id, finalDate, messageState: messageStateValue(state), errorCode: 0 }
        })
      case 'replace_sm':
        return this.#about(request.messageId, 'ESME_RREPLACEFAIL', (message) => {
          message.shortMessage = request.shortMessage.slice()
        })
      case 'cancel_sm':
        return this.#about(request.messageId, 'ESME_RCANCELFAIL', ({ id }) => {
          this.#byId.delete(id)
        })
      default:
        return 'ESME_RINVCMDID'
    }
  }

  /** Ids have eight digits at most: 3.3 allows no more (field message_id of submit_sm_resp). */
  #keep(submit: PduOf<'submit_sm'>, systemId: string): string {
    const id = String(10_000_001 + this.kept.all.length)
    const message: KeptMessage = { id, submit, systemId, state: 'ENROUTE', shortMessage: submit.shortMessage.slice() }
    this.#byId.set(id, message)
    this.kept.push(message)
    return id
  }

  #about(
    id: string,
    otherwise: 'ESME_RQUERYFAIL' | 'ESME_RREPLACEFAIL' | 'ESME_RCANCELFAIL',
    then: (message: KeptMessage) => HandlerResult,
  ): HandlerResult {
    const message = this.#byId.get(id)
    return message === undefined ? otherwise : then(message)
  }
}
