import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeepAlive } from '../../src/session/keep-alive.ts'

/** Both sides, a tick a second; `heard` says which way is open. */
function watch(alive: KeepAlive, seconds: number, toUs: boolean, toThem: boolean, fromMs: number): string {
  let theirs = 0
  let confirmed = 0
  for (let second = 1; second <= seconds; second++) {
    const nowMs = fromMs + second * 1_000
    if (second % 2 === 0) {
      const { number } = alive.ping(nowMs)
      if (toThem) confirmed = number
      theirs += 1
      if (toUs) {
        alive.came(nowMs)
        alive.pinged(theirs, confirmed)
      }
    }
    const verdict = alive.look(nowMs)
    if (verdict !== 'alive') return `${verdict} after ${second} s`
  }
  return 'alive'
}

test('a peer that is there stays alive', () => {
  assert.equal(watch(new KeepAlive(0), 600, true, true, 0), 'alive')
})

test('a peer that is not there is found within ten seconds', () => {
  assert.equal(watch(new KeepAlive(0), 600, false, false, 0), 'silent after 8 s')
})

test('so is one that cannot be heard', () => {
  assert.equal(watch(new KeepAlive(0), 600, false, true, 0), 'silent after 8 s')
})

test('and one that cannot hear us', () => {
  assert.equal(watch(new KeepAlive(0), 600, true, false, 0), 'unheard after 10 s')
})

test('time in which our own process stood still counts for nothing', () => {
  const alive = new KeepAlive(0)
  assert.equal(watch(alive, 10, true, true, 0), 'alive')
  // Stopped for a minute: what came meanwhile is read after this look.
  assert.equal(alive.look(70_000), 'alive')
  assert.equal(alive.look(71_000), 'alive')
  assert.equal(watch(alive, 20, false, false, 71_000), 'silent after 5 s')
})

test('a number that was never said confirms nothing', () => {
  const alive = new KeepAlive(0)
  alive.ping(0)
  alive.pinged(1, 4_000_000_000)
  assert.equal(alive.confirmed, 0)
})
