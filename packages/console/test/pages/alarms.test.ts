import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SmscView, SystemView } from '@smpp-connect/contracts'
import { alarmsOf } from '../../src/pages/overview/alarm-list.ts'
import { World } from '../fake/world.ts'

const AT = Date.parse('2026-01-01T12:00:00Z')
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19)

function system(byState: SystemView['counts']['byState'] = {}, stalled: SystemView['stalled'] = []): SystemView {
  const counts = { accepted: 0, final: 0, waiting: 0, uncertain: 0, received: 0, mayBeDuplicate: 0, receiptsParked: 0 }
  const startedAt = new Date(AT).toISOString()
  const rest = { lastEventSeq: 0, maxParts: 10, writeAheadLog: null }
  return { version: '0', startedAt, counts: { ...counts, byState }, stalled, ...rest }
}

type Bind = SmscView['binds'][number]

function smsc(name: string, bind: Partial<Bind> = {}, more: Partial<SmscView> = {}): SmscView {
  const made = new World(AT).addSmsc({ name, ...more, id: `smsc_${name}` })
  return { ...made, binds: made.binds.map((one) => ({ ...one, ...bind })) }
}

const shown = (...given: Parameters<typeof alarmsOf>) =>
  alarmsOf(...given).map(({ tone, title, words, action }) => [tone, title, words, action.href])

test('all is well: nothing is said', () => {
  assert.deepEqual(alarmsOf(system({ delivered: 9, accepted: 3 }), [smsc('A')], clock), [])
})

test('an SMSC that is not bound is told of with its reason; one that is disabled is not', () => {
  const waiting: Partial<Bind> = { status: 'waiting', reason: 'the password is wrong' }
  const one = smsc('A', waiting, { waiting: 12 })
  assert.deepEqual(shown(system(), [one, smsc('B', waiting, { enabled: false })], clock), [
    ['bad', 'A is not bound', 'The password is wrong; Connect goes on trying. 12 parts wait for it.', '/smscs/smsc_A'],
  ])
  assert.deepEqual(alarmsOf(system(), [smsc('A', { status: 'binding' })], clock), [], 'it is only just binding')
})

test('where nothing moves is said once, with since when: not also of an SMSC that is not bound', () => {
  const since = new Date(AT).toISOString()
  const stalled = ['A', 'B'].map((name) => ({ smscId: `smsc_${name}`, since, why: 'nothing is leased' }))
  const smscs = [smsc('A'), smsc('B', { status: 'waiting', reason: 'refused' })]
  assert.deepEqual(shown(system({}, stalled), smscs, clock), [
    ['bad', 'B is not bound', 'Refused; Connect goes on trying.', '/smscs/smsc_B'],
    ['bad', 'Nothing moves at A', 'Nothing is leased, since 12:00:00.', '/smscs/smsc_A'],
  ])
})

test('an SMSC that throttles is told of with the pace that it takes', () => {
  const slowed = smsc('A', { slowedTo: 41.5, reason: 'The SMSC throttles.' }, { waiting: 1 })
  assert.deepEqual(shown(system(), [slowed], clock), [
    ['warn', 'A takes no more than 41.5 a second', 'The SMSC throttles. 1 part waits for it.', '/smscs/smsc_A'],
  ])
})

test('what is held and what is uncertain leads to where it is decided', () => {
  assert.deepEqual(
    alarmsOf(system({ held: 1, uncertain: 2_000 }), [], clock).map(({ title, action }) => [title, action]),
    [
      ['1 message is held until somebody decides', { label: 'Decide about it', href: '/messages?state=held' }],
      [
        '2,000 messages are uncertain: sent, and the answer never came',
        { label: 'Look at them', href: '/messages?state=uncertain' },
      ],
    ],
  )
})

test('what is wrong with many SMSCs is said once', () => {
  const smscs = ['A', 'B', 'C'].map((name) => smsc(name, { status: 'waiting', reason: 'refused' }))
  assert.deepEqual(shown(system(), smscs, clock), [['bad', '3 SMSCs are not bound', 'A, B, C.', '/smscs']])
})
