import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearMatch } from '../../src/settings/near-match.ts'

const words = ['httpPort', 'httpHost', 'dataDir', 'to', 'text']

test('slips of the pen find their word', () => {
  for (const [slip, word] of [
    ['htpPort', 'httpPort'],
    ['httpPrt', 'httpPort'],
    ['HTTPHOST', 'httpHost'],
    ['dataDri', 'dataDir'],
    ['datadirs', 'dataDir'],
    ['txet', 'text'],
  ] as const) {
    assert.equal(nearMatch(slip, words), word)
  }
})

test('what is near nothing finds nothing', () => {
  for (const word of ['zebra', '', 'x', 'name', 'database', 'no']) assert.equal(nearMatch(word, words), undefined, word)
})
