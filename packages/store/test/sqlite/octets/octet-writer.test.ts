import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OctetWriter } from '../../../src/sqlite/octets/octet-writer.ts'

describe('octets that are written', () => {
  it('are shown as they are, at each length, also where the memory had to grow', () => {
    const writer = new OctetWriter()
    for (const round of [1, 2]) {
      writer.backTo(0)
      // Beyond what a writer has at first, and beyond the lengths whose views are kept.
      for (let length = 1; length <= 1500; length++) {
        writer.octet((length * round) & 0xff)
        const expected = Uint8Array.from({ length }, (_, at) => ((at + 1) * round) & 0xff)
        assert.deepEqual(Uint8Array.from(writer.view()), expected)
      }
    }
  })

  it('of the same length are those that were written last', () => {
    const writer = new OctetWriter()
    writer.text('ab')
    assert.deepEqual([...writer.view()], [2, 97, 98])
    writer.backTo(0)
    writer.text('cd')
    assert.deepEqual([...writer.view()], [2, 99, 100])
  })

  for (const length of [0, 5, 200]) {
    it(`are taken over from another, from one place up to another: ${length}`, () => {
      const [from, to] = [new OctetWriter(), new OctetWriter()]
      const octets = Uint8Array.from({ length: 300 }, (_, at) => at & 0xff)
      from.octets(octets)
      to.octet(7)
      to.from(from, 40, 40 + length)
      assert.deepEqual([...to.view()], [7, ...octets.subarray(40, 40 + length)])
      to.from(from, 290)
      assert.deepEqual([...to.view()], [7, ...octets.subarray(40, 40 + length), ...octets.subarray(290)])
    })
  }
})
