import assert from 'node:assert/strict'
import type { SubmitAnswer, SubmitOrder } from '@smpp-connect/contracts'
import { settle } from '@smpp-connect/testkit'
import type { MemoryConnection, Way } from './memory-connection.ts'
import { order, SMSC } from './traffic.ts'
import { World } from './world.ts'

/** Something that happens to a link under load. */
export type Happening =
  | { readonly kind: 'accept'; readonly count: number }
  | { readonly kind: 'leave'; readonly count: number }
  | { readonly kind: 'answer'; readonly count: number }
  | { readonly kind: 'block'; readonly one: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'rounds'; readonly count: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'way'; readonly from: 'edge' | 'manager'; readonly way: Way }
  | { readonly kind: 'connect' }
  | { readonly kind: 'new-edge' }

/** Spoils a connection before it is used: a planted bug. */
export type Doctor = (atEdge: MemoryConnection, atManager: MemoryConnection) => void

const WINDOW = 20
const PAIRS = 7

/**
 * Runs what happens against the link, with a lane in front that sends again what was not sent, and holds the invariants: each
 * attempt ends once (a late answer may follow where nothing was certain), what was not sent never left, what was answered
 * left once, nothing of a blocked pair leaves once the edge knows the manager again, and all ends when the link is back.
 */
export async function runThrough(happenings: readonly Happening[], seed: number, doctor?: Doctor): Promise<void> {
  const world = new World({ seed, lostAfterMs: 60_000 })
  const { manager, hub } = world
  const submitted = new Map<string, SubmitOrder>()
  const ends = new Map<string, SubmitAnswer[]>()
  const blocked = new Set<string>()
  const queue: SubmitOrder[] = []
  /** What left, of all processes of the edge. */
  const left: SubmitOrder[] = []
  /** Processes that are gone, with what they had: only of those may something be uncertain, and of an edge long away. */
  let mayDoubt = false
  let made = 0

  const lane = (): void => {
    const free = manager.creditOf(SMSC)
    if (free <= 0) return
    const some: SubmitOrder[] = []
    while (some.length < free) {
      const next = queue.shift()
      if (!next) break
      if (blocked.has(next.destination.address)) continue
      some.push(next)
    }
    if (some.length === 0) return
    manager.revokeCredit(SMSC, some.length)
    for (const one of some) submitted.set(keyOf(one), one)
    hub.submit(some)
  }
  manager.onCredit = lane
  manager.onAnswers = (batch) => {
    for (const answer of batch) {
      const key = keyOf(answer)
      const before = ends.get(key) ?? []
      ends.set(key, [...before, answer])
      const all = [...before, answer].map(({ outcome }) => outcome.kind)
      assert.ok(
        all.length === 1 || (all.length === 2 && all[0] === 'uncertain'),
        `${key} ended as ${all.join(', then ')}`,
      )
      const one = submitted.get(key)
      assert.ok(one, `${key} was never submitted`)
      if (answer.outcome.kind === 'not-sent') queue.push({ ...one, attempt: one.attempt + 1 })
    }
    setImmediate(lane)
  }
  const take = (): void => {
    left.push(...world.edge.left.splice(0))
  }
  const leave = (count: number): void => {
    const known = world.link.state.kind === 'up' && world.hub.views[0]?.up === true
    const before = world.edge.waiting.slice(0, count)
    world.edge.leave(count)
    if (known && settled) {
      const wrong = before.find(({ destination }) => blocked.has(destination.address))
      assert.equal(wrong, undefined, 'something left to a person who had asked for nothing more')
    }
    take()
  }
  /** Whether all that was said has had the time to arrive. */
  let settled = false
  const connect = async (): Promise<void> => {
    await world.connect()
  }
  world.doctor = doctor

  world.link.grantCredit(SMSC, WINDOW)
  for (const happening of happenings) {
    settled = false
    switch (happening.kind) {
      case 'accept':
        for (let one = 0; one < happening.count; one++) queue.push(order(++made, personOf(made)))
        lane()
        break
      case 'leave':
        await settle(30)
        settled = world.atEdge?.isOpenBothWays ?? false
        leave(happening.count)
        break
      case 'answer':
        void world.edge.answer(happening.count)
        break
      case 'block': {
        const { destination } = order(1, personOf(happening.one))
        blocked.add(destination.address)
        hub.block([{ source: null, destination: destination.address }])
        break
      }
      case 'pass':
        await world.clock.advance(happening.ms)
        if (happening.ms >= 30_000) mayDoubt = true
        break
      case 'rounds':
        await settle(happening.count)
        break
      case 'cut':
        world.atEdge?.destroy('cut')
        break
      case 'way':
        {
          const end = happening.from === 'edge' ? world.atEdge : world.atManager
          if (end) end.way = happening.way
        }
        break
      case 'connect':
        await connect()
        break
      case 'new-edge':
        take()
        world.atEdge?.destroy('the process ended')
        world.newEdge()
        world.link.grantCredit(SMSC, WINDOW)
        mayDoubt = true
        break
    }
  }

  // The link is back for good, and the SMSC answers all.
  for (let round = 0; round < 60; round++) {
    if (!world.atEdge || world.atEdge.isClosed || !world.atEdge.isOpenBothWays || world.link.state.kind === 'down') {
      await world.clock.advance(10_000)
      await connect()
    }
    await settle(20)
    settled = true
    leave(WINDOW)
    void world.edge.answer(WINDOW)
    await settle(20)
    if (queue.length === 0 && [...submitted.keys()].every((key) => ends.has(key)) && world.link.unsettledAnswers === 0)
      break
  }

  assert.equal(queue.length, 0, 'something was never handed over')
  const leftOnce = new Map<string, number>()
  for (const one of left) leftOnce.set(keyOf(one), (leftOnce.get(keyOf(one)) ?? 0) + 1)
  for (const [key] of submitted) {
    const end = ends.get(key)
    assert.ok(end, `${key} never ended`)
    const times = leftOnce.get(key) ?? 0
    assert.ok(times <= 1, `${key} left ${times} times`)
    const kinds = end.map(({ outcome }) => outcome.kind)
    if (kinds.includes('not-sent') || kinds.includes('blocked'))
      assert.equal(times, 0, `${key} left, and ended as ${kinds}`)
    if (kinds.includes('answered')) assert.equal(times, 1, `${key} was answered, and never left`)
    if (kinds[0] === 'uncertain') assert.ok(mayDoubt, `${key} is uncertain without need`)
  }
  assert.equal(world.link.unsettledAnswers, 0, 'answers stay at the edge')
  assert.equal(manager.creditOf(SMSC), WINDOW, 'the books of credit do not agree in the end')
  assert.ok(world.mostPending < 1_000_000, 'too much waited for a slow peer')
}

function personOf(number: number): Partial<SubmitOrder> {
  return { destination: { ton: 1, npi: 1, address: `44770090000${number % PAIRS}` } }
}

function keyOf({ part, attempt }: Pick<SubmitAnswer, 'part' | 'attempt'>): string {
  return `${part.messageId} attempt ${attempt}`
}
