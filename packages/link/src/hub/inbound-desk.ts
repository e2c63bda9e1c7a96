import type { InboundPdu, InboundVerdict, ManagerPort, SmscId } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { Reply, Session } from '../session/session.ts'
import { inboundFromWire, messageIdsOf, verdictsToWire } from '../wire/inbound.ts'
import type { Deliver } from '../wire/link.generated.ts'
import type { OwnSmscs } from './own-smscs.ts'

export interface InboundDeskParts {
  readonly manager: Pick<ManagerPort, 'deliver'>
  readonly log: Log
  readonly own: OwnSmscs
}

interface Unconfirmed {
  /** The verdict has arrived once the peer has confirmed the ping of this number. */
  readonly afterPing: number
  readonly smscIds: ReadonlySet<SmscId>
}

/** Most texts and receipts of one edge without a verdict. */
export const INBOUND_WINDOW = 4_000
/** And of their contents: an edge keeps to half of it. */
const MOST_OCTETS = 32 * 1024 * 1024
const TRY_LATER: InboundVerdict = { kind: 'try-later' }

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
  #octets = 0

  constructor(parts: InboundDeskParts) {
    this.#parts = parts
  }

  /** How many a new connection may bring: those of an earlier one may still be under way. */
  get window(): number {
    return INBOUND_WINDOW - this.#waiting
  }

  /** False when the edge hands over more than it may. */
  take(session: Session, { pdus: wire, nameThem }: Deliver, reply: Reply): boolean {
    const octets = wire.reduce((sum, { payload }) => sum + payload.length, 0)
    const tooMany = this.#waiting + wire.length > INBOUND_WINDOW || this.#octets + octets > MOST_OCTETS
    if (!reply.expected || tooMany) return false
    const pdus = wire.map(inboundFromWire)
    const own = this.#parts.own.only('inbound', pdus)
    const smscIds = new Set(own.map(({ smscId }) => smscId))
    const key = Symbol()
    this.#underWay.set(key, smscIds)
    this.#waiting += pdus.length
    this.#octets += octets
    this.#stored(own).then((verdicts) => {
      this.#waiting -= pdus.length
      this.#octets -= octets
      if (!this.#underWay.delete(key)) return
      this.#confirm(session)
      this.#unconfirmed.push({ afterPing: session.pings.number + 1, smscIds })
      const byPdu = new Map(own.map((pdu, at) => [pdu, verdicts[at]]))
      const all = pdus.map((pdu) => byPdu.get(pdu) ?? TRY_LATER)
      reply.send({
        case: 'verdicts',
        value: {
          $typeName: 'connect.link.v1.Verdicts',
          verdicts: verdictsToWire(all),
          messageIds: nameThem ? messageIdsOf(all) : [],
        },
      })
    })
    return true
  }

  /** What became of them; of a failure nothing is known, so that it is no OK. */
  async #stored(pdus: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    if (pdus.length === 0) return []
    try {
      return await this.#parts.manager.deliver(pdus)
    } catch (failure) {
      this.#parts.log.error('inbound not stored', { count: pdus.length, cause: String(failure) })
      return []
    }
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
