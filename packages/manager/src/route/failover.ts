import { leavesThroughIt, type SmscDefinition, type SmscId, takesNew } from '@smpp-connect/contracts'
import type { Clock, Log, Metrics } from '@smpp-connect/kernel'
import type { RerouteCandidate, RewriteRequest, Store } from '@smpp-connect/store'
import type { IntakeContext } from '../accept/judge.ts'
import type { Outages } from './outages.ts'
import { rerouted } from './rerouted.ts'
import type { Standing } from './route-question.ts'
import type { RouteTable } from './route-table.ts'

export interface FailoverParts {
  readonly store: Pick<Store, 'reroutable' | 'rewrite'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly definitions: () => readonly SmscDefinition[]
  readonly table: () => RouteTable
  readonly outages: Outages
  /** How long an SMSC may take nothing before it is out, in seconds. */
  readonly failoverSeconds: () => number
  readonly context: () => Pick<IntakeContext, 'maxParts' | 'nextReference'>
  /** Something may have become due at this SMSC. */
  readonly wake: (smscId: SmscId) => void
}

/** Messages that are looked at in one step: one read, one durable write. */
const SLICE = 500
/** Most slices of one SMSC in a turn, so that a long queue neither fills the store's time nor ours. */
const MOST_SLICES = 4
/** After everything was looked at and nothing could go: how long until it is looked at again, doubling up to the longest. */
const SHORTEST_REST_MS = 30_000
const LONGEST_REST_MS = 600_000
/** Messages that had to stay are remembered up to so many, for the sake of those behind them. */
const MOST_STAYING = 20_000

/** How far the queue of one SMSC has been looked through. */
interface Pass {
  /** What the last answers depended on; when it changes, all is looked at anew. */
  readonly table: RouteTable
  readonly takers: string
  afterSeq: number
  moved: number
  restMs: number
  restsUntilMs: number
  /** Of whom a message had to stay: what comes later between the same two addresses stays too, to keep their order. */
  readonly staying: Set<string>
}

/**
 * Gives what waits at an SMSC that is out, or disabled, to others. Only what is wholly queued there and whose SMSC was
 * chosen by routing, never what an SMSC may have; the store sees to both. Each message is routed and written anew; what
 * routing keeps there, or what does not fit the other SMSC, stays.
 *
 * For each such SMSC:
 * - idle: no other SMSC takes anything, so nothing can go. Costs nothing.
 * - passing: its queue is looked through in the order of the queue, a few slices a turn. After a pass that moved something
 *   comes another one, for what arrived or came back meanwhile.
 * - resting: a pass moved nothing. Left after a while, or at once when routing changes or another SMSC begins or ceases to
 *   take.
 *
 * When the SMSC is bound again, new messages go to it; what was moved stays where it is.
 */
export class Failover {
  readonly #parts: FailoverParts
  readonly #passes = new Map<SmscId, Pass>()

  constructor(parts: FailoverParts) {
    this.#parts = parts
  }

  /** A turn's work, bounded. Never call it while the last one is under way. */
  async turn(): Promise<void> {
    const { definitions, outages, log } = this.#parts
    const stands = this.#standing()
    const all = definitions()
    const takers = all.filter((one) => takesNew(one) && stands.takes(one.id)).map(({ id }) => id)
    const passes = all.flatMap((definition) => {
      const { id, enabled } = definition
      // What is to leave it for good is moved by whoever empties it.
      const isOut = leavesThroughIt(definition) && (!enabled || stands.isOut(id))
      const mayGo = isOut && takers.some((taker) => taker !== id)
      if (mayGo) return [{ definition, pass: this.#passOf(id, takers.join(' ')) }]
      outages.keeping(id)
      this.#passes.delete(id)
      return []
    })
    for (const { definition, pass } of passes) {
      try {
        await this.#goOn(definition, pass)
      } catch (failure) {
        log.error('rerouting failed', { smscId: definition.id, cause: String(failure) })
      }
    }
  }

  async #goOn(definition: SmscDefinition, pass: Pass): Promise<void> {
    const { store, clock } = this.#parts
    if (clock.monotonicMs() < pass.restsUntilMs) return
    for (let slice = 0; slice < MOST_SLICES; slice++) {
      const candidates = await store.reroutable(definition.id, pass.afterSeq, SLICE)
      pass.afterSeq = candidates.at(-1)?.seq ?? pass.afterSeq
      await this.#move(definition, candidates, pass)
      if (candidates.length < SLICE) return this.#ended(definition, pass)
    }
  }

  /** The pass that is under way, or a new one when what it depends on has changed. */
  #passOf(id: SmscId, takers: string): Pass {
    const { table: tableNow, outages, clock } = this.#parts
    const table = tableNow()
    const known = this.#passes.get(id)
    if (known && known.table === table && known.takers === takers) return known
    const pass: Pass = {
      table,
      takers,
      afterSeq: 0,
      moved: 0,
      restMs: SHORTEST_REST_MS,
      restsUntilMs: 0,
      staying: new Set(),
    }
    this.#passes.set(id, pass)
    outages.clearing(id, clock.monotonicMs())
    return pass
  }

  #ended({ id }: SmscDefinition, pass: Pass): void {
    const { clock, log, outages } = this.#parts
    outages.cleared(id)
    if (pass.moved > 0) {
      log.warn('routed anew what waited', { smscId: id, count: pass.moved })
      pass.restMs = SHORTEST_REST_MS
    } else {
      pass.restsUntilMs = clock.monotonicMs() + pass.restMs
      pass.restMs = Math.min(pass.restMs * 2, LONGEST_REST_MS)
    }
    pass.afterSeq = 0
    pass.moved = 0
    pass.staying.clear()
  }

  async #move(from: SmscDefinition, candidates: readonly RerouteCandidate[], pass: Pass): Promise<void> {
    const { store, metrics, wake } = this.#parts
    const stands = this.#standing()
    const requests = candidates.flatMap((candidate) => this.#judge(from, candidate, pass, stands) ?? [])
    if (requests.length === 0) return
    const done = await store.rewrite(requests)
    const counts = new Map<SmscId, number>()
    for (const [at, { message }] of requests.entries()) {
      if (done[at]) counts.set(message.smscId, (counts.get(message.smscId) ?? 0) + 1)
    }
    for (const [to, count] of counts) {
      pass.moved += count
      metrics.count('connect_rerouted_total', { from: from.id, to }, count)
      wake(to)
    }
  }

  /** What is to become of a message; undefined when it stays. */
  #judge(
    before: SmscDefinition,
    candidate: RerouteCandidate,
    pass: Pass,
    stands: Standing,
  ): RewriteRequest | undefined {
    const { clock, context } = this.#parts
    const { from: sender, to: destination, messageClass, owner } = candidate
    const stream = `${messageClass} ${sender} ${destination}`
    if (pass.staying.has(stream)) return undefined
    const choice = pass.table.choose({ sender, destination, messageClass, owner }, stands)
    const after = choice.ok ? choice.value.definition : before
    const mayGo = after.id !== before.id && stands.takes(after.id)
    const written = mayGo ? rerouted(candidate, before, after, context()) : undefined
    if (written?.ok) return { message: written.value, atMs: clock.nowMs(), reason: this.#reason(before) }
    stay(pass, stream)
    return undefined
  }

  #standing(): Standing {
    const { outages, clock, failoverSeconds } = this.#parts
    return outages.forWaiting(clock.monotonicMs(), failoverSeconds() * 1_000)
  }

  #reason({ name, enabled }: SmscDefinition): string {
    return enabled ? `${name} has taken nothing for ${this.#parts.failoverSeconds()} s` : `${name} is disabled`
  }
}

function stay({ staying }: Pass, stream: string): void {
  const [oldest] = staying.size < MOST_STAYING ? [] : staying
  if (oldest !== undefined) staying.delete(oldest)
  staying.add(stream)
}
