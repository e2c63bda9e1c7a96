import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ConnectEvent } from '@smpp-connect/contracts'
import { Listeners } from '../src/listeners.ts'

const event: ConnectEvent = {
  seq: 1,
  atMs: 1,
  kind: 'smsc.bind',
  messageId: null,
  part: null,
  conversationId: null,
  smscId: null,
  detail: {},
}

describe('listeners', () => {
  it('hear what there is, until they are taken away', () => {
    const listeners = new Listeners()
    const heard: string[] = []
    const stop = listeners.add((events) => heard.push(`a${events.length}`))
    listeners.add((events) => heard.push(`b${events.length}`))
    listeners.tell(() => [event, event])
    listeners.tell(() => [])
    stop()
    listeners.tell(() => [event])
    assert.deepEqual(heard, ['a2', 'b2', 'b1'])
  })

  it('that throw stop nobody, and are not passed over in silence', (t) => {
    const later: (() => void)[] = []
    t.mock.method(globalThis, 'queueMicrotask', (task: () => void) => later.push(task))
    const listeners = new Listeners()
    const heard: number[] = []
    listeners.add(() => {
      throw new Error('a bug of theirs')
    })
    listeners.add((events) => heard.push(events.length))
    listeners.tell(() => [event])
    assert.deepEqual(heard, [1])
    assert.equal(later.length, 1)
    assert.throws(() => later[0]?.(), /a bug of theirs/)
  })
})
