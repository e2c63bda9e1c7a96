import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SubmitOutcome } from '@smpp-connect/contracts'
import { LoadWorld, orders } from '../load-world.ts'

const kinds = (world: LoadWorld): Partial<Record<SubmitOutcome['kind'], number>> => {
  const counts: Partial<Record<SubmitOutcome['kind'], number>> = {}
  for (const { outcome } of world.manager.answered) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1
  return counts
}

/** Drops every session on its submits after the first so many, as a centre does that dies under load. */
function dropAfter(world: LoadWorld, count: number): void {
  let left = count
  world.answer = () => {
    if (left-- > 0) return { messageId: `id-${left}` }
    for (const session of [...world.server.sessions]) session.destroy('dropped on purpose')
    return new Promise(() => undefined)
  }
}

function assertNoneTwice({ seen }: LoadWorld): void {
  assert.equal(new Set(seen.map(({ text }) => text)).size, seen.length, 'no text was sent twice')
}

describe('a link that breaks under load', () => {
  it('leaves uncertain what had left and was not answered, and nothing else; the rest goes on later', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 20 }, roundTripMs: 40 })
    dropAfter(world, 50)
    world.manager.enqueue(orders(200))
    await world.clock.advance(500)
    const lost = kinds(world)
    assert.equal(lost.uncertain, 20, 'the window: all of it had left')
    world.answer = () => ({ messageId: 'later' })
    await world.clock.advance(10_000)
    const { answered, uncertain } = kinds(world)
    assert.deepEqual([answered, uncertain], [180, 20])
    assert.equal(world.manager.open, 0)
    assertNoneTwice(world)
    assert.equal(world.manager.mostInDoubt, 25, 'what was in hand had not left, and went back')
    await world.stop()
  })

  it('does so over several binds and with a pace: what waited for the pace was not sent', async () => {
    const world = await LoadWorld.start({
      definition: { windowSize: 10, bindCount: 2, perSecond: 100 },
      roundTripMs: 100,
    })
    dropAfter(world, 30)
    world.manager.enqueue(orders(100))
    await world.clock.advance(600)
    const { answered = 0, uncertain = 0, 'not-sent': notSent = 0 } = kinds(world)
    assert.ok(answered <= 30 && world.seen.length > 30)
    // What the SMSC saw is answered or uncertain; what was on its way to it is uncertain too.
    assert.ok(world.seen.length <= answered + uncertain)
    assert.ok(uncertain > 0 && uncertain <= 20, `${uncertain}`)
    assert.ok(notSent > 0, 'some waited for the pace')
    world.answer = () => ({ messageId: 'later' })
    await world.clock.advance(20_000)
    assert.equal(world.manager.open, 0)
    const all = kinds(world)
    assert.deepEqual([(all.answered ?? 0) + uncertain, all.uncertain], [100, uncertain])
    assertNoneTwice(world)
    await world.stop()
  })

  it('gives what had not left to the other binds, and back to the manager only when there is none', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 5, bindCount: 2 } })
    const answers: (() => void)[] = []
    world.answer = () =>
      new Promise((resolve) => {
        answers.push(() => resolve({ messageId: 'x' }))
      })
    world.manager.enqueue(orders(10))
    // Before the octets have left: the first bind breaks in the turn in which its submits were written.
    await Promise.resolve()
    await Promise.resolve()
    world.network.pipes[0]?.cut()
    await world.clock.advance(10)
    assert.deepEqual(kinds(world), {}, 'none has ended')
    assert.equal(world.seen.length, 5, 'the other bind is full')
    for (const answer of answers.splice(0)) answer()
    await world.clock.advance(10)
    assert.equal(world.seen.length, 10)
    for (const answer of answers.splice(0)) answer()
    await world.clock.advance(10)
    assert.deepEqual(kinds(world), { answered: 10 })
    await world.stop()
  })

  it('keeps answers until the manager has them, and takes credit back for those that it could not keep', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 5 } })
    const { answer } = world
    world.answer = (request) => {
      if (world.seen.length === 1) world.manager.failAnswers = 3
      return answer(request)
    }
    world.manager.enqueue(orders(20))
    await world.clock.advance(500)
    assert.equal(world.seen.length, 6, 'the window, and what was in hand')
    assert.equal(world.manager.answered.length, 0)
    assert.equal(world.manager.inDoubt, 6)
    await world.clock.advance(5_000)
    assert.equal(world.manager.answered.length, 20)
    await world.stop()
  })
})
