import type { InboundPdu, InboundVerdict, ManagerPort } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { IncomingRequest, StatusName } from '@smpp-connect/smpp'
import { Batcher } from '../batcher.ts'
import type { Turn } from '../turn.ts'
import { InboundCounts } from './inbound-counts.ts'
import { sayAnswered, sayCameIn } from './inbound-lines.ts'

const TRY_LATER: InboundVerdict = { kind: 'try-later' }

interface Waiting {
  readonly pdu: InboundPdu
  readonly request: IncomingRequest
  readonly bind: string
  readonly answer: (status: StatusName | undefined) => void
}

/**
 * The SMS Receiver: hands what comes in to the manager, in batches, and learns what to answer. It says OK only to what
 * the manager has stored; while the manager cannot be reached the SMSC is asked to try later and keeps it.
 */
export class Receiver {
  readonly counts = new InboundCounts()
  readonly #manager: Pick<ManagerPort, 'deliver'>
  readonly #log: Log
  readonly #batcher: Batcher<Waiting>

  constructor(manager: Pick<ManagerPort, 'deliver'>, log: Log, turn: Turn) {
    this.#manager = manager
    this.#log = log
    this.#batcher = new Batcher(turn, 'inbound', (batch) => this.#hand(batch))
  }

  /** Takes what a request of that bind carries. Resolves with the status to answer it with; undefined: OK. */
  receive(pdu: InboundPdu, request: IncomingRequest, bind: string): Promise<StatusName | undefined> {
    if (this.#log.isVerbose) sayCameIn(this.#log, pdu, bind, request)
    return new Promise((answer) => this.#batcher.add({ pdu, request, bind, answer }))
  }

  #hand(batch: readonly Waiting[]): void {
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

  #end({ pdu, request, bind, answer }: Waiting, verdict: InboundVerdict): void {
    this.counts.add(pdu, verdict)
    if (this.#log.isVerbose) sayAnswered(this.#log, pdu, bind, request, verdict)
    answer(verdict.kind === 'stored' ? undefined : 'ESME_RX_T_APPN')
  }
}
