import assert from 'node:assert/strict'
import {
  type RouteRule,
  type RoutingChange,
  routingChangeSchema,
  type SmscDefinition,
  type SmscId,
} from '@smpp-connect/contracts'
import { silentLog, silentMetrics } from '@smpp-connect/kernel'
import type { DocumentRecord, NewMessage, RerouteCandidate, RewriteRequest } from '@smpp-connect/store'
import { VirtualClock } from '@smpp-connect/testkit'
import { judgeMessage } from '../../src/accept/judge.ts'
import { Router } from '../../src/route/router.ts'
import { definition } from '../definition.ts'

interface Waiting extends RerouteCandidate {
  smscId: SmscId
}

/** What waits, in the order of the queue; and the documents. As the store does it, in a few lines. */
export class WaitingStore {
  readonly waiting: Waiting[] = []
  readonly rewritten: RewriteRequest[] = []
  reads = 0
  /** Messages that an SMSC may have: the store gives them to no other. */
  readonly fixed = new Set<string>()
  #document: DocumentRecord = { version: 0, value: null, updatedAtMs: null }

  async document(): Promise<DocumentRecord> {
    return this.#document
  }
  async putDocument(_name: string, value: unknown, expectedVersion: number | null, atMs: number) {
    const { version } = this.#document
    if (expectedVersion !== null && expectedVersion !== version) return { kind: 'conflict' as const }
    this.#document = { version: version + 1, value: structuredClone(value), updatedAtMs: atMs }
    return { kind: 'stored' as const, version: version + 1 }
  }
  async reroutable(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly RerouteCandidate[]> {
    this.reads += 1
    return this.waiting.filter((one) => one.smscId === smscId && one.seq > afterSeq).slice(0, limit)
  }
  async rewrite(batch: readonly RewriteRequest[]): Promise<readonly boolean[]> {
    return batch.map((request) => {
      const one = this.waiting.find(({ id }) => id === request.message.id)
      if (!one || this.fixed.has(one.id)) return false
      one.smscId = request.message.smscId
      this.rewritten.push(request)
      return true
    })
  }
}

/** A router over three SMSCs (`a`, `b`, `c`) on virtual time; turns come every half second. */
export class RouterWorld {
  readonly clock = new VirtualClock()
  readonly store = new WaitingStore()
  readonly woken: SmscId[] = []
  readonly router: Router
  definitions: SmscDefinition[] = ['a', 'b', 'c'].map((id, at) =>
    definition({ id: `smsc_${id}`, name: id.toUpperCase(), createdAtMs: at, defaultSender: `Sender ${id}` }),
  )

  private constructor() {
    this.router = new Router({
      store: this.store,
      clock: this.clock,
      log: silentLog,
      metrics: silentMetrics,
      definitions: () => this.definitions,
      hindrance: () => undefined,
      context: () => ({ maxParts: 20, nextReference: () => 1 }),
      wake: (id) => this.woken.push(id),
    })
  }

  /** All SMSCs are bound. */
  static async start(...rules: readonly Partial<RouteRule>[]): Promise<RouterWorld> {
    const world = new RouterWorld()
    await world.router.start()
    await world.rules(...rules)
    for (const { id } of world.definitions) world.router.noted(id, true)
    return world
  }

  async rules(...rules: readonly Partial<RouteRule>[]): Promise<void> {
    const change: RoutingChange = routingChangeSchema.parse({
      rules: rules.map((rule, at) => ({ name: `Rule ${at}`, ...rule })),
    })
    const outcome = await this.router.routing.change(change)
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
  }

  lost(...ids: readonly string[]): void {
    for (const id of ids) this.router.noted(`smsc_${id}`, false)
  }

  bound(...ids: readonly string[]): void {
    for (const id of ids) this.router.noted(`smsc_${id}`, true)
  }

  define(id: string, given: Partial<SmscDefinition>): void {
    this.definitions = this.definitions.map((one) => (one.id === `smsc_${id}` ? { ...one, ...given } : one))
    this.router.defined()
  }

  /** A new message that waits where routing puts it. Returns that. */
  accept(to: string, given: Partial<Parameters<typeof judgeMessage>[0]> = {}): string {
    const seq = this.store.waiting.length + 1
    const outcome = judgeMessage({ to, from: 'Bank', text: `Text ${seq}`, ...given }, 'key_test', {
      route: (question) => this.router.choose(question),
      maxParts: 20,
      nowMs: this.clock.nowMs(),
      newId: () => `msg_${seq}`,
      nextReference: () => 1,
    })
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
    const message: NewMessage = outcome.value
    this.store.waiting.push({ ...message, seq, esmClass: message.parts[0]?.esmClass ?? 0 })
    return message.smscId.slice(5)
  }

  /** How many wait where: `a 2, b 1`. */
  get where(): string {
    const counts = Map.groupBy(this.store.waiting, ({ smscId }) => smscId.slice(5))
    return [...counts]
      .map(([id, all]) => `${id} ${all.length}`)
      .toSorted()
      .join(', ')
  }

  /** Lets time pass, turn by turn. */
  async pass(seconds: number): Promise<void> {
    for (let half = 0; half < seconds * 2; half++) {
      await this.clock.advance(500)
      await this.router.turn()
    }
  }
}
