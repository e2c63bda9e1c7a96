import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readChanges, readHeartbeat } from '../../src/live/feed-frame.ts'

const frame = {
  upTo: 7,
  messages: ['msg_1'],
  conversations: [],
  smscs: ['smsc_1'],
  phones: ['+1'],
  settings: ['routing'],
  optOuts: false,
  more: false,
}

test('a frame of changes is read', () => {
  assert.deepEqual(readChanges(JSON.stringify(frame)), frame)
  assert.deepEqual(readChanges(JSON.stringify({ ...frame, later: 'field' })), frame)
})

test('what is no frame is nothing, not an exception', () => {
  const broken: unknown[] = [
    null,
    [],
    'x',
    {},
    { ...frame, upTo: -1 },
    { ...frame, upTo: '7' },
    { ...frame, more: undefined },
    { ...frame, messages: 'msg_1' },
    { ...frame, phones: [1] },
    { ...frame, settings: undefined },
    { ...frame, optOuts: 'yes' },
  ]
  for (const value of broken) assert.equal(readChanges(JSON.stringify(value)), undefined, JSON.stringify(value))
  for (const text of ['', '{', '<html>']) assert.equal(readChanges(text), undefined)
})

test('a heartbeat says how far the feed has spoken', () => {
  assert.equal(readHeartbeat('{"upTo":12}'), 12)
  assert.equal(readHeartbeat('{"upTo":0}'), 0)
  for (const text of ['', '{}', '{"upTo":1.5}', '{"upTo":"12"}', 'null']) assert.equal(readHeartbeat(text), undefined)
})
