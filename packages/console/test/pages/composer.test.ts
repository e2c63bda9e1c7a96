import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from '../../src/api/problem.ts'
import { checkMessage, errorsOfFailure } from '../../src/pages/conversations/compose-errors.ts'
import { counterWords } from '../../src/pages/conversations/counter-words.ts'
import { countFor, plainAlternative } from '../../src/pages/conversations/text-count.ts'

const words = (text: string) => counterWords(text, countFor(text))

test('a short text counts down from 160', () => {
  const { characters, parts, coding, left, why, refusal } = words('Hello €')
  assert.deepEqual(
    { characters, parts, coding, left, why, refusal },
    { characters: '7 characters', parts: '1 part', coding: 'GSM 7-bit', left: '152 left', why: '', refusal: '' },
  )
  assert.equal(words('').left, '160 left')
})

test('a long text says in which part it is', () => {
  const { parts, left } = words('a'.repeat(161))
  assert.deepEqual({ parts, left }, { parts: '2 parts', left: '145 left in part 2' })
})

test('the character that forces UCS-2 is named, with what it costs', () => {
  const { coding, why, characters } = words('Teşekkürler 🎉')
  assert.equal(coding, 'UCS-2')
  assert.equal(characters, '13 characters')
  assert.equal(why, '“ş” (U+015F) is not in GSM 7-bit, so the whole text goes in UCS-2: 70 a part.')
})

test('half of a character is refused in words', () => {
  assert.match(words('a\ud83d').refusal, /half of a character/)
})

test('typographic characters can be made plain, where that alone helps', () => {
  const text = '“smart” – text…'
  assert.deepEqual(plainAlternative(text, countFor(text)), { text: '"smart" - text...', replaced: 4 })
  assert.equal(plainAlternative('“ş”', countFor('“ş”')), undefined)
  assert.equal(plainAlternative('plain', countFor('plain')), undefined)
})

test('what can be seen to be wrong is said before the server is asked', () => {
  assert.deepEqual(checkMessage('+44 7700 900123', 'x'), {})
  assert.deepEqual(Object.keys(checkMessage('', '')), ['to', 'text'])
  assert.deepEqual(Object.keys(checkMessage('12ab', 'x')), ['to'])
})

test('a refusal stands at the field that it is about', () => {
  const refusal = (code: string, errors?: unknown) =>
    errorsOfFailure(failureOf(422, { code, title: 'T', status: 422, detail: 'no number', errors }))
  assert.deepEqual(refusal('destination-invalid'), { to: 'no number' })
  assert.deepEqual(refusal('text-too-long', [{ pointer: '/text', detail: 'it takes 300 parts' }]), {
    text: 'It takes 300 parts',
  })
  assert.deepEqual(refusal('store-unavailable'), {})
  assert.deepEqual(errorsOfFailure(new Error('x')), {})
})
