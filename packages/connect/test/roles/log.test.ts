import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { followDebugSignal } from '../../src/roles/debug-signal.ts'
import { createLog } from '../../src/roles/log.ts'

/** What is written to stderr meanwhile. */
function written(work: () => void): readonly string[] {
  const lines: string[] = []
  const { write } = process.stderr
  process.stderr.write = (line: string | Uint8Array) => lines.push(String(line)) > 0
  try {
    work()
  } finally {
    process.stderr.write = write
  }
  return lines.map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3} /, '').trimEnd())
}

test('a log writes from its level on, and what was made of it follows when that changes', () => {
  const process = createLog('info', 'text')
  const room = process.log.with({ room: 'edge' })
  const say = (): readonly string[] =>
    written(() => {
      room.debug('part came', { messageId: 'msg_1', sequence: undefined })
      room.info('link up')
      room.warn('link down', { reason: 'a "reason"\nof two lines' })
    })
  const usual = ['info  link up  room="edge"', 'WARN  link down  room="edge" reason="a \\"reason\\"\\nof two lines"']
  assert.deepEqual([room.isVerbose, say()], [false, usual])
  process.level = 'debug'
  assert.deepEqual([room.isVerbose, say()], [true, ['debug part came  room="edge" messageId="msg_1"', ...usual]])
  process.level = 'error'
  assert.deepEqual([room.isVerbose, say()], [false, []])
})

test('SIGUSR2 turns the lines for each message on and off again', () => {
  const { write } = process.stdout
  process.stdout.write = () => true
  try {
    for (const [usual, other] of [
      ['warn', 'debug'],
      ['debug', 'info'],
    ] as const) {
      const log = createLog(usual, 'text')
      const signals = new EventEmitter()
      followDebugSignal(Object.assign(signals, { platform: 'linux' as const }) as never, log)
      const levels = [1, 2, 3].map(() => {
        signals.emit('SIGUSR2')
        return log.level
      })
      assert.deepEqual(levels, [other, usual, other])
    }
  } finally {
    process.stdout.write = write
  }
})
