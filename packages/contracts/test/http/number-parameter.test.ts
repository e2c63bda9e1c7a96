import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { numberParameter, numberParameterOr } from '../../src/http/number-parameter.ts'

describe('a number in an address', () => {
  const schema = numberParameter(-1, 200)

  it('is whole, in decimal digits, and within its bounds', () => {
    for (const [text, value] of [
      ['200', 200],
      ['0', 0],
      ['-1', -1],
      ['007', 7],
    ]) {
      assert.equal(schema.parse(text), value)
    }
    assert.equal(schema.parse(5), 5)
    for (const text of [
      '',
      ' ',
      ' 5',
      '5 ',
      '+5',
      '0x5',
      '1e1',
      '1.0',
      '1_0',
      '٣',
      'true',
      '-',
      '5\0',
      '9'.repeat(400),
    ]) {
      assert.ok(!schema.safeParse(text).success, text)
    }
    for (const value of ['201', '-2', null, true, [], ['5'], [5], 1.5, Number.NaN, undefined]) {
      assert.ok(!schema.safeParse(value).success, String(value))
    }
  })

  it('that is left out is what it usually is', () => {
    const limit = numberParameterOr(50, 1, 200)
    assert.deepEqual([limit.parse(undefined), limit.parse('7')], [50, 7])
    for (const text of ['', '0', '201']) assert.ok(!limit.safeParse(text).success, text)
    assert.equal(z.toJSONSchema(limit, { io: 'input' }).default, 50)
  })

  it('is told as such to those who read the schema', () => {
    const { type, minimum, maximum } = z.toJSONSchema(schema, { io: 'input' })
    assert.deepEqual({ type, minimum, maximum }, { type: 'integer', minimum: -1, maximum: 200 })
  })
})
