import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type OperationResult, type Outcome, type SmscSettings, smscSettingsSchema } from '@smpp-connect/contracts'
import { settle } from '@smpp-connect/testkit'
import { treatment } from '../definition.ts'
import { CALLER, SMSC, World } from '../world.ts'

const LATER = { sendAt: '2026-06-01T00:00:00Z' }
const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusal.code)

/** A message that was handed over, whose answer never came, and that waits for a person. */
async function held(): Promise<{ readonly world: World; readonly id: string }> {
  const world = await World.start({ uncertainWaitSeconds: 0, classes: treatment({ uncertainPolicy: 'hold' }) })
  const id = await world.send('Hello')
  await world.bound(1)
  await loseAnswer(world)
  assert.equal(await world.state(id), 'held')
  return { world, id }
}

async function loseAnswer(world: World): Promise<void> {
  await world.end(world.edge.orders.splice(0), () => ({ kind: 'uncertain', reason: 'the link broke' }))
  await world.clock.advance(1_000)
}

describe('a release that was cut off', () => {
  it('is not done again, whatever has become of the message since', async () => {
    const { world, id } = await held()
    const { useCases } = world.manager
    const cutOffAtMs = world.clock.nowMs()
    assert.ok((await useCases.release(id)).ok)
    await settle()
    assert.equal(world.edge.orders.length, 1)
    const underWay = await useCases.release(id, cutOffAtMs)
    assert.equal(underWay.ok && underWay.value.state, 'sending')
    await loseAnswer(world)
    const heldAgain = await useCases.release(id, cutOffAtMs)
    assert.equal(heldAgain.ok && heldAgain.value.state, 'held', 'it may have come twice already')
    await settle()
    assert.equal(world.edge.orders.length, 0)
    await world.manager.stop()
  })

  it('is done when it was not', async () => {
    const { world, id } = await held()
    const { useCases } = world.manager
    assert.ok((await useCases.release(id)).ok)
    await settle()
    await loseAnswer(world)
    const released = await useCases.release(id, world.clock.nowMs())
    assert.equal(released.ok && released.value.state, 'sending', 'the release of before was of another request')
    await world.manager.stop()
  })
})

describe('a cancellation that was cut off', () => {
  it('is answered as done when it was, and done when it was not', async () => {
    const world = await World.start()
    const { useCases } = world.manager
    const id = await world.send('Hello', LATER)
    const cutOffAtMs = world.clock.nowMs()
    const shown = ({ parts }: OperationResult) => parts.map(({ by, done, state }) => [by, done, state])
    const first = await useCases.cancel(id, cutOffAtMs)
    assert.deepEqual(first.ok && shown(first.value), [['connect', true, 'cancelled']])
    const again = await useCases.cancel(id, cutOffAtMs)
    assert.deepEqual(again.ok && shown(again.value), [['connect', true, 'cancelled']])
    assert.equal(codeOf(await useCases.cancel(id)), 'state-conflict')
    await world.manager.stop()
  })
})

describe('a replacement that was cut off', () => {
  it('is answered as done when the message has the text, also when it has left since', async () => {
    const world = await World.start()
    const { useCases } = world.manager
    const id = await world.send('Hello')
    const cutOffAtMs = world.clock.nowMs()
    assert.equal(codeOf(await useCases.replace(id, 'Another', cutOffAtMs)), 'ok')
    await world.bound(1)
    assert.equal(codeOf(await useCases.replace(id, 'Another')), 'state-conflict')
    const again = await useCases.replace(id, 'Another', cutOffAtMs)
    assert.deepEqual(again.ok && again.value.parts.map(({ done, state, detail }) => [done, state, detail]), [
      [true, 'sending', 'Replaced by the request before, whose answer was lost.'],
    ])
    assert.equal(codeOf(await useCases.replace(id, 'A third', cutOffAtMs)), 'state-conflict')
    await world.manager.stop()
  })
})

describe('an SMSC that was being added when all was cut off', () => {
  const settings = (change: Partial<SmscSettings> = {}) => ({
    ...smscSettingsSchema.parse({ name: 'Provider', host: 'smpp.example', systemId: 'acme', defaultSender: '60777' }),
    password: 'secret',
    ...change,
  })

  it('is there once, and is the answer', async () => {
    const before = await World.start()
    const cutOffAtMs = before.clock.nowMs()
    const first = await before.manager.useCases.createSmsc(CALLER, settings(), cutOffAtMs)
    assert.ok(first.ok)
    const world = await before.afterCrash()
    const { useCases } = world.manager
    const again = await useCases.createSmsc(CALLER, settings(), cutOffAtMs)
    assert.equal(again.ok && again.value.id, first.value.id)
    assert.equal((await useCases.smscs()).length, 2)
    await world.manager.stop()
  })

  it('is not taken for another of its name', async () => {
    const world = await World.start()
    const { useCases } = world.manager
    const cutOffAtMs = world.clock.nowMs()
    assert.ok((await useCases.createSmsc(CALLER, settings())).ok)
    assert.equal(codeOf(await useCases.createSmsc(CALLER, settings({ password: 'another' }), cutOffAtMs)), 'name-taken')
    assert.equal(codeOf(await useCases.createSmsc(CALLER, settings(), cutOffAtMs + 1)), 'name-taken')
    await world.manager.stop()
  })
})

describe('going back to a version that was cut off', () => {
  it('is answered as done when it was, and done when it was not', async () => {
    const world = await World.start({ windowSize: 9 })
    const { useCases } = world.manager
    await useCases.changeSmsc(CALLER, SMSC, { windowSize: 1 })
    await world.clock.advance(1_000)
    const cutOffAtMs = world.clock.nowMs()
    const back = { toVersion: 1, version: 2 }
    const restored = await useCases.restoreSmsc(CALLER, SMSC, back, cutOffAtMs)
    assert.deepEqual(restored.ok && [restored.value.version, restored.value.windowSize], [3, 9])
    assert.equal(codeOf(await useCases.restoreSmsc(CALLER, SMSC, back)), 'version-conflict')
    const again = await useCases.restoreSmsc(CALLER, SMSC, back, cutOffAtMs)
    assert.deepEqual(again.ok && [again.value.version, again.value.windowSize], [3, 9])
    await useCases.changeSmsc(CALLER, SMSC, { windowSize: 2 })
    assert.equal(codeOf(await useCases.restoreSmsc(CALLER, SMSC, back, cutOffAtMs)), 'version-conflict')
    await world.manager.stop()
  })
})
