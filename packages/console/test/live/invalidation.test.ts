import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Changes } from '@smpp-connect/contracts'
import { ALL_CHANGED, keysTouchedBy, mergeChanges } from '../../src/live/invalidation.ts'

const nothing: Changes = {
  upTo: 1,
  messages: [],
  conversations: [],
  smscs: [],
  phones: [],
  settings: [],
  optOuts: false,
  more: false,
}
const touched = (changes: Partial<Changes>) => {
  const keys = keysTouchedBy({ ...nothing, ...changes })
  return keys === 'everything' ? keys : keys.map((key) => key.join(' '))
}

test('a message touches the lists, itself and the sums, and no conversation', () => {
  assert.deepEqual(touched({ messages: ['msg_1', 'msg_2'] }), [
    'messages list',
    'messages one msg_1',
    'messages one msg_2',
    'system',
  ])
})

test('a conversation touches the lists, itself and its thread', () => {
  assert.deepEqual(touched({ conversations: ['cnv_1'] }), [
    'conversations list',
    'conversations one cnv_1',
    'conversations thread cnv_1',
  ])
})

test('an SMSC touches all SMSCs and the sums; a phone touches the phones', () => {
  assert.deepEqual(touched({ smscs: ['smsc_1'] }), ['smscs', 'system', 'route'])
  assert.deepEqual(touched({ phones: ['+1'] }), ['simulator phones', 'simulator status', 'simulator texts +1'])
})

test('settings touch their document; an opt-out touches every conversation, since it may be of all addresses', () => {
  assert.deepEqual(touched({ settings: ['routing'] }), ['settings routing', 'route'])
  assert.deepEqual(touched({ optOuts: true }), ['route', 'opt-outs', 'conversations'])
})

test('nothing touches nothing, and a frame that was cut touches everything', () => {
  assert.deepEqual(touched({}), [])
  assert.equal(touched({ messages: ['msg_1'], more: true }), 'everything')
  assert.equal(keysTouchedBy(ALL_CHANGED), 'everything')
})

test('merged changes hold each id once and the later place', () => {
  const merged = mergeChanges(
    { ...nothing, upTo: 5, messages: ['a', 'b'], phones: ['+1'] },
    { ...nothing, upTo: 9, messages: ['b', 'c'], more: true },
  )
  assert.deepEqual(merged, { ...nothing, upTo: 9, messages: ['a', 'b', 'c'], phones: ['+1'], more: true })
})
