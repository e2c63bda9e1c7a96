import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageDetail, PartView } from '@smpp-connect/contracts'
import { actionsFor, actionWords } from '../../src/pages/messages/message-actions.ts'
import { wireFacts } from '../../src/pages/messages/wire-words.ts'
import { World } from '../fake/world.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const message = new World(NOW).addMessage('outbound', '+447700900123', 'Hello')
const having = (...states: PartView['state'][]): MessageDetail => ({
  ...message,
  partDetails: states.map((state, index) => ({
    ...(message.partDetails[0] as PartView),
    number: index + 1,
    state,
    smscMessageId: state === 'queued' || state === 'held' || state === 'uncertain' ? null : 'A1',
  })),
})

test('what may be done about a message follows from where its parts are', () => {
  const cases: [MessageDetail, string][] = [
    [having('queued'), 'replace cancel'],
    [having('queued', 'queued'), 'replace cancel'],
    [having('queued', 'sending'), 'query cancel'],
    [having('held'), 'release cancel'],
    [having('uncertain'), 'release cancel'],
    [having('submitted'), 'query replace cancel'],
    [having('submitted', 'submitted'), 'query cancel'],
    [having('submitted', 'held'), 'release query cancel'],
    [having('expired'), 'query'],
    [having('delivered'), ''],
    [new World(NOW).addMessage('inbound', '+1', 'x'), ''],
  ]
  for (const [about, expected] of cases) {
    assert.equal(actionsFor(about).join(' '), expected, about.partDetails.map(({ state }) => state).join(' '))
  }
})

test('the words promise no more than can be done', () => {
  const said = (about: MessageDetail, action: Parameters<typeof actionWords>[0]) =>
    actionWords(action, about).sentences.join(' ')
  assert.equal(said(having('queued'), 'cancel'), 'What waits here will not go out.')
  assert.match(said(having('submitted'), 'cancel'), /It may refuse, and what has reached a phone stays there/)
  assert.doesNotMatch(said(having('submitted'), 'cancel'), /will not go out/)
  assert.match(said(having('uncertain'), 'cancel'), /may have arrived all the same/)
  assert.match(said(having('uncertain'), 'release'), /may get it twice/)
  assert.doesNotMatch(said(having('held'), 'release'), /twice/)
  assert.match(said(having('submitted'), 'replace'), /one part in the alphabet of the old one/)
  assert.match(said(having('queued'), 'replace'), /any text will do/)
})

test('the fields of a request are said in words', () => {
  assert.ok(message.wire)
  const facts = (patch: Partial<NonNullable<MessageDetail['wire']>>) =>
    Object.fromEntries(
      wireFacts({ ...(message.wire as NonNullable<MessageDetail['wire']>), ...patch }).map(
        ({ name, value, meaning }) => [name, `${value}, ${meaning}`],
      ),
    )
  assert.equal(facts({}).source_addr, '447700900000, TON 1, international; NPI 1, telephone')
  assert.equal(
    facts({ registeredDelivery: 0x11 }).registered_delivery,
    '0x11, a receipt when it has ended, and every step on the way',
  )
  assert.equal(facts({ registeredDelivery: 2 }).registered_delivery, '0x02, a receipt when it failed')
  assert.equal(facts({ dataCoding: 8 }).data_coding, '0x08, UCS-2')
  assert.equal(facts({ dataCoding: 0xf0 }).data_coding, '0xf0, GSM 7-bit, class 0 (flash)')
  assert.equal(
    facts({ sourceTon: 5, sourceNpi: 0, sourceAddress: 'Shop' }).source_addr,
    'Shop, TON 5, name; NPI 0, unknown',
  )
})
