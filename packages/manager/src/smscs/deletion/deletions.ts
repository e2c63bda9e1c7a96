import {
  MESSAGE_CLASSES,
  type SmscDefinition,
  type SmscDeletion,
  type SmscId,
  type StuckTexts,
} from '@smpp-connect/contracts'
import type { Clock, Log, Metrics } from '@smpp-connect/kernel'
import type { ResolveRequest, RewriteRequest, Store, WaitingMessage } from '@smpp-connect/store'
import type { Definitions } from '../definitions.ts'
import { BEHIND, type FateContext, fateOf, streamOf } from './fate.ts'
import { StuckTally } from './stuck-texts.ts'
import { isDone } from './waits-for.ts'

export interface DeletionsParts {
  readonly store: Pick<Store, 'smscLoad' | 'waitingAt' | 'uncertain' | 'resolve' | 'rewrite'>
  readonly definitions: Pick<Definitions, 'all' | 'get' | 'finish'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly context: () => FateContext
  /** Counts the changes of routing: what had no way may have one. */
  readonly routes: () => object
  /** Something may have become due at this SMSC. */
  readonly wake: (smscId: SmscId) => void
  /** It is gone. */
  readonly onDeleted: (smscId: SmscId) => void
}

/** Messages that are looked at in one step: one read, one durable write. */
const SLICE = 500
/** Most slices of one SMSC in a turn, so that a long queue neither fills the store's time nor ours. */
const MOST_SLICES = 4
/** After everything was looked at and nothing could go: how long until it is looked at again, doubling up to the longest. */
const SHORTEST_REST_MS = 1_000
const LONGEST_REST_MS = 30_000
/** For so long it has to be found empty: what was accepted for it a moment before is stored by then. */
const EMPTY_FOR_MS = 500
/** For so long it is looked at what was accepted for it all the same. */
const AFTERMATH_MS = 60_000

/** How far the queue of one SMSC has been looked through. */
interface Pass {
  /** What the last answers depended on; when it changes, all is looked at anew. */
  readonly version: number
  readonly routes: object
  afterSeq: number
  moved: number
  restMs: number
  restsUntilMs: number
  stuck: StuckTally
  /** Of the last pass that came to the end. */
  lastStuck: readonly StuckTexts[]
  staying: Set<string>
  /** Monotonic; null while something is left. */
  emptySinceMs: number | null
}

/**
 * Carries out that SMSCs are deleted. That it is to be, and how, stands in the definition: durable before it begins, so
 * that it goes on after a crash, and can be changed or taken back at any time until it is over.
 *
 * - emptying: something waits, is with the Sender, is uncertain or is held. It takes nothing new. With `drain` what waits
 *   leaves through it as ever. With `reroute` and `cancel` its lane leases nothing more; what the Sender has is answered
 *   first, and then what waits goes elsewhere, or ends, a few slices a turn. What cannot go stays queued here, is named
 *   by reason, and is looked at again when routing changes, and now and then. Left when nothing is left.
 * - receipts: it took all, and receipts are waited for; it stays bound for them. Left when each has come or is given up,
 *   as for any text (a day after its validity). With `forgo` there is no such phase.
 * - over: the definition is removed in a step that is refused when something waits all the same. The edges unbind; its
 *   name, its texts and its history stay.
 */
export class Deletions {
  readonly #parts: DeletionsParts
  readonly #passes = new Map<SmscId, Pass>()
  /** Those that are gone, until when they are looked after. */
  readonly #gone = new Map<SmscId, { readonly definition: SmscDefinition; readonly untilMs: number }>()
  #working: Promise<void> = Promise.resolve()

  constructor(parts: DeletionsParts) {
    this.#parts = parts
  }

  /** A turn's work, bounded; one that is asked for while another is under way comes after it. */
  turn(): Promise<void> {
    this.#working = this.#working.then(() => this.#turn())
    return this.#working
  }

  /** It was deleted: for a while it is looked at what was accepted for it in that moment. */
  gone(definition: SmscDefinition): void {
    this.#gone.set(definition.id, { definition, untilMs: this.#parts.clock.monotonicMs() + AFTERMATH_MS })
  }

  /** What cannot do what was chosen, as far as that is known. */
  stuck(id: SmscId): StuckTexts[] {
    const pass = this.#passes.get(id)
    if (!pass) return []
    return pass.lastStuck.length > 0 ? [...pass.lastStuck] : pass.stuck.all
  }

  async #turn(): Promise<void> {
    const { definitions, log, clock } = this.#parts
    const leaving = definitions.all.flatMap((one) => (one.deletion ? [{ ...one, deletion: one.deletion }] : []))
    for (const [id, { untilMs }] of this.#gone) if (untilMs < clock.monotonicMs()) this.#gone.delete(id)
    for (const id of this.#passes.keys()) {
      if (!this.#gone.has(id) && !leaving.some((one) => one.id === id)) this.#passes.delete(id)
    }
    const failed = (smscId: SmscId) => (failure: unknown) =>
      log.error('deleting an SMSC failed', { smscId, cause: String(failure) })
    for (const one of leaving) await this.#goOn(one).catch(failed(one.id))
    for (const { definition } of this.#gone.values()) await this.#lookAfter(definition).catch(failed(definition.id))
  }

  async #goOn(definition: Leaving): Promise<void> {
    const { store, clock } = this.#parts
    const { id, deletion } = definition
    const pass = this.#passOf(definition)
    const load = await store.smscLoad(id, clock.nowMs())
    if (isDone(load, deletion)) {
      pass.emptySinceMs ??= clock.monotonicMs()
      if (clock.monotonicMs() - pass.emptySinceMs >= EMPTY_FOR_MS) await this.#finish(definition)
      return
    }
    pass.emptySinceMs = null
    // The window first: what is with the Sender has its end, and may come back to the queue.
    if (load.sending > 0) return
    if (deletion.uncertain === 'close' && load.uncertain > 0) await this.#close(definition)
    if (deletion.waiting !== 'drain' && load.queued + load.held > 0) await this.#empty(definition, pass)
  }

  async #finish(definition: Leaving): Promise<void> {
    const { definitions, log, onDeleted } = this.#parts
    const done = await definitions.finish(definition.id, definition.deletion.by)
    if (!done.ok) return
    const { id: smscId, name } = definition
    log.info('SMSC deleted', { smscId, name })
    this.#passes.delete(smscId)
    this.gone(definition)
    onDeleted(smscId)
  }

  /** What was judged before and stored after goes to others, or stays to be seen, and ends when its time has come. */
  async #lookAfter(definition: SmscDefinition): Promise<void> {
    const { store, clock, definitions, log } = this.#parts
    const { id: smscId, version } = definition
    if (definitions.get(smscId)) return
    const { queued } = await store.smscLoad(smscId, clock.nowMs())
    if (queued === 0) return
    log.warn('texts were accepted for an SMSC that is deleted', { smscId, count: queued })
    const deletion = { waiting: 'reroute', named: 'reroute', uncertain: 'wait', receipts: 'forgo' } as const
    const leaving = { ...definition, version, deletion: { ...deletion, sinceMs: 0, by: '' } }
    await this.#empty(leaving, this.#passOf(leaving))
  }

  /** Slice by slice in the order of the queue. */
  async #empty(definition: Leaving, pass: Pass): Promise<void> {
    const { store, clock } = this.#parts
    if (clock.monotonicMs() < pass.restsUntilMs) return
    for (let slice = 0; slice < MOST_SLICES; slice++) {
      const waiting = await store.waitingAt(definition.id, pass.afterSeq, SLICE)
      pass.afterSeq = waiting.at(-1)?.seq ?? pass.afterSeq
      if (definition.deletion.waiting === 'cancel') await this.#cancel(definition, waiting, pass)
      else await this.#move(definition, waiting, pass)
      if (waiting.length < SLICE) return this.#ended(definition, pass)
    }
  }

  #ended({ id: smscId, name }: Leaving, pass: Pass): void {
    const { clock, log } = this.#parts
    if (pass.moved > 0) {
      log.info('emptied an SMSC that is being deleted', { smscId, name, count: pass.moved })
      pass.restMs = SHORTEST_REST_MS
    } else {
      pass.restsUntilMs = clock.monotonicMs() + pass.restMs
      pass.restMs = Math.min(pass.restMs * 2, LONGEST_REST_MS)
    }
    pass.lastStuck = pass.stuck.all
    pass.stuck = new StuckTally()
    pass.staying = new Set()
    pass.afterSeq = 0
    pass.moved = 0
  }

  async #cancel({ name, deletion }: Leaving, waiting: readonly WaitingMessage[], pass: Pass): Promise<void> {
    const reason = `${name} was deleted${byWhom(deletion)}`
    const atMs = this.#parts.clock.nowMs()
    const requests = waiting.flatMap(({ id: messageId, parts }) =>
      parts.flatMap(({ number, state, mayHaveLeft }): ResolveRequest[] => {
        if (state !== 'queued' && state !== 'held') return []
        // Held because its answer was lost: nobody knows whether it arrived, and it is not to be said.
        const to = state === 'held' && mayHaveLeft ? 'uncertain-closed' : 'cancelled'
        return [{ part: { messageId, number }, to, atMs, reason, errorCode: 'smsc-deleted' }]
      }),
    )
    if (requests.length === 0) return
    const results = await this.#parts.store.resolve(requests)
    pass.moved += results.filter(({ changed }) => changed).length
  }

  async #move(definition: Leaving, waiting: readonly WaitingMessage[], pass: Pass): Promise<void> {
    const { store, clock, metrics, wake } = this.#parts
    const { id, name, deletion } = definition
    const context = this.#parts.context()
    const atMs = clock.nowMs()
    const reason = `${name} is being deleted`
    const rewrites: RewriteRequest[] = []
    const releases: ResolveRequest[] = []
    for (const one of waiting) {
      const stream = streamOf(one)
      const fate = pass.staying.has(stream) ? BEHIND_ANOTHER : fateOf(one, definition, deletion, context)
      if (fate.kind === 'stays') {
        pass.staying.add(stream)
        pass.stuck.add(fate.reason, one.id)
        continue
      }
      rewrites.push({ message: fate.message, atMs, reason })
      for (const { number, state } of one.parts) {
        if (state === 'held') releases.push({ part: { messageId: one.id, number }, to: 'queued', atMs, reason })
      }
    }
    if (releases.length > 0) await store.resolve(releases)
    if (rewrites.length === 0) return
    const done = await store.rewrite(rewrites)
    const counts = new Map<SmscId, number>()
    for (const [at, { message }] of rewrites.entries()) {
      if (done[at]) counts.set(message.smscId, (counts.get(message.smscId) ?? 0) + 1)
    }
    for (const [to, count] of counts) {
      pass.moved += count
      metrics.count('connect_rerouted_total', { from: id, to }, count)
      wake(to)
    }
  }

  /** By the person who deletes it, and so without waiting for what may still tell. */
  async #close({ id, name, deletion }: Leaving): Promise<void> {
    const { store, clock } = this.#parts
    const nowMs = clock.nowMs()
    const reason = `closed${byWhom(deletion)}, with ${name}, which is being deleted`
    for (const messageClass of MESSAGE_CLASSES) {
      const parts = await store.uncertain(id, messageClass, nowMs + 1, SLICE)
      if (parts.length === 0) continue
      await store.resolve(parts.map((part) => ({ part, to: 'uncertain-closed', atMs: nowMs, reason }) as const))
    }
  }

  #passOf({ id, version }: SmscDefinition): Pass {
    const routes = this.#parts.routes()
    const known = this.#passes.get(id)
    if (known && known.version === version && known.routes === routes) return known
    const pass: Pass = {
      version,
      routes,
      afterSeq: 0,
      moved: 0,
      restMs: SHORTEST_REST_MS,
      restsUntilMs: 0,
      stuck: new StuckTally(),
      lastStuck: known?.lastStuck ?? [],
      staying: new Set(),
      emptySinceMs: null,
    }
    this.#passes.set(id, pass)
    return pass
  }
}

type Leaving = SmscDefinition & { readonly deletion: SmscDeletion }

const BEHIND_ANOTHER = { kind: 'stays', reason: BEHIND } as const

function byWhom({ by }: SmscDeletion): string {
  return by === '' ? '' : ` by ${by}`
}
