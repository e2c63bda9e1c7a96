import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type RouteRule, routeRuleSchema, type SmscDefinition } from '@smpp-connect/contracts'
import fc from 'fast-check'
import { loadCountries } from '../../src/route/countries.ts'
import type { RouteQuestion } from '../../src/route/route-question.ts'
import { RouteTable } from '../../src/route/route-table.ts'
import { definition } from '../definition.ts'
import { type Condition, standing } from './standing.ts'

const countries = await loadCountries()
const old = definition({ id: 'smsc_old', createdAtMs: 1, defaultSender: '60777' })
const young = definition({ id: 'smsc_young', createdAtMs: 2, defaultSender: 'Bank' })
const third = definition({ id: 'smsc_third', createdAtMs: 3, defaultSender: '447700900000' })
const off = definition({ id: 'smsc_off', createdAtMs: 0, enabled: false })
const ALL = [off, young, old, third]

const rule = (given: object): RouteRule =>
  routeRuleSchema.parse({ name: 'rule', to: [{ smscId: 'smsc_old' }], ...given })
const to = (...ids: string[]) => ids.map((id) => ({ smscId: `smsc_${id}` }))

/** Which SMSC, and who decided: `old by rule`. */
function chosen(
  rules: readonly RouteRule[],
  asked: Partial<RouteQuestion> = {},
  how: {
    readonly conditions?: Readonly<Record<string, Condition>>
    readonly definitions?: readonly SmscDefinition[]
  } = {},
): string {
  const table = new RouteTable(rules, how.definitions ?? ALL, countries)
  const question: RouteQuestion = {
    sender: undefined,
    destination: '+447700900123',
    messageClass: 'transactional',
    owner: 'key_test',
    ...asked,
  }
  const outcome = table.choose(question, standing(how.conditions))
  if (!outcome.ok) return outcome.refusal.code
  const { definition: smsc, decidedBy, rule: name } = outcome.value
  return `${smsc.id.slice(5)} by ${name ?? decidedBy}`
}

describe('without rules', () => {
  it('the one that is named takes it, even if it is disabled: the message waits there', () => {
    assert.equal(chosen([], { wanted: 'smsc_off' }), 'off by message')
    assert.equal(chosen([], { wanted: 'smsc_none' }), 'no-smsc')
  })
  it('the one whose default sender it is, however that is written', () => {
    assert.equal(chosen([], { sender: 'Bank' }), 'young by sender')
    assert.equal(chosen([], { sender: '+447700900000' }), 'third by sender')
  })
  it('the oldest that is enabled', () => assert.equal(chosen([]), 'old by any'))
  it('one that is bound before one that is not', () => {
    assert.equal(chosen([], {}, { conditions: { smsc_old: 'lost' } }), 'young by any')
  })
  it('the oldest when none is bound, and when none is enabled', () => {
    assert.equal(
      chosen([], {}, { conditions: { smsc_old: 'out', smsc_young: 'out', smsc_third: 'out' } }),
      'old by any',
    )
    assert.equal(chosen([], {}, { definitions: ALL.map((one) => ({ ...one, enabled: false })) }), 'off by any')
    assert.equal(chosen([], {}, { definitions: [] }), 'no-smsc')
  })
})

describe('an answer in a conversation', () => {
  it('goes to its SMSC before any rule, also through a short break', () => {
    const rules = [rule({ to: to('young') })]
    assert.equal(chosen(rules, { conversation: 'smsc_third' }), 'third by conversation')
    const conditions = { smsc_third: 'lost' } as const
    assert.equal(chosen(rules, { conversation: 'smsc_third' }, { conditions }), 'third by conversation')
  })
  it('is routed when that is disabled, deleted or out', () => {
    const rules = [rule({ to: to('young') })]
    assert.equal(chosen(rules, { conversation: 'smsc_off' }), 'young by rule')
    assert.equal(chosen(rules, { conversation: 'smsc_gone' }), 'young by rule')
    assert.equal(chosen(rules, { conversation: 'smsc_third' }, { conditions: { smsc_third: 'out' } }), 'young by rule')
  })
})

describe('what a rule asks', () => {
  const only = (when: object, asked: Partial<RouteQuestion>): boolean =>
    chosen([rule({ when, to: to('third') })], asked) === 'third by rule'

  for (const [what, when, asked, holds] of [
    ['nothing', {}, {}, true],
    ['a prefix', { prefixes: ['+33', '+4477'] }, {}, true],
    ['a prefix that is longer than the number', { prefixes: ['+4477009001234'] }, {}, false],
    ['another prefix', { prefixes: ['+4478'] }, {}, false],
    ['a prefix, of a short code', { prefixes: ['+6'] }, { destination: '60777' }, false],
    ['a country', { countries: ['FR', 'GB'] }, {}, true],
    ['a country that shares its calling code', { countries: ['GB'] }, { destination: '+447781123456' }, false],
    ['a country, of a short code', { countries: ['GB'] }, { destination: '60777' }, false],
    ['a sender', { senders: ['Bank'] }, { sender: 'Bank' }, true],
    ['another sender', { senders: ['Bank'] }, { sender: 'BANK' }, false],
    ['a sender, where none is named', { senders: ['Bank'] }, {}, false],
    ['a class', { classes: ['code', 'bulk'] }, { messageClass: 'bulk' }, true],
    ['another class', { classes: ['code', 'bulk'] }, {}, false],
    ['a caller', { callers: ['key_test'] }, {}, true],
    ['another caller', { callers: ['key_shop'] }, {}, false],
    ['two things that hold', { classes: ['transactional'], countries: ['GB'] }, {}, true],
    ['two things of which one holds', { classes: ['bulk'], countries: ['GB'] }, {}, false],
  ] as const) {
    it(`${what}: ${holds ? 'holds' : 'does not hold'}`, () => assert.equal(only(when, asked), holds))
  }
})

describe('which rule decides', () => {
  const uk = rule({ name: 'uk', when: { countries: ['GB'] }, to: to('third') })
  const mobile = rule({ name: 'mobile', when: { prefixes: ['+4477'] }, to: to('young') })
  it('the first, not the one with the longest prefix', () => {
    assert.equal(chosen([uk, mobile]), 'third by uk')
    assert.equal(chosen([mobile, uk]), 'young by mobile')
  })
  it('none that is switched off', () => assert.equal(chosen([{ ...mobile, enabled: false }, uk]), 'third by uk'))
  it('none whose SMSCs are all disabled or gone; the next one that holds', () => {
    assert.equal(chosen([rule({ name: 'dead', to: to('off', 'gone'), fallback: ['smsc_off'] }), uk]), 'third by uk')
    assert.equal(chosen([rule({ name: 'half', to: to('off', 'young') }), uk]), 'young by half')
  })
  it('no rule holds: as without rules', () => {
    assert.equal(chosen([rule({ when: { classes: ['code'] }, to: to('young') })]), 'old by any')
  })
})

describe('which SMSC of a rule', () => {
  const shared = rule({ to: to('old', 'young'), fallback: ['smsc_off', 'smsc_third'] })
  const codes = { messageClass: 'code' } as const
  /** A person of each of the two. */
  const [ofOld, ofYoung] = ['old', 'young'].map((id) => {
    for (let n = 100; ; n++) {
      const destination = `+447700900${n}`
      if (chosen([shared], { destination }) === `${id} by rule`) return { destination }
    }
  }) as [{ destination: string }, { destination: string }]

  it('keeps its people through a short break, but not their one-time codes', () => {
    const conditions = { smsc_old: 'lost' } as const
    assert.equal(chosen([shared], ofOld, { conditions }), 'old by rule')
    assert.equal(chosen([shared], { ...ofOld, ...codes }, { conditions }), 'young by rule')
    assert.equal(chosen([shared], ofYoung, { conditions }), 'young by rule')
  })
  it('yields them to the others when it is out or disabled', () => {
    assert.equal(chosen([shared], ofOld, { conditions: { smsc_old: 'out' } }), 'young by rule')
    const definitions = [off, young, third, { ...old, enabled: false }]
    assert.equal(chosen([shared], ofOld, { definitions }), 'young by rule')
  })
  it('is the first of the fallback that is able, while none of the others is', () => {
    const conditions = { smsc_old: 'out', smsc_young: 'out' } as const
    assert.equal(chosen([shared], ofOld, { conditions }), 'third by rule')
    assert.equal(
      chosen([shared], { ...ofOld, ...codes }, { conditions: { smsc_old: 'lost', smsc_young: 'lost' } }),
      'third by rule',
    )
  })
  it('is whose it would be if all were able, when nothing is: it waits there', () => {
    const conditions = { smsc_old: 'out', smsc_young: 'out', smsc_third: 'out' } as const
    assert.equal(chosen([shared], ofOld, { conditions }), 'old by rule')
    assert.equal(chosen([shared], ofYoung, { conditions }), 'young by rule')
  })
  it('is the fallback when all others are disabled, able or not', () => {
    const rules = [rule({ to: to('off'), fallback: ['smsc_third'] })]
    assert.equal(chosen(rules, {}, { conditions: { smsc_third: 'out' } }), 'third by rule')
  })
})

describe('whatever is asked', () => {
  const id = fc.constantFrom('smsc_old', 'smsc_young', 'smsc_third', 'smsc_off', 'smsc_gone')
  const rules = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      enabled: fc.boolean(),
      when: fc.record({
        prefixes: fc.subarray(['+44', '+4477', '+1', '+1415']),
        countries: fc.subarray(['GB', 'US', 'CA']),
        senders: fc.subarray(['Bank', '60777']),
        classes: fc.subarray(['code', 'bulk'] as const),
        callers: fc.subarray(['key_test']),
      }),
      to: fc.array(fc.record({ smscId: id, weight: fc.integer({ min: 1, max: 1_000 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      fallback: fc.array(id, { maxLength: 2 }),
    }),
    { maxLength: 5 },
  )
  const question = fc.record({
    sender: fc.constantFrom(undefined, 'Bank', '60777'),
    destination: fc
      .integer({ min: 100, max: 999 })
      .chain((n) => fc.constantFrom(`+447700900${n}`, `+14155550${n}`, '60777')),
    messageClass: fc.constantFrom('code', 'transactional', 'bulk'),
    owner: fc.constantFrom('key_test', 'key_shop'),
  })
  const conditions = fc.dictionary(id, fc.constantFrom('lost', 'out'))

  it('there is one answer, it is enabled, and it is the same when asked again', () => {
    fc.assert(
      fc.property(rules, question, conditions, (all, asked, how) => {
        const answer = chosen(all as RouteRule[], asked as RouteQuestion, {
          conditions: how as Record<string, Condition>,
        })
        assert.match(answer, /^(old|young|third) by /)
        assert.equal(
          chosen(all as RouteRule[], asked as RouteQuestion, { conditions: how as Record<string, Condition> }),
          answer,
        )
      }),
    )
  })
})
