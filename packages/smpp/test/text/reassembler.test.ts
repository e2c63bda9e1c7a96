import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  joinParts,
  planText,
  Reassembler,
  type ReassemblyPart,
  type TextPlan,
  userDataOf,
} from '../../src/text/index.ts'

/** The parts of a text as they would arrive, tagged with their sequence number. */
function parts(text: string, reference = 1, source = '447', destination = '80800'): ReassemblyPart<number>[] {
  const plan = planText(text, { reference }) as TextPlan
  return plan.parts.map((part, index) => {
    const data = userDataOf({ esmClass: part.esmClassBits, dataCoding: plan.dataCoding, shortMessage: part.payload })
    return {
      ...data,
      dataCoding: plan.dataCoding,
      source,
      destination,
      concatenation: data.concatenation!,
      tag: index + 1,
    }
  })
}

const TEXT = `${'a'.repeat(152)}€${'b'.repeat(150)}😀`
const LONG = `${'x'.repeat(153)}${'y'.repeat(153)}z`

test('a message is joined when its last part comes, in any order', () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const all = parts(LONG)
    const reassembler = new Reassembler<number>()
    const outcomes = order.map((index, turn) => reassembler.offer(all[index]!, 1000 + turn))
    assert.deepEqual(
      outcomes.slice(0, 2).map((outcome) => outcome.kind),
      ['waiting', 'waiting'],
    )
    assert.deepEqual(outcomes[2], {
      kind: 'joined',
      message: {
        source: '447',
        destination: '80800',
        text: LONG,
        tags: [1, 2, 3],
        total: 3,
        missing: [],
        startedMs: 1000,
      },
    })
    assert.equal(reassembler.pendingCount, 0)
  }
})

test('waiting says how far a message is', () => {
  const reassembler = new Reassembler<number>()
  assert.deepEqual(reassembler.offer(parts(LONG)[1]!, 0), { kind: 'waiting', received: 1, total: 3 })
})

test('a duplicate is known before and after its message is joined, and the message comes out once', () => {
  const [first, second, third] = parts(LONG) as [ReassemblyPart<number>, ReassemblyPart<number>, ReassemblyPart<number>]
  const reassembler = new Reassembler<number>()
  const kinds = [first, first, second, third, third, first].map((part) => reassembler.offer(part, 0).kind)
  assert.deepEqual(kinds, ['waiting', 'duplicate', 'waiting', 'joined', 'duplicate', 'duplicate'])
})

test('messages are told apart by source, destination, reference, total and width', () => {
  const one = parts(LONG)[0]!
  const others = [
    { ...one, source: '448' },
    { ...one, destination: '80801' },
    { ...one, concatenation: { ...one.concatenation, reference: 2 } },
    { ...one, concatenation: { ...one.concatenation, total: 4 } },
    { ...one, concatenation: { ...one.concatenation, width: 16 as const } },
    { ...one, concatenation: { ...one.concatenation, width: 'sar' as const } },
  ]
  const reassembler = new Reassembler<number>()
  for (const part of [one, ...others]) assert.equal(reassembler.offer(part, 0).kind, 'waiting')
  assert.equal(reassembler.pendingCount, 7)
})

test('after the time-out what came is handed out, with what is missing', () => {
  const all = parts(LONG)
  const reassembler = new Reassembler<number>({ timeoutMs: 1000 })
  reassembler.offer(all[2]!, 0)
  reassembler.offer(all[0]!, 500)
  assert.equal(reassembler.nextExpiryMs, 1000)
  assert.deepEqual(reassembler.expire(999), [])
  const [message, ...more] = reassembler.expire(1000)
  assert.deepEqual(
    [message?.text, message?.tags, message?.missing, more.length],
    [`${'x'.repeat(153)}z`, [1, 3], [2], 0],
  )
  assert.deepEqual([reassembler.expire(2000), reassembler.nextExpiryMs], [[], undefined])
})

test('a reference used again with other content gives up the older message', () => {
  const reassembler = new Reassembler<number>()
  reassembler.offer(parts(LONG)[0]!, 0)
  const other = parts('q'.repeat(400))
  assert.equal(reassembler.offer(other[0]!, 1).kind, 'waiting')
  reassembler.offer(other[1]!, 2)
  const last = reassembler.offer(other[2]!, 3)
  assert.ok(last.kind === 'joined' && last.message.text === 'q'.repeat(400))
  assert.deepEqual(
    reassembler.expire(3).map((message) => message.text),
    ['x'.repeat(153)],
  )
})

test('a reference used again after its message was joined is a new message', () => {
  const reassembler = new Reassembler<number>({ timeoutMs: 1000 })
  for (const part of parts(LONG)) reassembler.offer(part, 0)
  const kinds = parts('q'.repeat(400)).map((part) => reassembler.offer(part, 10).kind)
  assert.deepEqual(kinds, ['waiting', 'waiting', 'joined'])
  const again = parts(LONG).map((part) => reassembler.offer(part, 2000).kind)
  assert.deepEqual(again, ['waiting', 'waiting', 'joined'], 'after the time-out it is no duplicate any more')
})

test('memory is bounded: the oldest message is given up for the newest', () => {
  const reassembler = new Reassembler<number>({ maxPending: 3 })
  for (let reference = 1; reference <= 5; reference++) reassembler.offer(parts(LONG, reference)[0]!, reference)
  assert.equal(reassembler.pendingCount, 3)
  assert.deepEqual(
    reassembler.expire(6).map((message) => message.startedMs),
    [1, 2],
  )
})

test('a sender that cut inside a character is joined all the same', () => {
  const ucs2 = [
    { dataCoding: 8, body: Buffer.from('0041d83d', 'hex') },
    { dataCoding: 8, body: Buffer.from('de000042', 'hex') },
  ]
  assert.equal(joinParts(ucs2), 'A😀B')
  const gsm7 = [
    { dataCoding: 0, body: Uint8Array.of(0x41, 0x1b) },
    { dataCoding: 0, body: Uint8Array.of(0x65, 0x42) },
  ]
  assert.equal(joinParts(gsm7), 'A€B')
  const odd = [
    { dataCoding: 8, body: Buffer.from('004100', 'hex') },
    { dataCoding: 8, body: Buffer.from('42', 'hex') },
  ]
  assert.equal(joinParts(odd), 'AB')
})

test('parts in different alphabets are each read in their own', () => {
  const mixed = [
    { dataCoding: 0, body: Uint8Array.of(0) },
    { dataCoding: 8, body: Buffer.from('0416', 'hex') },
  ]
  assert.equal(joinParts(mixed), '@Ж')
})

test('any text in any order with any duplicates comes out once and whole', () => {
  const order = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
  const text = fc.string({ unit: fc.constantFrom('a', '€', '😀', 'ж', '\n'), minLength: 161, maxLength: 600 })
  fc.assert(
    fc.property(text, order, (written, picks) => {
      const all = parts(written)
      const reassembler = new Reassembler<number>()
      const sequence = [...picks.map((pick) => all[pick % all.length]!), ...all]
      const joined = sequence.map((part) => reassembler.offer(part, 0)).filter((outcome) => outcome.kind === 'joined')
      assert.deepEqual(
        joined.map((outcome) => outcome.message.text),
        [written],
      )
      assert.equal(reassembler.pendingCount, 0)
    }),
    { numRuns: 100 },
  )
  assert.ok(TEXT.length > 160)
})
