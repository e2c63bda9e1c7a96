import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setupSchema } from '@smpp-connect/contracts'
import { checkSetup, tokenOfFragment } from '../../src/pages/access/setup-form.ts'
import { othersOf, talkWith } from '../../src/pages/phones/handset-texts.ts'
import { World } from '../fake/world.ts'

test('the token is what the printed link ends in', () => {
  assert.equal(tokenOfFragment('#token=abc-_1'), 'abc-_1')
  assert.equal(tokenOfFragment('#token='), undefined)
  assert.equal(tokenOfFragment(''), undefined)
  assert.equal(tokenOfFragment('#other=1'), undefined)
})

test('what the form lets through the contract takes', () => {
  for (const [name, password] of [
    ['Ada', '1234567890'],
    ['  Bo ', 'ten letters'],
    ['A'.repeat(60), 'x'.repeat(200)],
  ] as const) {
    assert.deepEqual(checkSetup(name, password), {})
    assert.ok(setupSchema.safeParse({ token: 't', name, password }).success)
  }
  assert.deepEqual(Object.keys(checkSetup(' ', 'short')), ['name', 'password'])
  assert.equal(checkSetup('A', '1234567890').name, 'At least 2 characters')
})

test('a handset has one talk for each address, the newest first', () => {
  const world = new World(0)
  world.addText('+1', 'received', '60777', 'one')
  world.addText('+1', 'received', 'Shop', 'two')
  world.addText('+1', 'sent', '60777', 'three')
  const texts = world.phones.get('+1') ?? []
  assert.deepEqual(othersOf(texts), ['60777', 'Shop'])
  assert.deepEqual(
    talkWith(texts, '60777').map((text) => text.text),
    ['one', 'three'],
  )
  assert.equal(talkWith(texts, undefined).length, 3)
})
