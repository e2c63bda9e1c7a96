import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BindView, MESSAGE_STATES, PART_STATES, type SmscView } from '@smpp-connect/contracts'
import { bindWords, smscWords } from '../../src/format/bind-words.ts'
import { curlCommand } from '../../src/format/curl-command.ts'
import { counted, figure, tidyNumber } from '../../src/format/numbers.ts'
import { stateWords } from '../../src/format/state-words.ts'
import { World } from '../fake/world.ts'

const NOW = Date.parse('2026-11-24T14:00:00Z')
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16)
const bind = (patch: Partial<BindView>): BindView => ({
  edge: null,
  bindType: 'transceiver',
  number: 1,
  status: 'bound',
  since: '2026-11-24T13:18:00.000Z',
  reason: '',
  retryAt: null,
  definitionVersion: 1,
  windowSize: 10,
  windowInUse: 0,
  roundTripMs: null,
  slowedTo: null,
  ...patch,
})

test('every state has words and a meaning', () => {
  for (const state of [...MESSAGE_STATES, ...PART_STATES]) {
    const { label, meaning } = stateWords(state)
    assert.match(label, /^[A-Z]/, state)
    assert.match(meaning, /\.$/, state)
  }
})

test('a bind says since when it is bound, and what it waits for', () => {
  assert.deepEqual(bindWords(bind({}), NOW, clock), { label: 'Bound', tone: 'good', detail: 'since 13:18 (42 min)' })
  const waiting = bind({ status: 'waiting', reason: 'connection refused', retryAt: '2026-11-24T14:00:11.500Z' })
  assert.deepEqual(bindWords(waiting, NOW, clock), {
    label: 'Waiting',
    tone: 'bad',
    detail: 'Connection refused. Tries again in 12 s.',
  })
  assert.equal(bindWords({ ...waiting, retryAt: null }, NOW, clock).detail, 'Connection refused.')
  assert.equal(bindWords(waiting, NOW + 60_000, clock).detail, 'Connection refused. Tries again now.')
  for (const status of ['disabled', 'connecting', 'binding', 'draining', 'closed'] as const) {
    assert.match(bindWords(bind({ status }), NOW, clock).label, /^[A-Z]/)
  }
})

test('the worst bind speaks for the SMSC', () => {
  const smsc = (binds: BindView[], enabled = true): SmscView => new World(NOW).addSmsc({ name: 'x', binds, enabled })
  assert.equal(smscWords(smsc([bind({})])).label, 'Bound')
  assert.equal(smscWords(smsc([bind({}), bind({ status: 'waiting' })])).label, 'Partly bound')
  assert.equal(smscWords(smsc([bind({ status: 'waiting' })])).label, 'Not bound')
  assert.equal(smscWords(smsc([bind({ status: 'binding' })])).label, 'Binding')
  assert.equal(smscWords(smsc([])).label, 'Not bound yet')
  assert.equal(smscWords(smsc([bind({})], false)).label, 'Disabled')
})

test('figures have their thousands apart, and one is one', () => {
  assert.equal(figure(5574), '5,574')
  assert.equal(counted(1, 'part'), '1 part')
  assert.equal(counted(5574, 'part'), '5,574 parts')
  assert.equal(counted(0, 'reply', 'replies'), '0 replies')
})

test('a number loses what people put into it for the eye, and nothing else', () => {
  assert.equal(tidyNumber(' +44 7700 900-123 '), '+447700900123')
  assert.equal(tidyNumber('(07700) 900.123'), '07700900123')
  assert.equal(tidyNumber('0044 7700 900123'), '+447700900123')
  assert.equal(tidyNumber('60777'), '60777')
  assert.equal(tidyNumber('My Shop Ltd.'), 'My Shop Ltd.')
})

test('the curl command is for the address that the browser uses', () => {
  assert.match(curlCommand('https://sms.example.com'), /^curl https:\/\/sms\.example\.com\/v1\/messages \\\n/)
  assert.match(curlCommand('http://x', 'ck_1'), /Bearer ck_1'/)
})
