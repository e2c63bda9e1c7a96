import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  isPlainBatch,
  isPlainMessage,
  MAX_BATCH,
  MESSAGE_CLASSES,
  MESSAGE_LIMITS,
  sendBatchSchema,
  sendMessageSchema,
} from '../../src/index.ts'

/** As it comes from a client: what JSON makes of it, `__proto__` for a name of its own included. */
const read = (text: string): unknown => JSON.parse(text)

const lengths = Object.values(MESSAGE_LIMITS).flatMap((limit) => [limit - 1, limit, limit + 1])
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '+447700900123', 'a\ud83d', '\udc00', '€', '\0', ...MESSAGE_CLASSES),
  fc.constantFrom(0, 1, ...lengths).map((length) => 'x'.repeat(length)),
)
const anything = fc.oneof(
  texts,
  fc.constantFrom(null, true, 0, -0, 1, 1.5, 2 ** 53, [], ['x'], {}, { length: 3 }, { toString: 'x' }),
  fc.jsonValue({ maxDepth: 2 }),
)
const NAMES = ['to', 'text', 'from', 'smscId', 'reference', 'class']
const OTHERS = ['sendAt', 'expiresAt', 'validitySeconds', 'smpp', 'To', ' to', '', '0', 'length', 'messages']
const HOSTILE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON']

/** The fields of an object as they are written, so that one may be there twice. */
const written = (fields: readonly (readonly [string, unknown])[]): string =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join(',')}}`
const short = fc.constantFrom('+447700900123', 'x', '60777')
const usual = fc
  .record(
    {
      to: short,
      text: texts,
      from: short,
      smscId: texts,
      reference: short,
      class: fc.constantFrom<unknown>(...MESSAGE_CLASSES),
    },
    { requiredKeys: ['to', 'text'] },
  )
  .map((message) => Object.entries(message))
const odd = fc.tuple(
  fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom(...OTHERS), fc.constantFrom(...HOSTILE), fc.string()),
  anything,
)
/** Mostly a usual message with one thing changed, added, said twice or left out. */
const messages = fc.oneof(
  { weight: 2, arbitrary: usual.map(written) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(usual, fc.array(odd, { maxLength: 2 }), fc.boolean())
      .map(([fields, more, first]) => written(first ? [...more, ...fields] : [...fields, ...more])),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(usual, fc.nat(6))
      .map(([fields, left]) => written(fields.filter((_, index) => index !== left % fields.length))),
  },
  { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value) ?? 'null') },
)
const batches = fc.oneof(
  { weight: 4, arbitrary: fc.array(messages, { maxLength: 4 }).map((all) => `{"messages":[${all.join(',')}]}`) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(0, 1, MAX_BATCH - 1, MAX_BATCH, MAX_BATCH + 1)
      .map((count) => `{"messages":[${Array.from({ length: count }, () => '{"to":"1","text":""}').join(',')}]}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(messages, odd)
      .map(
        ([one, [name, value]]) => `{"messages":[${one}],${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}}`,
      ),
  },
  { weight: 1, arbitrary: anything.map((value) => `{"messages":${JSON.stringify(value) ?? 'null'}}`) },
  { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value) ?? 'null') },
)

const RUNS = { numRuns: 3_000 }

describe('a body that is taken without a look at its schema', () => {
  it('is a message that the schema takes, and leaves as it is', () => {
    let plain = 0
    fc.assert(
      fc.property(messages, (text) => {
        if (!isPlainMessage(read(text))) return
        plain += 1
        assert.deepEqual(sendMessageSchema.parse(read(text)), read(text))
      }),
      RUNS,
    )
    assert.ok(plain > RUNS.numRuns / 10, `only ${plain} were plain`)
  })

  it('is a batch that the schema takes, and leaves as it is', () => {
    let plain = 0
    fc.assert(
      fc.property(batches, (text) => {
        if (!isPlainBatch(read(text))) return
        plain += 1
        assert.deepEqual(sendBatchSchema.parse(read(text)), read(text))
      }),
      RUNS,
    )
    assert.ok(plain > RUNS.numRuns / 20, `only ${plain} were plain`)
  })

  it('is any message of usual fields that the schema takes', () => {
    fc.assert(
      fc.property(usual, (fields) => {
        const message = Object.fromEntries(fields)
        assert.equal(isPlainMessage(message), sendMessageSchema.safeParse(message).success)
      }),
      RUNS,
    )
  })

  it('reaches to the limits, and no further', () => {
    const usualOne = { to: '+447700900123', text: 'Hello' }
    for (const [field, limit] of Object.entries(MESSAGE_LIMITS)) {
      const judged = [limit, limit + 1].map((length) => ({ ...usualOne, [field]: 'x'.repeat(length) }))
      assert.deepEqual(judged.map(isPlainMessage), [true, false], field)
      assert.deepEqual(
        judged.map((one) => sendMessageSchema.safeParse(one).success),
        [true, false],
        field,
      )
    }
    const judged = [0, 1, MAX_BATCH, MAX_BATCH + 1].map((length) => ({
      messages: Array.from({ length }, () => usualOne),
    }))
    assert.deepEqual(judged.map(isPlainBatch), [false, true, true, false])
  })
})
