import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectEvent } from '@smpp-connect/contracts'
import { ChangeSet } from '../../src/feed/change-set.ts'

function event(id: number, change: Partial<ConnectEvent> = {}): ConnectEvent {
  return {
    seq: id,
    atMs: id,
    kind: 'message.sending',
    messageId: `msg_${id}`,
    part: 1,
    conversationId: null,
    smscId: 'smsc_1',
    detail: {},
    ...change,
  }
}

test('each thing is named once', () => {
  const changes = new ChangeSet()
  assert.ok(changes.empty)
  changes.addEvent(event(1))
  changes.addEvent(event(1, { conversationId: 'cnv_1' }))
  changes.addPhones(['+1', '+1'])
  assert.ok(!changes.empty)
  assert.deepEqual(changes.frame(7), {
    upTo: 7,
    messages: ['msg_1'],
    conversations: ['cnv_1'],
    smscs: ['smsc_1'],
    phones: ['+1'],
    settings: [],
    optOuts: false,
    more: false,
  })
})

test('settings are told by their name, and opt-outs as such: one may belong to no conversation', () => {
  const nowhere = { messageId: null, conversationId: null, smscId: null }
  const changes = new ChangeSet()
  changes.addEvent(event(1, { ...nowhere, kind: 'settings.changed', detail: { name: 'routing', version: 2 } }))
  assert.ok(!changes.empty)
  assert.deepEqual(changes.frame(1).settings, ['routing'])
  const consent = new ChangeSet()
  consent.addEvent(event(1, { ...nowhere, kind: 'opt-out.possible' }))
  assert.ok(consent.empty, 'it changes nobody’s consent')
  consent.addEvent(event(1, { ...nowhere, kind: 'opt-out.withdrawn' }))
  assert.ok(!consent.empty)
  assert.equal(consent.frame(1).optOuts, true)
})

test('beyond two hundred it only says that there are more', () => {
  const changes = new ChangeSet()
  for (let id = 0; id < 200; id++) changes.addEvent(event(id))
  assert.equal(changes.frame(1).more, false)
  changes.addEvent(event(0))
  assert.equal(changes.frame(1).more, false, 'known already')
  changes.addEvent(event(200))
  const frame = changes.frame(1)
  assert.deepEqual([frame.messages.length, frame.more], [200, true])
})
