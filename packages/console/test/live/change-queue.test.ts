import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Changes } from '@smpp-connect/contracts'
import { ChangeQueue } from '../../src/live/change-queue.ts'

const change = (upTo: number, ...messages: string[]): Changes => ({
  upTo,
  messages,
  conversations: [],
  smscs: [],
  phones: [],
  settings: [],
  optOuts: false,
  more: false,
})
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function stage() {
  const renewed: string[][] = []
  const ends: (() => void)[] = []
  const queue = new ChangeQueue(
    (changes) => {
      renewed.push([...changes.messages])
      return new Promise((resolve) => ends.push(resolve))
    },
    async () => {},
  )
  return { queue, renewed, end: () => ends.shift()?.() }
}

test('the first change is renewed at once', () => {
  const { queue, renewed } = stage()
  queue.push(change(1, 'a'))
  assert.deepEqual(renewed, [['a']])
})

test('what comes during a renewal waits for its end and is renewed together', async () => {
  const { queue, renewed, end } = stage()
  queue.push(change(1, 'a'))
  queue.push(change(2, 'b'))
  queue.push(change(3, 'c', 'b'))
  await settle()
  assert.deepEqual(renewed, [['a']])
  end()
  await settle()
  assert.deepEqual(renewed, [['a'], ['b', 'c']])
  end()
  await settle()
  assert.equal(renewed.length, 2)
})

test('a change to what is just being renewed is renewed again: its answer may be the old one', async () => {
  const { queue, renewed, end } = stage()
  queue.push(change(1, 'a'))
  queue.push(change(2, 'a'))
  end()
  await settle()
  assert.deepEqual(renewed, [['a'], ['a']])
})

test('after a rest the next change is renewed at once again', async () => {
  const { queue, renewed, end } = stage()
  queue.push(change(1, 'a'))
  end()
  await settle()
  queue.push(change(2, 'b'))
  assert.deepEqual(renewed, [['a'], ['b']])
})
