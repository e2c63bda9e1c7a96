import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Packer, Unpacker } from '../../src/sqlite/packing/packed.ts'

const PUT = {
  plain: (to: Packer, value: unknown) => to.put(value),
  small: (to: Packer, value: unknown) => to.putSmall(value),
  again: (to: Packer, value: unknown) => to.putAgain(1, value),
  like: (to: Packer, value: unknown) => to.putLike('known', value),
  octets: (to: Packer, value: unknown) => to.octets(value as Uint8Array),
} as const
const TAKE = {
  plain: (from: Unpacker) => from.take(),
  small: (from: Unpacker) => from.takeSmall(),
  again: (from: Unpacker) => from.takeAgain(1),
  like: (from: Unpacker) => from.takeLike<unknown>('known'),
  octets: (from: Unpacker) => from.octets(),
} as const

const edges = [0, 1, 126, 127, 128, 16_382, 16_383, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, -1, 0.5, Number.NaN]
const value = fc.oneof(fc.constantFrom<unknown>(...edges, null, undefined, '', 'known', true, false), fc.integer())
const step = fc.oneof(
  fc.tuple(fc.constantFrom('plain', 'small', 'again', 'like' as const), value),
  fc.tuple(fc.constant('octets' as const), fc.uint8Array({ maxLength: 300 })),
)

test('whatever is put together comes apart again, in whichever way each value is put', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const to = new Packer()
      for (const [how, what] of steps) PUT[how](to, what)
      const from = new Unpacker(structuredClone(to.packed()))
      for (const [how, what] of steps) {
        assert.ok(!from.isEmpty)
        assert.deepEqual(TAKE[how](from), what)
      }
      assert.ok(from.isEmpty)
    }),
  )
})

test('what is mostly small, or as before, takes no value of its own then', () => {
  const to = new Packer()
  for (const _ of [1, 2]) {
    to.putSmall(1)
    to.putAgain(0, 'same')
    to.putLike(null, null)
  }
  assert.deepEqual(to.packed().values, ['same'])
})
