import type { InboundPdu, InboundVerdict, ManagerPort } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import { Batcher } from '../batcher.ts'
import type { Turn } from '../turn.ts'
import { InboundCounts } from './inbound-counts.ts'

const TRY_LATER: InboundVerdict = { kind: 'try-later' }

interface Waiting {
  readonly pdu: InboundPdu
  readonly answer: (verdict: InboundVerdict) => void
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
    this.#batcher = new Batcher(turn, 'inbound', (batch) => {
      this.#manager.deliver(batch.map(({ pdu }) => pdu)).then(
        (verdicts) => {
          for (const [at, one] of batch.entries()) this.#end(one, verdicts[at] ?? TRY_LATER)
        },
        (failure: unknown) => {
          this.#log.error('inbound not handed over', { count: batch.length, cause: String(failure) })
          for (const one of batch) this.#end(one, TRY_LATER)
        },
      )
    })
  }

  receive(pdu: InboundPdu): Promise<InboundVerdict> {
    return new Promise((answer) => this.#batcher.add({ pdu, answer }))
  }

  #end({ pdu, answer }: Waiting, verdict: InboundVerdict): void {
    this.counts.add(pdu, verdict)
    answer(verdict)
  }
}
