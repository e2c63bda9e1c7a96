import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindTypesOf } from '../../src/binds/bind-types.ts'

test('Sender and Receiver each hold their own bind, and a transceiver only both together', () => {
  assert.deepEqual(bindTypesOf('edge')('transmitter-receiver'), ['transmitter', 'receiver'])
  assert.deepEqual(bindTypesOf('sender')('transmitter-receiver'), ['transmitter'])
  assert.deepEqual(bindTypesOf('receiver')('transmitter-receiver'), ['receiver'])
  assert.deepEqual(bindTypesOf('edge')('transceiver'), ['transceiver'])
  assert.deepEqual(bindTypesOf('sender')('transceiver'), [])
  assert.deepEqual(bindTypesOf('receiver')('transceiver'), [])
})
