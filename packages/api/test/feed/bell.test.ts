import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { Bell } from '../../src/feed/bell.ts'

test('a ring with nobody waiting is remembered, once', async () => {
  const bell = new Bell()
  bell.ring()
  bell.ring()
  await bell.wait()
  let woken = false
  const waiting = bell.wait().then(() => {
    woken = true
  })
  await settle()
  assert.equal(woken, false)
  bell.ring()
  await waiting
})
