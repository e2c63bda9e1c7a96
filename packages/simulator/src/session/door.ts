import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, Log } from '@smpp-connect/kernel'
import {
  type BindAttempt,
  type BindVerdict,
  type HandlerResult,
  type IncomingRequest,
  type RequestAnswer,
  type ResponseFields,
  SmppServer,
  type SmppSession,
  Status,
  type StatusName,
} from '@smpp-connect/smpp'
import type { Ledger } from '../centre/ledger.ts'
import type { SimulatorFaults, SimulatorOptions } from '../options.ts'
import { BoundSession } from './bound-session.ts'
import type { DeliveryDesk } from './delivery-desk.ts'
import type { MessageRequests } from './message-requests.ts'
import { PausableListen } from './pausable-listen.ts'
import type { SubmitRequests } from './submit-requests.ts'

/** Requests of one session in work at a time: more than any window, so that a turn's submits share one write. */
const MAX_CONCURRENT_REQUESTS = 10_000

/** The answer to query_broadcast_sm, with the TLVs that it must have (5.0 section 4.6.1.4): nothing is known. */
const NO_BROADCAST: ResponseFields<'query_broadcast_sm'> = {
  commandStatus: Status.ESME_RINVCMDID,
  tlvs: { messageState: 7, broadcastAreaIdentifier: [Uint8Array.of(0)], broadcastAreaSuccess: [255] },
}

export interface DoorParts {
  readonly submits: SubmitRequests
  readonly messages: MessageRequests
  readonly desk: DeliveryDesk
  readonly ledger: Ledger
  readonly clock: Clock
  readonly log: Log
}

/** The SMPP side: who may come in, and which request goes where. */
export class Door {
  readonly #options: SimulatorOptions
  readonly #parts: DoorParts
  readonly #bound = new Map<SmppSession, BoundSession>()
  readonly #listen: PausableListen
  #server: SmppServer | undefined
  #shut = false
  #faults: SimulatorFaults = {}

  constructor(options: SimulatorOptions, parts: DoorParts) {
    this.#options = options
    this.#parts = parts
    this.#listen = new PausableListen({ host: options.host, port: options.port, tls: options.tls })
  }

  get address(): { readonly host: string; readonly port: number } {
    if (this.#server === undefined) throw new Error('the simulator has not been started')
    return this.#server.address
  }

  sessions(): readonly BoundSession[] {
    return [...this.#bound.values()]
  }

  /** Listens. Rejects with the operating system's error when the port cannot be had. */
  async open(): Promise<void> {
    const { clock, desk, log } = this.#parts
    const { deliverWindow, responseTimeoutMs = 30_000 } = this.#options
    this.#server = await SmppServer.listen({
      listen: this.#listen.listen,
      systemId: 'simulator',
      clock,
      timers: { responseTimeoutMs },
      windowSize: deliverWindow ?? 100,
      maxConcurrentRequests: MAX_CONCURRENT_REQUESTS,
      interfaceVersion: 0x50,
      // Ids are longer than the 8 characters of SMPP 3.3, as they are in the field.
      encodeVersion: 'widest',
      onBind: (attempt, session) => this.#judge(attempt, session),
      onSession: (session) => this.#joined(session),
      onRequest: (request, session) => this.#handle(request, session),
      onSessionEnd: (session) => {
        const bound = this.#bound.get(session)
        this.#bound.delete(session)
        if (bound !== undefined) desk.leave(bound)
      },
      onError: (error) => log.error('a request failed', { cause: String(error) }),
    })
  }

  /** Refuses further binds. */
  shut(): void {
    this.#shut = true
  }

  setFaults(faults: SimulatorFaults): void {
    this.#faults = faults
    this.#listen.setReading(faults.stopReading !== true)
    this.#listen.closesNew = faults.closeOn === 'connection'
  }

  async close(): Promise<void> {
    this.shut()
    this.#listen.setReading(true)
    await this.#server?.close()
  }

  #judge(attempt: BindAttempt, session: SmppSession): BindVerdict {
    if (this.#faults.closeOn === 'bind') session.destroy()
    const verdict = this.#verdict(attempt)
    if (verdict !== true) this.#parts.ledger.counters.refusedBinds++
    return verdict
  }

  #verdict(attempt: BindAttempt): true | StatusName {
    const { systemId, password, systemType, bindType, interfaceVersion } = attempt
    if (this.#shut) return 'ESME_RBINDFAIL'
    if (this.#faults.refuseBinds !== undefined) return this.#faults.refuseBinds
    const account = this.#options.accounts.find((each) => each.systemId === systemId)
    if (account === undefined) return 'ESME_RINVSYSID'
    if (!same(account.password, password)) return 'ESME_RINVPASWD'
    if (interfaceVersion > (account.maxInterfaceVersion ?? 0xff)) return 'ESME_RBINDFAIL'
    if (systemType !== (account.systemType ?? systemType)) return 'ESME_RINVSYSTYP'
    if (!(account.bindTypes ?? [bindType]).includes(bindType)) return 'ESME_RINVBNDSTS'
    return this.#boundAs(systemId) < (account.maxBinds ?? Number.POSITIVE_INFINITY) || 'ESME_RALYBND'
  }

  /** Sessions of an account that have not said goodbye. */
  #boundAs(systemId: string): number {
    return this.sessions().filter((bound) => bound.systemId === systemId && bound.session.accepting).length
  }

  #joined(session: SmppSession): void {
    const { clock, desk } = this.#parts
    const bind = session.bindRequest
    if (bind === undefined) return
    const bindType =
      bind.command === 'bind_transceiver'
        ? 'transceiver'
        : bind.command === 'bind_receiver'
          ? 'receiver'
          : 'transmitter'
    const bound = new BoundSession(session, bind.systemId, bindType, clock.nowMs())
    this.#bound.set(session, bound)
    this.#parts.ledger.bound(bind.systemId, this.#boundAs(bind.systemId))
    desk.join(bound)
    if (this.#faults.closeOn === 'bound') session.close('closed as soon as it is bound, as a fault')
  }

  /** Keeps count of the submits of a session that wait for their answer. */
  #counted(bound: BoundSession, answer: RequestAnswer | Promise<RequestAnswer>): HandlerResult {
    if (!(answer instanceof Promise)) return answer
    bound.unanswered++
    this.#parts.ledger.unanswered(bound.systemId, bound.unanswered)
    return answer.finally(() => {
      bound.unanswered--
    })
  }

  #handle(request: IncomingRequest, session: SmppSession): HandlerResult {
    const bound = this.#bound.get(session)
    if (bound === undefined) return 'ESME_RINVBNDSTS'
    const { submits, messages } = this.#parts
    switch (request.command) {
      case 'submit_sm':
      case 'data_sm':
        return this.#counted(bound, submits.submit(request, bound))
      case 'submit_multi':
        return this.#counted(bound, submits.submitMulti(request, bound))
      case 'query_sm':
        return messages.query(request, bound.systemId)
      case 'cancel_sm':
        return messages.cancel(request, bound.systemId)
      case 'replace_sm':
        return messages.replace(request, bound.systemId)
      case 'query_broadcast_sm':
        return NO_BROADCAST
      default:
        // Broadcasts and the queries of 3.3 are not there.
        return 'ESME_RINVCMDID'
    }
  }
}

/** Takes the same time whatever is wrong. */
function same(expected: string, given: string): boolean {
  return timingSafeEqual(digest(expected), digest(given))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
