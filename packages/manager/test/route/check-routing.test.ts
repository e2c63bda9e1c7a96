import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { routingSchema } from '@smpp-connect/contracts'
import { asksForCountries, checkRouting } from '../../src/route/check-routing.ts'
import { loadCountries } from '../../src/route/countries.ts'

const countries = await loadCountries()

function check(...rules: readonly object[]) {
  const routing = routingSchema.parse({
    rules: rules.map((rule, at) => ({ name: `Rule ${at + 1}`, to: [{ smscId: 'smsc_a' }], ...rule })),
  })
  return checkRouting(
    routing,
    (id) => (['smsc_a', 'smsc_b'].includes(id) ? undefined : `there is no SMSC ${id}`),
    countries,
  )
}
const problems = (...rules: readonly object[]): readonly string[] =>
  check(...rules).problems.map(({ pointer, detail }) => `${pointer}: ${detail}`)
const warnings = (...rules: readonly object[]): readonly string[] =>
  check(...rules).warnings.map(({ pointer }) => pointer)

describe('rules that are saved', () => {
  it('name SMSCs that exist, each once', () => {
    const to = [{ smscId: 'smsc_a' }, { smscId: 'smsc_none' }, { smscId: 'smsc_a' }]
    assert.deepEqual(problems({}, { to, fallback: ['smsc_b', 'smsc_gone', 'smsc_b'] }), [
      '/rules/1/to/1/smscId: there is no SMSC smsc_none',
      '/rules/1/to/2/smscId: this rule names it already; give it one place, and a weight',
      '/rules/1/fallback/1: there is no SMSC smsc_gone',
      '/rules/1/fallback/2: this rule names it already; give it one place, and a weight',
    ])
  })

  it('have names of their own, whatever their case', () => {
    assert.deepEqual(problems({ name: 'UK' }, { name: 'FR' }, { name: ' uk ' }), [
      '/rules/2/name: rule 1 has this name too; names tell rules apart',
    ])
  })

  it('name countries that exist', () => {
    assert.deepEqual(problems({ when: { countries: ['GB', 'UK', 'XX'] } }), [
      '/rules/0/when/countries/1: no country of ISO 3166 with numbers; the United Kingdom is GB',
      '/rules/0/when/countries/2: no country of ISO 3166 with numbers',
    ])
  })

  it('name sender addresses that could be one', () => {
    assert.deepEqual(problems({ when: { senders: ['Bank', 'much too long a name'] } }), [
      '/rules/0/when/senders/1: neither a number, nor a short code, nor a name of at most 11 letters, digits and spaces',
    ])
  })

  it('are kept in one spelling', () => {
    const { routing } = check({
      when: { prefixes: ['44', '+33'], senders: ['+44 7700 900000', 'Bank', '447700900001'] },
    })
    assert.deepEqual(routing.rules[0]?.when.prefixes, ['+44', '+33'])
    assert.deepEqual(routing.rules[0]?.when.senders, ['+447700900000', 'Bank', '+447700900001'])
  })

  it('need the table of countries only when one is named', () => {
    assert.equal(asksForCountries(check({ when: { classes: ['bulk'] } }).routing), false)
    assert.equal(asksForCountries(check({}, { when: { countries: ['GB'] } }).routing), true)
  })
})

describe('a rule that an earlier one shadows', () => {
  for (const [what, earlier, later, isShadowed] of [
    ['that asks nothing', {}, { classes: ['bulk'] }, true],
    ['of a shorter prefix', { prefixes: ['+44'] }, { prefixes: ['+4477', '+4478'] }, true],
    ['of a shorter prefix for one of two', { prefixes: ['+44'] }, { prefixes: ['+4477', '+33'] }, false],
    ['of a longer prefix', { prefixes: ['+4477'] }, { prefixes: ['+44'] }, false],
    ['of more countries', { countries: ['GB', 'IE'] }, { countries: ['IE'] }, true],
    ['of more countries, for a class', { countries: ['GB', 'IE'], classes: ['code'] }, { countries: ['IE'] }, false],
    ['of the same class, for all callers', { classes: ['code'] }, { classes: ['code'], callers: ['key_1'] }, true],
    ['of another sender', { senders: ['Bank'] }, { senders: ['Shop'] }, false],
  ] as const) {
    it(`${what}: ${isShadowed ? 'is told' : 'is none'}`, () => {
      assert.deepEqual(warnings({ when: earlier }, { when: later }), isShadowed ? ['/rules/1'] : [])
    })
  }

  it('is none when either is switched off', () => {
    assert.deepEqual(warnings({ enabled: false }, {}), [])
    assert.deepEqual(warnings({}, { enabled: false }), [])
  })

  it('names the rule that is in the way', () => {
    assert.match(check({ name: 'All' }, {}).warnings[0]?.detail ?? '', /^“All” stands before it/)
  })

  it('is found in no time among as many as there may be', () => {
    const rules = Array.from({ length: 500 }, (_, rule) => ({
      when: { prefixes: Array.from({ length: 50 }, (_, at) => `+${300 + rule}${10 + at}`) },
    }))
    assert.deepEqual(warnings(...rules), [])
  })
})
