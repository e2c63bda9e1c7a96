import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeFrame, encodeFrame } from '../src/wire/frame.ts'
import { FrameSplitter, joinFrames } from '../src/wire/framing.ts'
import type { Hello } from '../src/wire/link.generated.ts'
import { type Happening, runThrough } from './any-cut.ts'

const way = fc.constantFrom('open' as const, 'stalled' as const, 'lost' as const)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('accept' as const), count: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('leave' as const), count: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const), count: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('block' as const), one: fc.integer({ min: 0, max: 6 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 1_500, 3_000, 12_000, 70_000) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rounds' as const), count: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('way' as const), from: fc.constantFrom('edge' as const, 'manager'), way }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('connect' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('new-edge' as const) }) },
)

test('whatever happens to the link, each order ends once and leaves at most once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), fc.nat(1_000), (happenings, seed) =>
      runThrough([{ kind: 'connect' }, ...happenings], seed),
    ),
    { numRuns: 300 },
  )
})

/** Bugs that are planted in the hello of the edge, and what the property says of each. */
const PLANTED: readonly (readonly [string, (hello: Hello) => void, RegExp])[] = [
  [
    'forgets what it was given',
    ({ received }) => {
      if (received) received.through = 0n
    },
    /left, and ended as not-sent|never/,
  ],
  [
    'calls itself another process each time',
    (hello) => {
      hello.producerId = String(++processes)
    },
    /uncertain without need|ended as answered, then answered|never|answers stay at the edge/,
  ],
]
let processes = 0

for (const [what, plant, says] of PLANTED) {
  test(`the property sees an edge that ${what}`, async () => {
    const details = await fc.check(
      fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 40 }), fc.nat(1_000), (happenings, seed) =>
        runThrough([{ kind: 'connect' }, ...happenings], seed, (atEdge) => {
          atEdge.spoil = (octets) => inHello(octets, plant)
        }),
      ),
      { numRuns: 150, endOnFailure: true },
    )
    assert.ok(details.failed)
    assert.match(String(details.errorInstance), says)
  })
}

function inHello(octets: Uint8Array, plant: (hello: Hello) => void): Uint8Array {
  const frames = new FrameSplitter().take(octets) as readonly Uint8Array[]
  return joinFrames(
    frames.map((one) => {
      const frame = decodeFrame(one)
      if (frame?.kind.case !== 'hello') return one
      plant(frame.kind.value)
      return encodeFrame(frame)
    }),
  )
}
