import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LaneSight, STALL_AFTER_MS, Watchdog } from '../../src/lanes/watchdog.ts'

const sight = (given: Partial<LaneSight> = {}): LaneSight => ({
  smscId: 'smsc_1',
  isUp: true,
  due: 3,
  credit: 0,
  moves: 7,
  ...given,
})

describe('the watchdog', () => {
  it('says once that nothing moves, when something should for five seconds', () => {
    const watchdog = new Watchdog()
    assert.equal(watchdog.look(sight(), 0), undefined)
    assert.equal(watchdog.look(sight(), STALL_AFTER_MS - 1), undefined)
    const why = '3 parts are due, and the Sender has had no room: the SMSC answers nothing'
    assert.equal(watchdog.look(sight(), STALL_AFTER_MS), why)
    assert.equal(watchdog.look(sight(), STALL_AFTER_MS * 2), undefined, 'it is known')
    assert.deepEqual(watchdog.stalls(STALL_AFTER_MS * 2, 100_000), [{ smscId: 'smsc_1', sinceMs: 90_000, why }])
  })

  it('names an edge that is not heard: the SMSC may be well', () => {
    const watchdog = new Watchdog()
    const silence = 'nothing has been heard of the edge london for 5 s'
    watchdog.look(sight({ silence }), 0)
    assert.equal(watchdog.look(sight({ silence }), STALL_AFTER_MS), `3 parts are due, and ${silence}`)
  })

  it('tells room that is not used from an SMSC that answers nothing', () => {
    const watchdog = new Watchdog()
    watchdog.look(sight({ due: 1, credit: 5 }), 0)
    assert.equal(
      watchdog.look(sight({ due: 1, credit: 5 }), STALL_AFTER_MS),
      'one part is due and the Sender has room for 5, but nothing is leased',
    )
  })

  for (const [what, given] of [
    ['something moved', { moves: 8 }],
    ['nothing is due any more', { due: 0 }],
    ['the link is down', { isUp: false }],
  ] as const) {
    it(`is content when ${what}, and begins anew`, () => {
      const watchdog = new Watchdog()
      watchdog.look(sight(), 0)
      assert.equal(watchdog.look(sight(given), STALL_AFTER_MS), undefined)
      assert.deepEqual(watchdog.stalls(STALL_AFTER_MS, 0), [])
      const { moves } = { ...sight(), ...given }
      assert.equal(watchdog.look(sight({ moves }), STALL_AFTER_MS + 1), undefined)
      assert.equal(watchdog.look(sight({ moves }), STALL_AFTER_MS * 2 - 1), undefined)
    })
  }

  it('forgets a stall when it moves again', () => {
    const watchdog = new Watchdog()
    watchdog.look(sight(), 0)
    watchdog.look(sight(), STALL_AFTER_MS)
    watchdog.look(sight({ moves: 8 }), STALL_AFTER_MS + 1)
    assert.deepEqual(watchdog.stalls(STALL_AFTER_MS + 1, 0), [])
  })
})
