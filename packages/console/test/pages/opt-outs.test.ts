import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptOutView } from '@smpp-connect/contracts'
import { optOutOrigin, optOutScope } from '../../src/format/opt-out-words.ts'
import { eachInTurn } from '../../src/pages/messages/each-in-turn.ts'
import { inBatches, readOptOutList } from '../../src/pages/opt-outs/opt-out-list.ts'

test('a list is read as people have it', () => {
  const list = readOptOutList(
    '\ufeffnumber;address\r\n+44 7700 900123\r\n\r\n"+447700900124","60777"\n0049 151 1234567\tShop\nnobody\n\'+33612345678;\n12,',
  )
  assert.deepEqual(list.optOuts, [
    { person: '+447700900123', from: null, line: 2 },
    { person: '+447700900124', from: '60777', line: 4 },
    { person: '+491511234567', from: 'Shop', line: 5 },
    { person: '+33612345678', from: null, line: 7 },
  ])
  assert.deepEqual(list.unread, [6, 8])
  assert.deepEqual(readOptOutList('nobody').unread, [], 'a first line without a digit is a heading')
  assert.deepEqual(readOptOutList('12ab').unread, [1])
})

test('a long list goes in requests of the size that the API takes', () => {
  const sizes = inBatches(Array.from({ length: 25 }), 10).map((batch) => batch.length)
  assert.deepEqual(sizes, [10, 10, 5])
  assert.deepEqual(inBatches([]), [])
})

test('how an opt-out came about is said in words', () => {
  const made = (patch: Partial<OptOutView>): OptOutView => ({
    person: '+1',
    ours: '60777',
    source: 'keyword',
    keyword: 'STOP',
    messageId: 'msg_1',
    by: null,
    at: '2026-11-24T12:00:00.000Z',
    ...patch,
  })
  const words = (patch: Partial<OptOutView>) => optOutOrigin(made(patch), (id) => `<${id}>`)
  assert.equal(words({}), 'They wrote STOP')
  assert.equal(words({ source: 'console', by: 'usr_1' }), 'Recorded in the console by <usr_1>')
  assert.equal(words({ source: 'api', by: null }), 'Recorded over the API')
  assert.equal(words({ source: 'import', by: 'key_1' }), 'Imported by <key_1>')
  assert.equal(optOutScope(made({ ours: null })), 'all our addresses')
})

test('work is done some at once, in order, and no more is begun once it is stopped', async () => {
  const begun: number[] = []
  let under = 0
  let most = 0
  await eachInTurn(
    [1, 2, 3, 4, 5, 6, 7],
    3,
    () => begun.length >= 5,
    async (item) => {
      begun.push(item)
      under += 1
      most = Math.max(most, under)
      await Promise.resolve()
      under -= 1
    },
  )
  assert.deepEqual(begun, [1, 2, 3, 4, 5])
  assert.equal(most, 3)
  assert.equal(under, 0)
})
