import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { numberer, StringIndex } from '../src/index.ts'

const step = fc.tuple(fc.constantFrom('set', 'get', 'delete', 'clear'), fc.nat({ max: 40 }))

/** Ways to number strings under which many, or all, have the same number or the same place. */
const NUMBERERS: Readonly<Record<string, (key: string) => number>> = {
  'of their own': numberer(7),
  'that are all the same': () => 5,
  'of which there are two': (key) => key.charCodeAt(0) % 2,
  'that differ in their first bits only': (key) => key.charCodeAt(0) << 24,
  'below 0': (key) => -key.length,
}

/** A new string each time, as one that comes from another thread is. */
function nameOf(index: number): string {
  return Buffer.from(`${String.fromCharCode(97 + (index % 7))}_${index}`).toString()
}

describe('an index by strings', () => {
  for (const [what, numberOf] of Object.entries(NUMBERERS)) {
    it(`has what a map has, with numbers ${what}`, () => {
      fc.assert(
        fc.property(fc.array(step, { minLength: 20, maxLength: 300 }), (steps) => {
          const map = new Map<string, number>()
          const index = new StringIndex<number>(numberOf)
          for (const [at, [how, which]] of steps.entries()) {
            if (how === 'set') {
              const before = map.get(nameOf(which))
              map.set(nameOf(which), at)
              assert.equal(index.set(nameOf(which), at), before)
            } else if (how === 'delete') {
              map.delete(nameOf(which))
              index.delete(nameOf(which))
            } else if (how === 'clear' && which === 0) {
              map.clear()
              index.clear()
            }
            assert.equal(index.get(nameOf(which)), map.get(nameOf(which)))
            assert.equal(index.size, map.size)
          }
          assert.deepEqual([...index.values()].toSorted(), [...map.values()].toSorted())
          for (let which = 0; which <= 40; which++) assert.equal(index.get(nameOf(which)), map.get(nameOf(which)))
        }),
        { seed: 20_261_126 },
      )
    })
  }

  it('keeps all of many, and lets go of each', () => {
    const index = new StringIndex<number>()
    for (let which = 0; which < 20_000; which++) index.set(nameOf(which), which)
    assert.equal(index.size, 20_000)
    for (let which = 0; which < 20_000; which += 2) index.delete(nameOf(which))
    assert.equal(index.size, 10_000)
    for (let which = 0; which < 20_000; which++) {
      assert.equal(index.get(nameOf(which)), which % 2 === 0 ? undefined : which)
    }
  })
})

describe('numbers for strings', () => {
  it('follow from all of their letters, and are whole numbers of 32 bits', () => {
    const numberOf = numberer(0xffff_ffff)
    const base = 'msg_01jv5w0d3k8q6r2ma000000001'
    const others = [...base].map((letter, at) => `${base.slice(0, at)}${letter}z${base.slice(at + 1)}`)
    const keys = ['', 'a', 'aa', 'aaa', '\0', '\0\0', 'é', 'Ā', '€', '😀', base, base.slice(1), `${base}0`, ...others]
    const numbers = keys.map(numberOf)
    assert.equal(new Set(numbers).size, keys.length)
    for (const number of numbers) assert.equal(number, number | 0)
  })

  it('are spread over their last bits, where strings only count up', () => {
    const numberOf = numberer(1)
    const taken = new Set(Array.from({ length: 4096 }, (_, at) => numberOf(`i${1_000_000 + at}`) & 4095))
    // At random 63 of 100 places are taken.
    assert.ok(taken.size > 0.6 * 4096, `${taken.size} of 4096 places are taken`)
  })

  it('are the same for others under another seed', () => {
    const [one, other] = [numberer(1), numberer(2)]
    const byNumber = new Map<number, string>()
    const pairs: (readonly [string, string])[] = []
    for (let at = 0; at < 400_000; at++) {
      const key = at.toString(2)
      const twin = byNumber.get(one(key))
      if (twin !== undefined) pairs.push([twin, key])
      byNumber.set(one(key), key)
    }
    assert.ok(pairs.length > 0, 'some have the same number')
    assert.deepEqual(
      pairs.filter(([a, b]) => other(a) === other(b)),
      [],
    )
  })
})
