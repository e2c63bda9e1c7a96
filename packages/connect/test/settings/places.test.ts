import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusPlace } from '../../src/health/status-place.ts'
import { placeOrOff, readEdgePlaces, readPlace } from '../../src/settings/kinds.ts'

test('a place is a host and a port, an IPv6 address in brackets', () => {
  assert.deepEqual(readPlace('192.0.2.7:2781'), { host: '192.0.2.7', port: 2781 })
  assert.deepEqual(readPlace('edge-1.example:0'), { host: 'edge-1.example', port: 0 })
  assert.deepEqual(readPlace('[2001:db8::7]:2781'), { host: '2001:db8::7', port: 2781 })
  for (const wrong of ['', 'host', 'host:', ':2781', 'host:65536', '2001:db8::7:2781', 'host:1 ', 'a b:1', 'host:1x']) {
    assert.equal(readPlace(wrong), undefined, wrong)
  }
})

test('edges have names, each once', () => {
  const read = readEdgePlaces('london=192.0.2.7:2781, paris=[2001:db8::7]:1')
  assert.deepEqual(
    [...(read ?? [])],
    [
      ['london', { host: '192.0.2.7', port: 2781 }],
      ['paris', { host: '2001:db8::7', port: 1 }],
    ],
  )
  for (const wrong of ['', 'london', 'london=', 'London=a:1', 'london=a:1,', 'london=a:1,london=b:2']) {
    assert.equal(readEdgePlaces(wrong), undefined, wrong)
  }
})

test('an edge shows how it is on a port of its role, on the place it is told, or nowhere', () => {
  for (const [role, port] of [
    ['edge', 2782],
    ['sender', 2783],
    ['receiver', 2784],
  ] as const) {
    assert.deepEqual(statusPlace({ status: null }, role), { host: '127.0.0.1', port })
  }
  assert.deepEqual(statusPlace({ status: '192.0.2.7:9000' }, 'edge'), { host: '192.0.2.7', port: 9000 })
  assert.equal(statusPlace({ status: 'off' }, 'edge'), undefined)
  assert.deepEqual(
    [placeOrOff.read('off'), placeOrOff.read(false), placeOrOff.read(true), placeOrOff.read('9000')],
    ['off', 'off', undefined, undefined],
  )
})
