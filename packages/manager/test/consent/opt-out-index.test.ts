import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { OptOutIndex } from '../../src/consent/opt-out-index.ts'

describe('the index of opt-outs', () => {
  it('knows a pair, and nothing beside it', () => {
    const index = new OptOutIndex(1)
    index.add('+447700900123', '60777')
    assert.equal(index.mayHold('+447700900123', '60777'), true)
    assert.equal(index.mayHold('+447700900123', '60778'), false)
    assert.equal(index.mayHold('+447700900124', '60777'), false)
    assert.equal(index.mayHold('+44770090012', '360777'), false)
  })

  it('holds an opt-out from all against every address', () => {
    const index = new OptOutIndex(1)
    index.add('+447700900123', null)
    assert.equal(index.mayHold('+447700900123', '60777'), true)
    assert.equal(index.mayHold('+447700900123', 'Acme'), true)
    assert.equal(index.mayHold('+447700900124', 'Acme'), false)
  })

  it('is blind to the case of names', () => {
    const index = new OptOutIndex(1)
    index.add('+447700900123', 'ACME')
    assert.equal(index.mayHold('+447700900123', 'Acme'), true)
  })

  it('counts each once', () => {
    const index = new OptOutIndex(1)
    for (let time = 0; time < 3; time++) index.add('+447700900123', '60777')
    assert.equal(index.size, 1)
  })

  it('never says no about what was added, whatever the order, the seed and the number', () => {
    const person = fc.string({ unit: fc.constantFrom(...'+0123456789'), minLength: 1, maxLength: 3 })
    const ours = fc.option(fc.string({ unit: fc.constantFrom(...'019aA'), minLength: 1, maxLength: 2 }), { nil: null })
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.tuple(person, ours), { maxLength: 3_000 }), (seed, pairs) => {
        const index = new OptOutIndex(seed)
        for (const [one, address] of pairs) index.add(one, address)
        return pairs.every(([one, address]) => index.mayHold(one, address ?? '7'))
      }),
      { numRuns: 50 },
    )
  })

  it('says yes about hardly anything else, with 200,000 of them in few megabytes', () => {
    const index = new OptOutIndex(0x5eed)
    const number = (at: number): string => `+4477${String(at).padStart(8, '0')}`
    for (let at = 0; at < 200_000; at++) index.add(number(at), '60777')
    assert.equal(index.size, 200_000)
    assert.ok(index.octets <= 8 * 1024 * 1024, String(index.octets))
    let wrong = 0
    for (let at = 200_000; at < 400_000; at++) if (index.mayHold(number(at), '60777')) wrong += 1
    for (let at = 0; at < 200_000; at++) if (index.mayHold(number(at), '60778')) wrong += 1
    assert.equal(wrong, 0)
  })
})
