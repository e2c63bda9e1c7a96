import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type RouteRule, routeRuleSchema } from '@smpp-connect/contracts'
import fc from 'fast-check'
import { loadCountries } from '../../src/route/countries.ts'
import { explainRoute } from '../../src/route/explain.ts'
import type { RouteQuestion } from '../../src/route/route-question.ts'
import { RouteTable } from '../../src/route/route-table.ts'
import { definition } from '../definition.ts'
import { type Condition, standing } from './standing.ts'

const countries = await loadCountries()
const A = definition({ id: 'smsc_a', name: 'Alpha', createdAtMs: 1, defaultSender: 'Bank' })
const B = definition({ id: 'smsc_b', name: 'Beta', createdAtMs: 2 })
const C = definition({ id: 'smsc_c', name: 'Gamma', createdAtMs: 3 })
const OFF = definition({ id: 'smsc_off', name: 'Omega', createdAtMs: 4, enabled: false })

const rule = (given: object): RouteRule => routeRuleSchema.parse({ name: 'rule', to: [{ smscId: 'smsc_a' }], ...given })

function explain(
  rules: readonly RouteRule[],
  asked: Partial<RouteQuestion> = {},
  conditions: Readonly<Record<string, Condition>> = {},
) {
  const table = new RouteTable(rules, [A, B, C, OFF], countries)
  const stands = standing(conditions)
  const question: RouteQuestion = {
    sender: undefined,
    destination: '+447700900123',
    messageClass: 'transactional',
    owner: 'key_shop',
    ...asked,
  }
  const reason = explainRoute(question, {
    table,
    standing: stands,
    hindrance: ({ id, name, enabled }) =>
      enabled ? (stands.takes(id) ? undefined : `${name} is not bound.`) : `${name} is disabled.`,
    failoverSeconds: 30,
  })
  return { reason, choice: table.choose(question, stands) }
}

const RULES = [
  rule({ name: 'Codes', when: { classes: ['code'] } }),
  rule({ name: 'Sleeping', enabled: false }),
  rule({ name: 'France', when: { countries: ['FR', 'MC'] } }),
  rule({ name: 'Dead', when: { countries: ['GB'] }, to: [{ smscId: 'smsc_off' }] }),
  rule({
    name: 'Mobiles',
    when: { prefixes: ['+4477'], callers: ['key_shop'] },
    to: [{ smscId: 'smsc_a', weight: 3 }, { smscId: 'smsc_b' }, { smscId: 'smsc_off' }, { smscId: 'smsc_gone' }],
    fallback: ['smsc_c'],
  }),
  rule({ name: 'Rest' }),
]

describe('a dry run', () => {
  it('says of each rule what held, or the first thing that did not', () => {
    const { reason } = explain(RULES)
    assert.equal(reason.decidedBy, 'rule')
    assert.equal(reason.rule, 'Mobiles')
    assert.deepEqual(
      reason.rules.map(({ name, matched, why }) => `${name}: ${matched ? 'yes' : 'no'}. ${why}`),
      [
        'Codes: no. The class is transactional, not code.',
        'Sleeping: no. It is switched off.',
        'France: no. The destination belongs to GB, not FR or MC.',
        'Dead: yes. The destination belongs to GB. But none of its SMSCs is enabled.',
        'Mobiles: yes. The caller is key_shop, the destination begins with +4477.',
        'Rest: yes. It asks nothing: it takes every message. But an earlier rule decides.',
      ],
    )
  })

  it('says how the SMSCs of the rule stand, and what part each has', () => {
    const { reason } = explain(RULES)
    const taker = reason.smscId
    assert.deepEqual(
      reason.candidates.map(({ name, able, chance }) => [name, able, chance]),
      [
        ['Alpha', true, 0.75],
        ['Beta', true, 0.25],
        ['Omega', false, 0],
        ['smsc_gone', false, 0],
        ['Gamma', true, 0],
      ],
    )
    const whys = Object.fromEntries(reason.candidates.map(({ smscId, why }) => [smscId, why]))
    assert.equal(whys[String(taker)], 'Of those that share, it is this person’s. It is bound.')
    assert.equal(whys.smsc_off, 'Omega is disabled.')
    assert.equal(whys.smsc_gone, 'There is no such SMSC any more.')
    assert.equal(whys.smsc_c, 'In reserve. It is bound.')
  })

  it('tells a short break from a long one', () => {
    const lost = explain(RULES, {}, { smsc_a: 'lost' }).reason.candidates[0]
    assert.deepEqual([lost?.able, lost?.chance], [false, 0.75])
    assert.match(lost?.why ?? '', /What is its own waits for it until it has been so for 30 s\.$/)
    const out = explain(RULES, {}, { smsc_a: 'out' }).reason.candidates
    assert.deepEqual(
      out.slice(0, 2).map(({ chance, why }) => [chance, why]),
      [
        [0, 'Alpha is not bound.'],
        [1, 'It is bound.'],
      ],
    )
  })

  it('says why one in reserve takes it', () => {
    const { reason } = explain(RULES, {}, { smsc_a: 'out', smsc_b: 'out' })
    assert.equal(reason.smscId, 'smsc_c')
    assert.deepEqual(
      reason.candidates.map(({ smscId, chance }) => [smscId, chance]).filter(([, chance]) => chance !== 0),
      [['smsc_c', 1]],
    )
    assert.equal(reason.candidates.at(-1)?.why, 'None of the others is able to. It is bound.')
  })

  it('without a rule that holds, names those among which was chosen', () => {
    const { reason } = explain([rule({ when: { classes: ['bulk'] } })], { sender: 'Bank' })
    assert.deepEqual([reason.decidedBy, reason.rule, reason.smscId], ['sender', null, 'smsc_a'])
    assert.deepEqual(
      reason.candidates.map(({ name, chance }) => [name, chance]),
      [['Alpha', 1]],
    )
    const any = explain([], {}, { smsc_a: 'lost' }).reason
    assert.deepEqual([any.decidedBy, any.smscId], ['any', 'smsc_b'])
    assert.deepEqual(
      any.candidates.map(({ name, chance, why }) => [name, chance, why]),
      [
        ['Alpha', 0, 'Alpha is not bound.'],
        ['Beta', 1, 'It takes the message. It is bound.'],
        ['Gamma', 0, 'It is bound.'],
      ],
    )
  })

  it('asks no rule where the message names its SMSC', () => {
    const { reason } = explain(RULES, { wanted: 'smsc_off' })
    assert.deepEqual([reason.decidedBy, reason.smscId], ['message', 'smsc_off'])
    assert.ok(reason.rules.every(({ matched, why }) => !matched && why === 'Not asked: the message names its SMSC.'))
    assert.deepEqual(
      reason.candidates.map(({ name, able, why }) => [name, able, why]),
      [['Omega', false, 'It takes the message. Omega is disabled.']],
    )
  })

  it('says what it would be refused for', () => {
    const { reason } = explain(RULES, { wanted: 'smsc_none' })
    assert.deepEqual([reason.smscId, reason.refusal?.code, reason.candidates], [null, 'no-smsc', []])
  })

  it('never says anything but what the table does, and parts add up', () => {
    const id = fc.constantFrom('smsc_a', 'smsc_b', 'smsc_c', 'smsc_off', 'smsc_gone')
    const rules = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        enabled: fc.boolean(),
        when: fc.record({ classes: fc.subarray(['code', 'bulk']), countries: fc.subarray(['GB', 'US']) }),
        to: fc.uniqueArray(fc.record({ smscId: id, weight: fc.integer({ min: 1, max: 9 }) }), {
          minLength: 1,
          maxLength: 3,
          selector: ({ smscId }) => smscId,
        }),
        fallback: fc.uniqueArray(id, { maxLength: 2 }),
      }),
      { maxLength: 4, selector: ({ name }) => name },
    )
    const question = fc.record({
      wanted: fc.constantFrom(undefined, undefined, 'smsc_b', 'smsc_none'),
      sender: fc.constantFrom(undefined, 'Bank'),
      destination: fc.constantFrom('+447700900123', '+14155550123', '60777'),
      messageClass: fc.constantFrom('code', 'transactional', 'bulk'),
    })
    fc.assert(
      fc.property(rules, question, fc.dictionary(id, fc.constantFrom('lost', 'out')), (all, asked, how) => {
        const { reason, choice } = explain(
          all.map((one) => rule(one)),
          asked as Partial<RouteQuestion>,
          how as Record<string, Condition>,
        )
        assert.equal(reason.smscId, choice.ok ? choice.value.definition.id : null)
        assert.equal(reason.rule, choice.ok ? choice.value.rule : null)
        if (!choice.ok) return
        const total = reason.candidates.reduce((sum, { chance }) => sum + chance, 0)
        assert.ok(Math.abs(total - 1) < 1e-9, `parts add up to ${total}`)
        const taker = reason.candidates.find(({ smscId, chance }) => smscId === reason.smscId && chance > 0)
        assert.ok(taker, 'the taker is among the candidates')
        if (reason.rule !== null) assert.ok(reason.rules.find(({ name }) => name === reason.rule)?.matched)
      }),
    )
  })
})
