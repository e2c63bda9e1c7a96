import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import metadata from 'libphonenumber-js/min/metadata'
import { loadCountries } from '../../src/route/countries.ts'

const countries = await loadCountries()

describe('the country of a number', () => {
  for (const [number, country] of [
    ['+447700900123', 'GB'],
    ['+447781123456', 'GG'],
    ['+447624123456', 'IM'],
    ['+447797123456', 'JE'],
    ['+14155550123', 'US'],
    ['+16045550123', 'CA'],
    ['+18001000000', 'US'],
    ['+12425550123', 'BS'],
    ['+18095550123', 'DO'],
    ['+79161234567', 'RU'],
    ['+77011234567', 'KZ'],
    ['+390669812345', 'VA'],
    ['+393331234567', 'IT'],
    ['+4915112345678', 'DE'],
    ['+35318123456', 'IE'],
    ['+35818123456', 'AX'],
    ['+870773123456', undefined],
    ['+999123456789', undefined],
    ['60777', undefined],
  ] as const) {
    it(`of ${number} is ${country}`, () => assert.equal(countries.of(number), country))
  }

  it('is not changed by a number that is too short, or in an exchange that nobody uses', () => {
    assert.equal(countries.of('+1604555'), 'CA')
    assert.equal(countries.of('+16040000000'), 'CA')
    assert.equal(countries.of('+15550001234'), 'US', 'no area: the main country of the code')
  })

  it('is known by its ISO code; GB, not UK', () => {
    assert.deepEqual(
      ['GB', 'US', 'KZ', 'UK', 'XX', 'AQ'].map((code) => countries.has(code)),
      [true, true, true, false, false, false],
    )
  })

  it('is what libphonenumber says, wherever it says one', () => {
    const callingCodes = Object.keys(metadata.country_calling_codes)
    const shared = callingCodes.filter((code) => metadata.country_calling_codes[code]!.length > 1)
    let told = 0
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 11 }).map((all) => all.join(''))
    const number = fc
      .tuple(fc.oneof(fc.constantFrom(...shared), fc.constantFrom(...callingCodes)), digits)
      .map(([code, rest]) => `+${code}${rest}`)
    fc.assert(
      fc.property(number, (each) => {
        const theirs = parsePhoneNumberFromString(each)
        // National prefixes (8, 0) are taken off there, for people who write them; ours are canonical.
        if (!theirs?.country || theirs.number !== each) return
        // The seven digits of +1 310 0000 are Canada's, dialled without an area; 310 as an area is Los Angeles.
        if (each.startsWith('+1') && each.length !== 12) return
        // Toll-free numbers are no country's; of +1 800 1… theirs says that they are Dominican.
        if (each.startsWith('+18001')) return
        told += 1
        assert.equal(countries.of(each), theirs.country, each)
      }),
      { numRuns: 20_000 },
    )
    assert.ok(told > 2_000, `only ${told} told anything`)
  })
})
