import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from '../../src/api/problem.ts'
import {
  areKeywordsChanged,
  keywordDraftOf,
  keywordErrorsOf,
  keywordProblems,
  keywordsOf,
  languageName,
  replyParts,
} from '../../src/pages/opt-outs/keyword-draft.ts'
import { World } from '../fake/world.ts'

const stored = new World(0).keywords
const draft = keywordDraftOf(stored)

test('the words survive the form, and nothing is changed until something is', () => {
  assert.deepEqual(keywordsOf(draft), { enabled: true, sets: stored.sets })
  assert.ok(!areKeywordsChanged(draft, keywordDraftOf(stored)))
  assert.ok(areKeywordsChanged(draft, { ...draft, enabled: false }))
  assert.ok(areKeywordsChanged(draft, { ...draft, sets: draft.sets.toReversed() }))
})

test('a refusal of one word stands at its kind', () => {
  const failure = failureOf(422, {
    code: 'request-invalid',
    title: 'T',
    status: 422,
    detail: 'd',
    errors: [{ pointer: '/sets/1/stop/3', detail: 'the same word is a start word at /sets/0/start/0' }],
  })
  assert.deepEqual(keywordErrorsOf(failure), { '/sets/1/stop': 'The same word is a start word at /sets/0/start/0' })
})

test('a set has a language, which is said by its name', () => {
  const [first] = draft.sets
  assert.ok(first)
  assert.deepEqual(Object.keys(keywordProblems({ ...draft, sets: [{ ...first, language: ' ' }] })), [
    '/sets/0/language',
  ])
  assert.equal(languageName('pt-BR'), 'Brazilian Portuguese')
  assert.equal(languageName('not a tag'), 'not a tag')
  assert.equal(languageName(''), 'A new language')
})

test('a reply is counted with our longest address in it', () => {
  assert.equal(replyParts(''), 0)
  assert.equal(replyParts('You will get no more texts from {sender}.'), 1)
  // 150 and the 16 characters of an address are more than one part has.
  assert.equal(replyParts(`${'a'.repeat(150)}{sender}`), 2)
})
