import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routingChangeSchema } from '@smpp-connect/contracts'
import { failureOf } from '../../src/api/problem.ts'
import { withKeys, withMoved, withNew, withoutKey } from '../../src/form/keyed.ts'
import { COUNTRIES } from '../../src/format/countries.ts'
import {
  changesBetween,
  isRoutingChanged,
  newRule,
  routingDraftOf,
  routingErrorsOf,
  routingOf,
  routingProblems,
} from '../../src/pages/routing/routing-draft.ts'
import { conditionWords, targetWords } from '../../src/pages/routing/rule-words.ts'
import { seededWorld } from '../fake/seed.ts'

const stored = seededWorld(Date.parse('2026-11-24T12:00:00Z')).routing
const draft = routingDraftOf(stored)
const [codes, campaigns, old] = draft.rules
assert.ok(codes && campaigns && old)
const nameOf = (id: string) => `<${id.replace(/_0*/, ' ')}>`

test('rules survive the form, and nothing is changed until something is', () => {
  assert.deepEqual(routingOf(draft), { rules: stored.rules, failoverSeconds: 30 })
  assert.ok(!isRoutingChanged(draft, routingDraftOf(stored)))
  assert.ok(isRoutingChanged(draft, { ...draft, rules: withMoved(draft.rules, 0, 1) }))
  assert.ok(routingChangeSchema.safeParse({ ...routingOf(draft), version: 4 }).success)
})

test('a rule keeps its key wherever it is moved, and a new one gets one of its own', () => {
  const moved = withMoved(draft.rules, 2, -1)
  assert.deepEqual(
    moved.map(({ key }) => key),
    [0, 2, 1],
  )
  assert.equal(withMoved(draft.rules, 0, -1), draft.rules)
  assert.equal(withMoved(draft.rules, 2, 1), draft.rules)
  const more = withNew(moved.toSpliced(0, 1), newRule(undefined))
  assert.deepEqual(
    more.map(({ key }) => key),
    [2, 1, 3],
  )
  assert.deepEqual(withoutKey(withKeys([{ a: 1 }])[0] ?? assert.fail()), { a: 1 })
})

test('a rule is said in a sentence', () => {
  assert.equal(conditionWords(codes, nameOf), 'one-time codes to United Kingdom or Ireland')
  assert.equal(conditionWords(campaigns, nameOf), 'campaigns sent by <key 1>')
  assert.equal(conditionWords(old, nameOf), 'every message to +4477… or +4478… from 60777')
  const narrow = { when: { ...codes.when, prefixes: ['4477'] } }
  assert.equal(conditionWords(narrow, nameOf), 'one-time codes to United Kingdom or Ireland, beginning +4477…')
  assert.equal(conditionWords(newRule(undefined), nameOf), 'every message')
  const many = { when: { ...old.when, prefixes: ['+1', '+2', '+3', '+4', '+5'], senders: [] } }
  assert.equal(conditionWords(many, nameOf), 'every message to +1…, +2…, +3… or 2 more')
  const smscName = (id: string) => ({ a: 'A', b: 'B', c: 'C' })[id] ?? id
  const to = (...weights: number[]) => weights.map((weight, index) => ({ smscId: 'abc'.charAt(index), weight }))
  assert.equal(targetWords({ to: to(1), fallback: [] }, smscName), 'A')
  assert.equal(targetWords({ to: to(3, 1), fallback: ['c'] }, smscName), 'A (75 %) and B (25 %), else C')
  assert.equal(targetWords({ to: [], fallback: [] }, smscName), 'no SMSC yet')
})

test('what must be written is missed', () => {
  assert.deepEqual(routingProblems(draft), {})
  const fresh = { rules: withKeys([newRule(undefined), { ...newRule(''), name: 'x' }]), failoverSeconds: '' as const }
  assert.deepEqual(Object.keys(routingProblems(fresh)), [
    '/failoverSeconds',
    '/rules/0/name',
    '/rules/0/to',
    '/rules/1/to/0/smscId',
  ])
})

test('a refusal stands at the field that it is about', () => {
  const refusal = (pointer: string) =>
    Object.keys(
      routingErrorsOf(
        failureOf(422, {
          code: 'routing-invalid',
          title: 'T',
          status: 422,
          detail: 'd',
          errors: [{ pointer, detail: 'no' }],
        }),
      ),
    )
  assert.deepEqual(refusal('/rules/1/when/countries/0'), ['/rules/1/when/countries'])
  assert.deepEqual(refusal('/rules/1/to/0/smscId'), ['/rules/1/to/0/smscId'])
  assert.deepEqual(refusal('/rules/1/fallback/2'), ['/rules/1/fallback'])
  assert.deepEqual(refusal('/rules/1/name'), ['/rules/1/name'])
  assert.deepEqual(refusal('/rules/1/strange'), ['/rules/1'])
})

test('what somebody else changed is named by the rules’ names', () => {
  const [first, second, third] = stored.rules
  assert.ok(first && second && third)
  const renamed = { ...third, name: 'New numbers' }
  const after = { ...stored, rules: [{ ...first, enabled: false }, second, renamed] }
  assert.equal(
    changesBetween(stored, after),
    'added “New numbers”; removed “Old numbers”; changed “Codes, the fast way”',
  )
  assert.equal(changesBetween(stored, { ...stored, rules: [second, first, third] }), 'changed the order or the time')
})

test('countries stand by their names', () => {
  assert.deepEqual(COUNTRIES[0], { value: 'AF', label: 'Afghanistan' })
  assert.equal(COUNTRIES.length, 245)
  assert.ok(COUNTRIES.every(({ value, label }) => value !== label))
})
