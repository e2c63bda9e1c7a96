import type { InboundPdu, InboundVerdict, ManagerPort } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import { type IncomingRequest, LaterAnswer } from '@smpp-connect/smpp'
import { Batcher } from '../batcher.ts'
import type { Turn } from '../turn.ts'
import { InboundCounts } from './inbound-counts.ts'
import { sayAnswered, sayCameIn } from './inbound-lines.ts'

const TRY_LATER: InboundVerdict = { kind: 'try-later' }

/** The answer to a request of the SMSC, while the manager decides on it. */
class PendingVerdict extends LaterAnswer {
  readonly pdu: InboundPdu
  readonly request: IncomingRequest
  readonly bind: string

  constructor(pdu: InboundPdu, request: IncomingRequest, bind: string) {
    super()
    this.pdu = pdu
    this.request = request
    this.bind = bind
  }
}

/**
 * The SMS Receiver: hands what comes in to the manager, in batches, and learns what to answer. It says OK only to what
 * the manager has stored; while the manager cannot be reached the SMSC is asked to try later and keeps it.
 */
export class Receiver {
  readonly counts = new InboundCounts()
  readonly #manager: Pick<ManagerPort, 'deliver'>
  readonly #log: Log
  readonly #batcher: Batcher<PendingVerdict>

  constructor(manager: Pick<ManagerPort, 'deliver'>, log: Log, turn: Turn) {
    this.#manager = manager
    this.#log = log
    this.#batcher = new Batcher(turn, 'inbound', (batch) => this.#hand(batch))
  }

  /** Takes what a request of that bind carries. Returns the answer that it is going to be given. */
  receive(pdu: InboundPdu, request: IncomingRequest, bind: string): LaterAnswer {
    if (this.#log.isVerbose) sayCameIn(this.#log, pdu, bind, request)
    const pending = new PendingVerdict(pdu, request, bind)
    this.#batcher.add(pending)
    return pending
  }

  #hand(batch: readonly PendingVerdict[]): void {
    this.#manager.deliver(batch.map(({ pdu }) => pdu)).then(
      (verdicts) => {
        for (let at = 0; at < batch.length; at++) this.#end(batch[at]!, verdicts[at] ?? TRY_LATER)
      },
      (failure: unknown) => {
        this.#log.error('inbound not handed over', { count: batch.length, cause: String(failure) })
        for (const one of batch) this.#end(one, TRY_LATER)
      },
    )
  }

  #end(pending: PendingVerdict, verdict: InboundVerdict): void {
    const { pdu, request, bind } = pending
    this.counts.add(pdu, verdict)
    if (this.#log.isVerbose) sayAnswered(this.#log, pdu, bind, request, verdict)
    pending.give(verdict.kind === 'stored' ? undefined : 'ESME_RX_T_APPN')
  }
}
