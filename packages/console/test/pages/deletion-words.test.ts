import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SmscLoadView, SmscUsage } from '@smpp-connect/contracts'
import {
  becomesWords,
  isOpen,
  reroutedWords,
  ruleWords,
  usageFacts,
  waitingWords,
} from '../../src/pages/smscs/deletion-words.ts'

const NOTHING: SmscLoadView = {
  waiting: 0,
  waitingByClass: { code: 0, transactional: 0, bulk: 0 },
  scheduled: { count: 0, isMore: false },
  named: 0,
  held: 0,
  outstanding: 0,
  uncertain: 0,
  awaitingReceipt: 0,
}
const USAGE: SmscUsage = {
  smscId: 'smsc_1',
  name: 'North',
  version: 1,
  load: NOTHING,
  rules: [],
  usual: { defaultSender: '60777', isUsed: false, isLast: false },
  owners: [],
  binds: [],
  edges: [],
  lastMessageAt: null,
}

describe('what is said before an SMSC is deleted', () => {
  it('whether anything is open: a receipt that is out, too', () => {
    assert.equal(isOpen(NOTHING), false)
    for (const one of ['waiting', 'held', 'outstanding', 'uncertain', 'awaitingReceipt'] as const) {
      assert.equal(isOpen({ ...NOTHING, [one]: 1 }), true, one)
    }
  })

  it('what waits, by class, and how much of it is for later', () => {
    assert.equal(waitingWords(NOTHING), '')
    const load = { ...NOTHING, waiting: 1_005, waitingByClass: { code: 5, transactional: 0, bulk: 1_000 } }
    assert.equal(waitingWords(load), '5 one-time code, 1,000 campaign')
    assert.equal(
      waitingWords({ ...load, scheduled: { count: 10_000, isMore: true } }),
      '5 one-time code, 1,000 campaign, 10,000 or more scheduled',
    )
  })

  it('who uses it', () => {
    assert.deepEqual(usageFacts(USAGE), [['Binds', 'None stands']])
    assert.deepEqual(usageFacts({ ...USAGE, edges: ['london', 'paris'] }), [
      ['Binds', 'None stands; london, paris may hold them'],
    ])
    const used = {
      ...USAGE,
      usual: { ...USAGE.usual, isUsed: true },
      owners: [{ id: 'key_1', name: 'Shop', parts: 12 }],
    }
    assert.deepEqual(usageFacts(used).slice(0, 2), [
      ['No rule', 'Texts that no rule takes, and those from 60777, may go through it.'],
      ['Whose texts', 'Shop (12)'],
    ])
    assert.match(ruleWords({ position: 1, name: 'All', enabled: false, as: 'only' }), /nobody else .*; switched off/)
  })

  it('what becomes of a rule', () => {
    const names: Readonly<Record<string, string>> = { smsc_a: 'A', smsc_b: 'B' }
    const words = (becomes: Parameters<typeof becomesWords>[0]['becomes'], ...to: string[]) =>
      becomesWords(
        { position: 1, name: 'All', becomes, to: to.map((smscId) => ({ smscId, weight: 1 })), fallback: [] },
        (id) => names[id] ?? id,
      )
    assert.equal(words('shared-by-others', 'smsc_a'), 'A takes it all')
    assert.equal(words('shared-by-others', 'smsc_a', 'smsc_b'), 'A and B take it all')
    assert.equal(words('taken-by-reserve', 'smsc_b'), 'B takes it, which was in reserve')
    assert.equal(words('without-reserve', 'smsc_a'), 'one fewer in reserve')
    assert.match(words('removed'), /the rule is deleted/)
  })

  it('where texts would go', () => {
    assert.deepEqual(reroutedWords(null), [])
    const goTo = [
      { smscId: 'smsc_a', name: 'A', texts: 1 },
      { smscId: 'smsc_b', name: 'B', texts: 1_999 },
    ]
    assert.deepEqual(reroutedWords({ looked: 2_000, isMore: true, goTo, stay: [] }), [
      'Of the first 2,000: 1 text goes to A.',
      'Of the first 2,000: 1,999 texts go to B.',
    ])
  })
})
