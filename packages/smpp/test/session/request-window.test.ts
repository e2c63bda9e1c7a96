import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { type PendingRequest, pendingRequest } from '../../src/session/pending-request.ts'
import { RequestWindow } from '../../src/session/request-window.ts'
import { maxSequenceNumber } from '../../src/session/sequence.ts'

const request = (watched = true): PendingRequest =>
  pendingRequest({ command: 'enquire_link' }, watched, () => undefined)

/** What a window does with adds and removals at random, beside a plain map. Returns what is wrong; undefined: nothing. */
function differs(
  steps: readonly (readonly [add: boolean, pick: number, watched: boolean])[],
  first: number,
  window = new RequestWindow(4, first),
): string | undefined {
  const model = new Map<number, PendingRequest>()
  for (const [add, pick, watched] of steps) {
    if (add || model.size === 0) {
      const added = request(watched)
      window.add(added)
      if (added.sequenceNumber < 1 || added.sequenceNumber > maxSequenceNumber) return 'a number out of range'
      if (model.has(added.sequenceNumber)) return 'a number given twice'
      model.set(added.sequenceNumber, added)
    } else {
      const [number, removed] = [...model][pick % model.size]!
      if (window.find(number) !== removed) return 'a request that is not found'
      window.remove(removed)
      model.delete(number)
      if (window.find(number) !== undefined) return 'a request that is found after it was removed'
    }
    const watchedOnes = [...model.values()].filter((held) => held.watched)
    if (window.count !== model.size || window.watchedCount !== watchedOnes.length) return 'a wrong count'
    if (window.oldest !== watchedOnes[0]) return 'a wrong oldest'
    const all = window.all()
    if (all.length !== model.size || new Set(all).size !== model.size) return 'a wrong list'
    if (watchedOnes.some((held, at) => all[at] !== held)) return 'a wrong order'
  }
  return undefined
}

const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.boolean()), { maxLength: 200 })
const first = fc.oneof(fc.constant(1), fc.integer({ min: maxSequenceNumber - 60, max: maxSequenceNumber }))

it('is a map with an order, across the wrap of the numbers and whatever is answered when', () => {
  fc.assert(
    fc.property(steps, first, (taken, start) => {
      assert.equal(differs(taken, start), undefined)
    }),
    { numRuns: 300 },
  )
})

it('the property above notices a window that reuses numbers', () => {
  class Forgetful extends RequestWindow {
    override add(added: PendingRequest): void {
      super.add(added)
      if (this.count % 3 === 0) added.sequenceNumber = 1
    }
  }
  const check = fc.check(
    fc.property(steps, (taken) => differs(taken, 1, new Forgetful(4)) === undefined),
    { seed: 1 },
  )
  assert.equal(check.failed, true)
})

it('skips a number that is still waited for, however long ago it was given', () => {
  const window = new RequestWindow(2)
  const slow = request()
  window.add(slow)
  for (let at = 0; at < 100; at++) {
    const quick = request()
    window.add(quick)
    assert.notEqual(quick.sequenceNumber % 16, slow.sequenceNumber)
    window.remove(quick)
  }
  assert.equal(window.find(1), slow)
})

it('grows while requests are under way', () => {
  const window = new RequestWindow(1)
  const requests = Array.from({ length: 1_000 }, () => request())
  for (const added of requests) window.add(added)
  assert.deepEqual(window.all(), requests)
  window.resize(50_000)
  for (const added of requests) assert.equal(window.find(added.sequenceNumber), added)
})
