import assert from 'node:assert/strict'
import { it } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { Batcher } from '../src/batcher.ts'
import { Turn } from '../src/turn.ts'

it('hands over answers before what came in, whatever was there first, each as one batch', async () => {
  const handed: string[] = []
  const turn = new Turn()
  const inbound = new Batcher<string>(turn, 'inbound', (batch) => handed.push(batch.join('')))
  const answers = new Batcher<string>(turn, 'answers', (batch) => handed.push(batch.join('')))
  for (const item of ['a', 'b']) inbound.add(item)
  for (const item of ['1', '2']) answers.add(item)
  inbound.add('c')
  assert.deepEqual(handed, [])
  await settle()
  assert.deepEqual(handed, ['12', 'abc'])
})

it('takes what is added while it hands over to the next turn', async () => {
  const handed: string[][] = []
  const turn = new Turn()
  const answers = new Batcher<string>(turn, 'answers', (batch) => {
    handed.push([...batch])
    if (batch.includes('first')) answers.add('second')
  })
  answers.add('first')
  await settle()
  assert.deepEqual(handed, [['first'], ['second']])
})
