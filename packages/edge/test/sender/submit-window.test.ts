import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SubmitWindow } from '../../src/sender/submit-window.ts'

describe('the window of a bind', () => {
  it('is what the definition says, where it is fixed', () => {
    const window = new SubmitWindow({ windowMode: 'fixed', windowSize: 50 })
    assert.equal(window.size, 50)
    window.fit(1, 1)
    assert.equal(window.size, 50)
    window.update({ windowMode: 'fixed', windowSize: 20 })
    assert.equal(window.size, 20)
  })

  it('grows by one with each answer that finds half of it in use, where it is adaptive', () => {
    const window = new SubmitWindow({ windowMode: 'adaptive', windowSize: 50 })
    assert.equal(window.size, 2)
    window.answered(1)
    window.answered(2)
    assert.equal(window.size, 4)
    window.answered(1)
    assert.equal(window.size, 4)
    for (let answer = 0; answer < 100; answer++) window.answered(50)
    assert.equal(window.size, 50)
  })

  it('is twice what rate and round trip call for at most, and falls with them', () => {
    const window = new SubmitWindow({ windowMode: 'adaptive', windowSize: 500 })
    for (let answer = 0; answer < 500; answer++) window.answered(500)
    window.fit(Number.POSITIVE_INFINITY, 0)
    assert.equal(window.size, 500)
    window.fit(100, 250)
    assert.equal(window.size, 51)
    window.fit(1, 20)
    assert.equal(window.size, 2)
    window.fit(100, null)
    assert.equal(window.size, 500)
  })

  it('keeps to a smaller size and to another mode at once', () => {
    const window = new SubmitWindow({ windowMode: 'adaptive', windowSize: 500 })
    for (let answer = 0; answer < 100; answer++) window.answered(500)
    window.update({ windowMode: 'adaptive', windowSize: 10 })
    assert.equal(window.size, 10)
    window.update({ windowMode: 'adaptive', windowSize: 1 })
    assert.equal(window.size, 1)
    window.update({ windowMode: 'fixed', windowSize: 300 })
    assert.equal(window.size, 300)
  })
})
