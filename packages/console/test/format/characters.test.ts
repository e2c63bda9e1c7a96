import assert from 'node:assert/strict'
import { test } from 'node:test'
import { characterName, onOneLine, visiblePieces } from '../../src/format/characters.ts'

const signs = (text: string) =>
  visiblePieces(text).map((piece) => (piece.kind === 'plain' ? piece.text : `[${piece.sign}]`))

test('an ordinary text is one piece, emoji and joiners included', () => {
  for (const text of ['Hello', 'Zürich €', '👩‍👩‍👧‍👦 🏳️‍🌈', 'می‌خواهم', 'שלום', 'a\tb\nc'])
    assert.deepEqual(signs(text), [text])
  assert.deepEqual(visiblePieces(''), [])
})

test('control characters are shown as signs', () => {
  assert.deepEqual(signs('a\u0000b'), ['a', '[␀]', 'b'])
  assert.deepEqual(signs('\u0007\u001b'), ['[␇]', '[␛]'])
  assert.deepEqual(signs('x\u007f'), ['x', '[␡]'])
  assert.deepEqual(signs('x\u0085y'), ['x', '[U+0085]', 'y'])
})

test('what would turn the reading direction of the rest is shown, and so is half of a character', () => {
  assert.deepEqual(signs('abc\u202egpj.exe'), ['abc', '[U+202E]', 'gpj.exe'])
  assert.deepEqual(signs('a\ud83d'), ['a', '[U+D83D]'])
  assert.deepEqual(signs('a\udc00b'), ['a', '[U+DC00]', 'b'])
})

test('every kind of line end is one line end', () => {
  assert.deepEqual(signs('a\r\nb\rc\nd'), ['a\nb\nc\nd'])
})

test('a preview has one line and shows the signs', () => {
  assert.equal(onOneLine('  a\r\n\r\nb\u0000 c  '), 'a b␀ c')
})

test('a character is named by its shape where it has one', () => {
  assert.equal(characterName('é'), '“é” (U+00E9)')
  assert.equal(characterName('🎉'), '“🎉” (U+1F389)')
  assert.equal(characterName('\u200b'), 'U+200B')
  assert.equal(characterName('\u00a0'), 'U+00A0')
})
