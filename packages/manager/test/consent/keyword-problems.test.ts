import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeywordSet } from '@smpp-connect/contracts'
import { BUILT_IN_KEYWORDS } from '../../src/consent/built-in/index.ts'
import { keywordProblems } from '../../src/consent/keyword-problems.ts'
import { KeywordReader } from '../../src/consent/keyword-reader.ts'
import { countReply, fillReply } from '../../src/consent/reply-text.ts'

const SET: KeywordSet = {
  language: 'en',
  stop: ['STOP'],
  start: ['START'],
  help: ['HELP'],
  stopReply: 'No more from {sender}.',
  startReply: '',
  helpReply: 'From {sender}.',
}

function problems(sets: readonly Partial<KeywordSet>[], maxParts = 10): readonly string[] {
  const whole = sets.map((set) => ({ ...SET, ...set }))
  return keywordProblems({ enabled: true, sets: whole }, maxParts).map(({ pointer, detail }) => `${pointer}: ${detail}`)
}

describe('sets of opt-out words', () => {
  it('may hold a word in several languages, and twice', () => {
    assert.deepEqual(problems([{ stop: ['STOP', 'Stop', 'ＳＴＯＰ'] }, { stop: ['stop'] }]), [])
  })

  it('may not give a word two meanings, in one set or in two', () => {
    assert.deepEqual(problems([{ stop: ['STOP'], start: ['GO', 'stop'] }]), [
      '/sets/0/start/1: the same word is a stop word at /sets/0/stop/0; a word has one meaning in all sets',
    ])
    assert.deepEqual(problems([{}, { start: ['hélp'] }]), [
      '/sets/1/start/0: the same word is a help word at /sets/0/help/0; a word has one meaning in all sets',
    ])
  })

  it('may not hold a word of which nothing is left', () => {
    assert.deepEqual(problems([{ stop: ['STOP', "-'-"] }]), [
      '/sets/0/stop/1: without case, accents and marks nothing is left of it',
    ])
  })

  it('may have long replies, but none that cannot be sent', () => {
    assert.deepEqual(problems([{ stopReply: 'я'.repeat(480) }]), [])
    assert.deepEqual(problems([{ stopReply: 'я'.repeat(480) }], 7), [
      '/sets/0/stopReply: it takes 8 parts, allowed are 7 (CONNECT_MAX_PARTS)',
    ])
    assert.deepEqual(problems([{ helpReply: 'half \ud83d' }]), [
      '/sets/0/helpReply: half of a surrogate pair stands alone at index 5',
    ])
    assert.deepEqual(problems([{ startReply: 'Welcome {name}' }]), [
      '/sets/0/startReply: {name} is no placeholder; allowed is {sender}',
    ])
  })
})

describe('the built-in sets', () => {
  it('have no problems', () => {
    assert.deepEqual(keywordProblems(BUILT_IN_KEYWORDS, 1), [])
  })

  for (const { language, ...set } of BUILT_IN_KEYWORDS.sets) {
    it(`answer in one short message in ${language}, name the sender, and only words that they know`, () => {
      const reader = new KeywordReader({ enabled: true, sets: [{ language, ...set }] })
      const named = (reply: string): readonly string[] =>
        (fillReply(reply, '60777').match(/\b(?:START|STOPP?)\b/g) ?? []).map((word) => {
          const found = reader.read(word)
          return found?.kind === 'word' ? found.keyword.kind : `unknown ${word}`
        })
      for (const reply of [set.stopReply, set.startReply, set.helpReply]) {
        assert.equal(countReply(reply).parts, 1, reply)
        assert.ok(reply.includes('{sender}'), reply)
      }
      assert.deepEqual(named(set.stopReply), ['start'])
      assert.deepEqual(named(set.startReply), ['stop'])
      assert.deepEqual(named(set.helpReply), ['stop'])
    })
  }
})
