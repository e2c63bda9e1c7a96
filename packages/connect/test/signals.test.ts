import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { onStopRequest } from '../src/signals.ts'

test('a signal that comes twice within a second is one request; a later one is another', () => {
  let nowMs = 0
  const source = new EventEmitter()
  const heard: string[] = []
  const stop = onStopRequest(source, { monotonicMs: () => nowMs }, (signal, request) => {
    heard.push(`${signal} ${request}`)
  })
  source.emit('SIGINT')
  nowMs = 999
  source.emit('SIGINT')
  source.emit('SIGTERM')
  assert.deepEqual(heard, ['SIGINT 1'])
  nowMs = 1000
  source.emit('SIGTERM')
  assert.deepEqual(heard, ['SIGINT 1', 'SIGTERM 2'])
  stop()
  assert.equal(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM') + source.listenerCount('SIGHUP'), 0)
})
