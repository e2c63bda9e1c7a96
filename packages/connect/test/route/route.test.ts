import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RouteExplanation, routingSchema } from '@smpp-connect/contracts'
import { temporaryFolder } from '@smpp-connect/testkit'
import { createStyle } from '../../src/output/style.ts'
import { explanationLines } from '../../src/route/explain-command.ts'
import { routingLines } from '../../src/route/show-command.ts'
import { runToEnd } from '../send/command-line.ts'
import { FakeConnect, SMSC } from '../send/fake-connect.ts'

const plain = createStyle(false)
const EXPLANATION: RouteExplanation = {
  smscId: 'smsc_a',
  refusal: null,
  decidedBy: 'rule',
  rule: 'Mobiles',
  rules: [
    { name: 'Codes', matched: false, why: 'The class is transactional, not code.' },
    { name: 'Mobiles', matched: true, why: 'The destination begins with +4477.' },
  ],
  candidates: [
    { smscId: 'smsc_a', name: 'Alpha', able: true, chance: 0.75, why: 'It is bound.' },
    { smscId: 'smsc_b', name: 'Beta', able: false, chance: 0.25, why: 'Beta is not bound.' },
  ],
  parts: 2,
  encoding: 'ucs2',
  forcedBy: '你',
}

test('an explanation says where it would go and by which rule, what each rule asked, and how each SMSC stands', () => {
  assert.equal(
    explanationLines(EXPLANATION, plain).join('\n'),
    `It would go through Alpha, by the rule “Mobiles”.
It takes 2 short messages in UCS-2, because of "你".

Rule     Holds  Why
Codes    no     The class is transactional, not code.
Mobiles  yes    The destination begins with +4477.

   SMSC   Able  Part  Why
>  Alpha  yes   75 %  It is bound.
   Beta   no    25 %  Beta is not bound.`,
  )
})

test('without a text there is nothing to say about its parts', () => {
  const lines = explanationLines(
    { ...EXPLANATION, decidedBy: 'any', rule: null, rules: [], parts: null, forcedBy: null },
    plain,
  )
  assert.deepEqual(lines.slice(0, 2), ['It would go through Alpha, as no rule holds.', ''])
})

test('the question reaches Connect, and --json gives what the API says', async () => {
  using folder = temporaryFolder()
  await using connect = await new FakeConnect().start()
  connect.explanation = EXPLANATION
  connect.smscs = [SMSC]
  const place = { folder: folder.path, env: { CONNECT_URL: connect.url } }
  const words = [
    '--to',
    '+447700900123',
    '--from',
    'Bank',
    '--class',
    'code',
    '--text',
    'Hi',
    '--caller',
    'key_1',
    '--smsc',
    'provider',
  ]
  const { exitCode, out, err } = await runToEnd(['route', 'explain', ...words, '--json'], place)
  assert.deepEqual([exitCode, err], [0, ''])
  assert.deepEqual(JSON.parse(out), EXPLANATION)
  assert.deepEqual(connect.questions, [
    { to: '+447700900123', from: 'Bank', class: 'code', text: 'Hi', caller: 'key_1', smscId: 'smsc_1' },
  ])
})

test('a message that would be refused fails the command, and says why', async () => {
  using folder = temporaryFolder()
  await using connect = await new FakeConnect().start()
  const place = { folder: folder.path, env: { CONNECT_URL: connect.url } }
  const { exitCode, out } = await runToEnd(['route', 'explain', '--to', '+447700900123'], place)
  assert.deepEqual([exitCode, out], [1, 'It would be refused (no-smsc): no SMSC is defined\n'])
})

test('a question without a destination is not understood', async () => {
  using folder = temporaryFolder()
  const { exitCode, err } = await runToEnd(['route', 'explain', '--from', 'Bank'], { folder: folder.path })
  assert.equal(exitCode, 2)
  assert.match(err, /Say whom it would go to: --to NUMBER/)
})

test('the rules are shown in their order, with the names of their SMSCs', () => {
  const routing = routingSchema.parse({
    rules: [
      { name: 'Codes', when: { classes: ['code'], prefixes: ['+4477', '+4478'] }, to: [{ smscId: 'smsc_a' }] },
      {
        name: 'Rest',
        enabled: false,
        to: [{ smscId: 'smsc_a', weight: 3 }, { smscId: 'smsc_b' }],
        fallback: ['smsc_gone'],
      },
    ],
  })
  const smscs = [
    { id: 'smsc_a', name: 'Alpha' },
    { id: 'smsc_b', name: 'Beta' },
  ]
  assert.equal(
    routingLines({ ...routing, version: 3, updatedAt: '2026-01-01T00:00:00.000Z', warnings: [] }, smscs, plain).join(
      '\n',
    ),
    `Version 3, of 2026-01-01T00:00:00.000Z. The first rule that holds decides.
An SMSC that takes nothing for 30 s is out: what waits for it goes to others.

#  Rule   When                            To               In reserve
1  Codes  to +4477 +4478, and class code  Alpha
2  Rest   always (switched off)           Alpha 3, Beta 1  smsc_gone`,
  )
})

test('warnings are said, and no rules are said to be none', async () => {
  using folder = temporaryFolder()
  await using connect = await new FakeConnect().start()
  connect.routing = { ...connect.routing, warnings: [{ pointer: '/rules/1', detail: '“All” stands before it' }] }
  const place = { folder: folder.path, env: { CONNECT_URL: connect.url } }
  const { exitCode, out, err } = await runToEnd(['route', 'show'], place)
  assert.equal(exitCode, 0)
  assert.match(out, /^There are no rules/)
  assert.match(err, /\/rules\/1: “All” stands before it/)
})
