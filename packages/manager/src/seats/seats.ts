import {
  type BindType,
  bindTypesOf,
  type GrantedSeat,
  type Seat,
  type SeatAsk,
  type SmscDefinition,
  type SmscId,
} from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { eligible, type KnownEdge } from './eligible.ts'

export interface SeatsParts {
  readonly store: Pick<Store, 'document' | 'putDocument'>
  readonly clock: Clock
  readonly log: Log
  readonly definitions: () => readonly SmscDefinition[]
  readonly edges: () => readonly KnownEdge[]
  /** Has an edge ask at once. */
  readonly poke: (edgeId: string) => void
  /** The binds of an edge whose time was over are another's. */
  readonly passed: (edgeId: string, smscId: SmscId) => void
}

/** Who holds a seat. */
interface Tenure {
  readonly seat: Seat
  readonly edgeId: string
  /** The longest that was granted at once. Stored: a manager that starts anew waits as long. */
  ttlMs: number
  /** Monotonic: until then its holder may write. */
  untilMs: number
}

/** As it is stored, a document for each SMSC. */
interface StoredHolders {
  readonly seats: readonly { readonly bindType: BindType; readonly edgeId: string; readonly ttlMs: number }[]
}

/** Where another edge may take over: it waits so long for a holder that is gone. Edges ask every second. */
export const SHARED_FOR_MS = 6_000
/** Where no other may: so long an edge that cannot reach the manager stays bound. */
export const ALONE_FOR_MS = 60_000
/** An edge asks every second: one that is silent for so long gets nothing, though its link may look alive for longer. */
export const SILENT_MS = 3_000
/** A better edge that comes back gets its seats when it has been there for so long; one that is made the better one, at once. */
export const SETTLED_MS = 10_000

/**
 * Who may hold which binds. A seat is the right to the binds of one type with one SMSC, and one edge has it at a time.
 *
 * - free: nobody has it, or its time is over. The first edge of the definition's list that is there gets it when it asks,
 *   after that is durable.
 * - held: each time its holder asks it gets a little more time, which it counts from before it asked, on its own monotonic
 *   clock, and uses less of than it has. So nobody writes any more when the manager, on its own, calls the time over.
 * - to be released: its holder is not to have it any longer: the definition changed, the holder is being stopped, or a
 *   better edge has settled. The holder empties its windows and unbinds, and then says so, which makes it free.
 */
export class Seats {
  readonly #parts: SeatsParts
  readonly #tenures = new Map<string, Tenure>()
  readonly #leaving = new Set<string>()
  /** When each edge asked last, monotonic. */
  readonly #heardMs = new Map<string, number>()
  /** The list of edges of each SMSC, and since when it is so, wall clock; 0: since before this manager began. */
  readonly #lists = new Map<SmscId, { readonly edges: string; readonly sinceMs: number }>()
  /** One after the other: what one edge is granted the next one sees. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: SeatsParts) {
    this.#parts = parts
  }

  /** Those who held something when the manager stopped may still do so. After the definitions are there. */
  async load(): Promise<void> {
    const { store, clock, definitions } = this.#parts
    this.#noteLists(0)
    for (const { id: smscId } of definitions()) {
      const { value } = await store.document(`holders:${smscId}`)
      for (const { bindType, edgeId, ttlMs } of (value as StoredHolders | null)?.seats ?? []) {
        const seat = { smscId, bindType }
        this.#tenures.set(keyOf(seat), { seat, edgeId, ttlMs, untilMs: clock.monotonicMs() + ttlMs })
      }
    }
  }

  /** Who holds it, and whether its time is not over. */
  holder(seat: Seat): string | undefined {
    const tenure = this.#tenures.get(keyOf(seat))
    return tenure && this.#parts.clock.monotonicMs() < tenure.untilMs ? tenure.edgeId : undefined
  }

  /** What this edge may hold now. */
  ask(edgeId: string, ask: SeatAsk): Promise<readonly GrantedSeat[]> {
    return this.#inTurn(() => this.#answer(edgeId, ask))
  }

  /** Definitions changed: everybody asks at once. */
  defined(): void {
    this.#noteLists()
    for (const { edgeId, up } of this.#parts.edges()) if (up) this.#parts.poke(edgeId)
  }

  /** Tells edges of seats that are free for them. */
  async look(): Promise<void> {
    for (const seat of this.#seats()) {
      const next = this.holder(seat) === undefined ? this.#next(seat) : undefined
      if (next !== undefined) this.#parts.poke(next)
    }
  }

  async #answer(edgeId: string, { holding, leaving }: SeatAsk): Promise<readonly GrantedSeat[]> {
    this.#heardMs.set(edgeId, this.#parts.clock.monotonicMs())
    if (leaving) this.#leaving.add(edgeId)
    else this.#leaving.delete(edgeId)
    const held = new Set(holding.map(keyOf))
    const granted: GrantedSeat[] = []
    for (const seat of this.#seats()) {
      const answer = await this.#answerFor(edgeId, seat, held.has(keyOf(seat)))
      if (answer) granted.push(answer)
    }
    return granted
  }

  async #answerFor(edgeId: string, seat: Seat, isHolding: boolean): Promise<GrantedSeat | undefined> {
    const { clock } = this.#parts
    const candidates = this.#candidates(seat)
    const tenure = this.#tenures.get(keyOf(seat))
    const others = candidates.filter((edge) => edge.edgeId !== edgeId).length
    const forMs = others > 0 ? SHARED_FOR_MS : ALONE_FOR_MS
    if (tenure?.edgeId === edgeId) {
      const keeps = this.#keeps(edgeId, seat, candidates)
      if (!keeps && !isHolding) {
        this.#tenures.delete(keyOf(seat))
        await this.#keep(seat.smscId)
        const next = this.#next(seat)
        if (next !== undefined) this.#parts.poke(next)
        return undefined
      }
      if (forMs > tenure.ttlMs) {
        const before = tenure.ttlMs
        tenure.ttlMs = forMs
        if (!(await this.#keep(seat.smscId))) tenure.ttlMs = before
      }
      const grantedMs = Math.min(forMs, tenure.ttlMs)
      tenure.untilMs = Math.max(tenure.untilMs, clock.monotonicMs() + grantedMs)
      if (tenure.ttlMs > grantedMs && tenure.untilMs <= clock.monotonicMs() + grantedMs) {
        // Nothing that was granted for longer counts any more: a manager that starts anew need not wait for it.
        tenure.ttlMs = grantedMs
        await this.#keep(seat.smscId)
      }
      return { ...seat, forMs: grantedMs, release: !keeps }
    }
    if (tenure && clock.monotonicMs() < tenure.untilMs) return undefined
    if (this.#next(seat) !== edgeId) return undefined
    const mine: Tenure = { seat, edgeId, ttlMs: forMs, untilMs: Number.POSITIVE_INFINITY }
    this.#tenures.set(keyOf(seat), mine)
    if (!(await this.#keep(seat.smscId))) {
      if (tenure) this.#tenures.set(keyOf(seat), tenure)
      else this.#tenures.delete(keyOf(seat))
      return undefined
    }
    mine.untilMs = clock.monotonicMs() + forMs
    // It did not let go itself, or there would be no tenure any more.
    if (tenure && seat.bindType !== 'receiver') this.#parts.passed(tenure.edgeId, seat.smscId)
    this.#parts.log.info('edge holds binds', { edgeId, smscId: seat.smscId, bindType: seat.bindType })
    return { ...seat, forMs, release: false }
  }

  #keeps(edgeId: string, seat: Seat, candidates: readonly KnownEdge[]): boolean {
    if (this.#leaving.has(edgeId)) return false
    const at = candidates.findIndex((edge) => edge.edgeId === edgeId)
    if (at < 0) return false
    // Where any edge may, none is better than another.
    const isListed = (this.#definition(seat.smscId)?.edges.length ?? 0) > 0
    const better = candidates.slice(0, at)
    return !(isListed && better.some((edge) => this.#isThere(edge) && this.#hasSettled(edge, seat)))
  }

  #hasSettled({ sinceMs }: KnownEdge, { smscId }: Seat): boolean {
    const listedMs = this.#lists.get(smscId)?.sinceMs ?? 0
    return sinceMs <= listedMs || this.#parts.clock.nowMs() - sinceMs >= SETTLED_MS
  }

  #noteLists(sinceMs = this.#parts.clock.nowMs()): void {
    for (const { id, edges } of this.#parts.definitions()) {
      const list = edges.join()
      if (this.#lists.get(id)?.edges !== list) this.#lists.set(id, { edges: list, sinceMs })
    }
  }

  #isThere({ edgeId, up, sinceMs }: KnownEdge): boolean {
    if (!up || this.#leaving.has(edgeId)) return false
    const { clock } = this.#parts
    const heardMs = this.#heardMs.get(edgeId)
    const isHeard = heardMs !== undefined && clock.monotonicMs() - heardMs < SILENT_MS
    return isHeard || clock.nowMs() - sinceMs < SILENT_MS
  }

  /** Who gets a seat that is free. */
  #next(seat: Seat): string | undefined {
    return this.#candidates(seat).find((edge) => this.#isThere(edge))?.edgeId
  }

  #candidates(seat: Seat): readonly KnownEdge[] {
    const definition = this.#definition(seat.smscId)
    if (!definition?.enabled || !bindTypesOf(definition.bindMode).includes(seat.bindType)) return []
    return eligible(definition, seat.bindType, this.#parts.edges())
  }

  #definition(smscId: SmscId): SmscDefinition | undefined {
    return this.#parts.definitions().find(({ id }) => id === smscId)
  }

  /** Those that definitions ask for, and those that somebody has. What an edge says besides is nobody's. */
  #seats(): readonly Seat[] {
    const seats = new Map<string, Seat>()
    const note = (seat: Seat): void => void seats.set(keyOf(seat), seat)
    for (const { id: smscId, bindMode } of this.#parts.definitions()) {
      for (const bindType of bindTypesOf(bindMode)) note({ smscId, bindType })
    }
    for (const { seat } of this.#tenures.values()) note(seat)
    return [...seats.values()]
  }

  /** Makes the holders of an SMSC durable; says whether it could. */
  async #keep(smscId: SmscId): Promise<boolean> {
    const { store, clock, log } = this.#parts
    const seats = [...this.#tenures.values()]
      .filter(({ seat }) => seat.smscId === smscId)
      .map(({ seat, edgeId, ttlMs }) => ({ bindType: seat.bindType, edgeId, ttlMs }))
    try {
      await store.putDocument(`holders:${smscId}`, { seats } satisfies StoredHolders, null, clock.nowMs())
      return true
    } catch (failure) {
      log.error('holder of binds not stored', { smscId, cause: String(failure) })
      return false
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

function keyOf({ smscId, bindType }: Seat): string {
  return `${smscId} ${bindType}`
}
