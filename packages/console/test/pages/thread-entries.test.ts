import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ThreadMessage } from '@smpp-connect/contracts'
import { timeFormats } from '../../src/format/time.ts'
import { threadEntries } from '../../src/pages/conversations/thread-entries.ts'
import { World } from '../fake/world.ts'

const { dayKey } = timeFormats('UTC')
const NOW = Date.parse('2026-11-24T12:00:00Z')

/** `out 2026-11-24T10:00` and so on, oldest first; given back newest first, as the API does. */
function thread(...lines: string[]): ThreadMessage[] {
  const world = new World(NOW)
  for (const line of lines) {
    const [direction, time] = line.split(' ') as ['out' | 'in', string]
    const createdAt = `${time}:00.000Z`
    world.addMessage(direction === 'out' ? 'outbound' : 'inbound', '+1', line, { createdAt })
  }
  return world.messages.map(world.inThread)
}

const shape = (messages: ThreadMessage[], unread = 0, openedAtMs = NOW) =>
  threadEntries(messages, { count: unread, openedAtMs }, dayKey).map((entry) =>
    entry.kind === 'message'
      ? `${entry.begins ? '[' : ''}${entry.message.direction === 'outbound' ? 'out' : 'in'}${entry.ends ? ']' : ''}`
      : entry.kind === 'day'
        ? dayKey(entry.atMs)
        : entry.kind,
  )

test('an empty thread has no entries', () => {
  assert.deepEqual(shape([]), [])
})

test('messages stand oldest first, each day begins with its line', () => {
  const messages = thread('out 2026-11-23T23:59', 'in 2026-11-24T00:01')
  assert.deepEqual(shape(messages), ['2026-11-23', '[out]', '2026-11-24', '[in]'])
})

test('what one side writes within five minutes stands together', () => {
  const messages = thread(
    'in 2026-11-24T10:00',
    'in 2026-11-24T10:04',
    'in 2026-11-24T10:20',
    'out 2026-11-24T10:21',
    'out 2026-11-24T10:22',
  )
  assert.deepEqual(shape(messages), ['2026-11-24', '[in', 'in]', '[in]', '[out', 'out]'])
})

test('midnight parts what else would stand together', () => {
  assert.deepEqual(shape(thread('in 2026-11-23T23:59', 'in 2026-11-24T00:00')), [
    '2026-11-23',
    '[in]',
    '2026-11-24',
    '[in]',
  ])
})

test('the line stands before the first message that was unread when the thread was opened', () => {
  const messages = thread('in 2026-11-24T09:00', 'out 2026-11-24T09:30', 'in 2026-11-24T10:00', 'in 2026-11-24T10:01')
  assert.deepEqual(shape(messages, 2), ['2026-11-24', '[in]', '[out]', 'unread', '[in', 'in]'])
})

test('what comes in while the thread is open does not move the line', () => {
  const messages = thread('in 2026-11-24T10:00', 'in 2026-11-24T12:30')
  assert.deepEqual(shape(messages, 1), ['2026-11-24', 'unread', '[in]', '[in]'])
})

test('more unread than loaded: there is no line rather than a wrong one', () => {
  assert.deepEqual(shape(thread('in 2026-11-24T10:00'), 5), ['2026-11-24', '[in]'])
})

test('what a text did to consent stands below it, and parts what would stand together', () => {
  const messages = thread('in 2026-11-24T10:00', 'in 2026-11-24T10:01', 'in 2026-11-24T10:02')
  const stopped = messages.map((message, index) =>
    index === 1 ? { ...message, consent: 'opted-out' as const } : message,
  )
  assert.deepEqual(shape(stopped), ['2026-11-24', '[in', 'in]', 'consent', '[in]'])
})
