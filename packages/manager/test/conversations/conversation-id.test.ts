import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversationId } from '../../src/conversations/conversation-id.ts'

test('a conversation has the id that stored ones have, whatever the case of our address', () => {
  assert.equal(conversationId('+447700900123', '60777'), 'cnv_dda5be80c15a03ccf4baea10c1')
  assert.equal(conversationId('+447700900123', 'Acme'), 'cnv_cb96a342d3f4b9a9354a7120b2')
  assert.equal(conversationId('+447700900123', 'ACME'), 'cnv_cb96a342d3f4b9a9354a7120b2')
})
