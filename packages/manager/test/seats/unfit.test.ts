import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type KnownEdge, nobodyThere, unfit } from '../../src/seats/eligible.ts'

const edge = (edgeId: string, role: KnownEdge['role']): KnownEdge => ({ edgeId, role, up: true, sinceMs: 0 })
const APART = [edge('in', 'receiver'), edge('out', 'sender')]

test('a definition that no edge could carry out is refused with the reason', () => {
  const cases = [
    [
      'transceiver',
      [],
      APART,
      /a transceiver bind is asked for, and none .*: in hosts a Receiver alone, out hosts a Sender/,
    ],
    ['transceiver', ['out'], [...APART, edge('both', 'edge')], /out hosts a Sender alone$/],
    ['transmitter-receiver', ['in'], APART, /a transmitter bind is asked for/],
    ['transmitter-receiver', ['out'], APART, /a receiver bind is asked for/],
    ['transceiver', ['rome'], APART, /there is no edge rome; there are: in, out\./],
    ['transceiver', ['rome'], [], /there is no edge rome; there is none yet/],
  ] as const
  for (const [bindMode, edges, known, reason] of cases) {
    assert.match(unfit({ bindMode, edges: [...edges] }, known) ?? '', reason)
  }
})

test('one that works is not: apart, both in one, not known yet, or with no edge enrolled', () => {
  const cases = [
    ['transmitter-receiver', [], APART],
    ['transmitter-receiver', ['in', 'out'], APART],
    ['transceiver', ['both'], [...APART, edge('both', 'edge')]],
    ['transceiver', ['new'], [...APART, edge('new', null)]],
    ['transceiver', [], []],
  ] as const
  for (const [bindMode, edges, known] of cases) {
    assert.equal(unfit({ bindMode, edges: [...edges] }, known), undefined)
  }
})

test('why nobody holds a bind: the edges that may are not there', () => {
  const away = APART.map((one) => ({ ...one, up: false }))
  const why = (edges: string[], known: readonly KnownEdge[]) =>
    nobodyThere({ bindMode: 'transmitter-receiver', edges }, known)
  assert.equal(why([], away), 'No edge that may hold its binds is connected (expected: out).')
  assert.equal(why(['in'], APART), 'No edge that may hold its binds is connected (there is none).')
  assert.equal(why([], APART), undefined)
})
