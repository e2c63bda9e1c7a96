import type { ManagerPort, SmscId } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { Reply, Session } from '../session/session.ts'
import { inboundFromWire, verdictsToWire } from '../wire/inbound.ts'
import type { Deliver } from '../wire/link.generated.ts'

export interface InboundDeskParts {
  readonly manager: Pick<ManagerPort, 'deliver'>
  readonly log: Log
}

interface Unconfirmed {
  /** The verdict has arrived once the peer has confirmed the ping of this number. */
  readonly afterPing: number
  readonly smscIds: ReadonlySet<SmscId>
}

/** Most texts and receipts of one edge without a verdict. */
export const INBOUND_WINDOW = 4_000

/**
 * Texts and receipts of one edge, handed to the manager; each gets its verdict. A verdict that does not reach the edge
 * makes the SMSC send again what is stored, so it is kept in mind of which SMSCs one may be lost: those under way, and
 * those whose verdict went out after the last ping that the edge has confirmed.
 */
export class InboundDesk {
  readonly #parts: InboundDeskParts
  readonly #underWay = new Map<symbol, ReadonlySet<SmscId>>()
  #unconfirmed: Unconfirmed[] = []
  #waiting = 0

  constructor(parts: InboundDeskParts) {
    this.#parts = parts
  }

  /** How many a new connection may bring: those of an earlier one may still be under way. */
  get window(): number {
    return INBOUND_WINDOW - this.#waiting
  }

  /** False when the edge hands over more than it may. */
  take(session: Session, { pdus: wire }: Deliver, reply: Reply): boolean {
    if (!reply.expected || this.#waiting + wire.length > INBOUND_WINDOW) return false
    const pdus = wire.map(inboundFromWire)
    const smscIds = new Set(pdus.map(({ smscId }) => smscId))
    const key = Symbol()
    this.#underWay.set(key, smscIds)
    this.#waiting += pdus.length
    const answer = (verdicts: Uint8Array<ArrayBuffer>): void => {
      this.#waiting -= pdus.length
      if (!this.#underWay.delete(key)) return
      this.#confirm(session)
      this.#unconfirmed.push({ afterPing: session.pings.number + 1, smscIds })
      reply.send({ case: 'verdicts', value: { $typeName: 'connect.link.v1.Verdicts', verdicts } })
    }
    this.#parts.manager.deliver(pdus).then(
      (verdicts) => answer(verdictsToWire(verdicts)),
      (failure: unknown) => {
        this.#parts.log.error('inbound not stored', { count: pdus.length, cause: String(failure) })
        answer(new Uint8Array(pdus.length))
      },
    )
    return true
  }

  /** The session is gone: the SMSCs of which a verdict may not have arrived. */
  cut(session: Session): ReadonlySet<SmscId> {
    this.#confirm(session)
    const smscIds = new Set<SmscId>()
    for (const some of this.#underWay.values()) for (const id of some) smscIds.add(id)
    for (const { smscIds: some } of this.#unconfirmed) for (const id of some) smscIds.add(id)
    this.#underWay.clear()
    this.#unconfirmed = []
    return smscIds
  }

  #confirm(session: Session): void {
    const { confirmed } = session.pings
    const at = this.#unconfirmed.findIndex(({ afterPing }) => afterPing > confirmed)
    this.#unconfirmed = at < 0 ? [] : at === 0 ? this.#unconfirmed : this.#unconfirmed.slice(at)
  }
}
