import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import { looksLikeApiKey, makeApiKey } from '../../src/access/api-key.ts'

test('a known key has a known checksum', () => {
  // CRC-32 of "ck_live_00000000_" and 32 zeros, in base 62; counted with another program.
  assert.equal(looksLikeApiKey('ck_live_00000000_000000000000000000000000000000001HGW6z'), true)
})

test('every key that is made is taken for one, and no key with one character changed is', () => {
  const random = seededRandom(3)
  for (let i = 0; i < 50; i++) {
    const { key } = makeApiKey(random)
    assert.ok(looksLikeApiKey(key), key)
    for (let at = 8; at < key.length; at++) {
      const other = key[at] === 'a' ? 'b' : 'a'
      assert.equal(looksLikeApiKey(key.slice(0, at) + other + key.slice(at + 1)), false)
    }
  }
})
