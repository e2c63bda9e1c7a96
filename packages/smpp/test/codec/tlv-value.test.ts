import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ANY_OCTETS, type TlvShape, tlvOctets, tlvText } from '../../src/codec/tlv-value.ts'

const INTEGER2: TlvShape = { type: 'integer', minOctets: 2, maxOctets: 2 }
const INTEGER6: TlvShape = { type: 'integer', minOctets: 6, maxOctets: 6 }
const NAME: TlvShape = { type: 'c_octet_string', minOctets: 1, maxOctets: 5 }
const OCTETS: TlvShape = { type: 'octet_string', minOctets: 2, maxOctets: 4 }

const hexOf = (shape: TlvShape, value: number | string): string => {
  const read = tlvOctets(shape, value)
  return read.kind === 'octets' ? Buffer.from(read.octets).toString('hex') : `found ${read.found}, not ${read.allowed}`
}

describe('the value of a TLV', () => {
  for (const [shape, value, expected] of [
    [INTEGER2, 258, '0102'],
    [INTEGER2, '258', '0102'],
    [INTEGER2, '0x0102', '0102'],
    [INTEGER6, 0xffff_ffff_ffff, 'ffffffffffff'],
    [NAME, 'A7', '413700'],
    [NAME, '0x413700', '413700'],
    [NAME, '', '00'],
    [OCTETS, 'A7', '4137'],
    [OCTETS, '0xa7b8c9', 'a7b8c9'],
    [OCTETS, 'é!', 'e921'],
    [ANY_OCTETS, '0x', ''],
  ] as const) {
    it(`${JSON.stringify(value)} as ${shape.type} is ${expected || 'nothing'}`, () => {
      assert.equal(hexOf(shape, value), expected)
    })
  }

  for (const [shape, value, expected] of [
    [INTEGER2, 65_536, 'found 65536, not a whole number, 0 to 65535'],
    [INTEGER2, -1, 'found -1, not a whole number, 0 to 65535'],
    [INTEGER2, 1.5, 'found 1.5, not a whole number, 0 to 65535'],
    [INTEGER2, 'many', 'found "many", not a whole number, 0 to 65535'],
    [INTEGER2, '0x01', 'found 1 octets, not 2'],
    [NAME, 'ABCDE', 'found 6 octets, its NUL counted, not 1 to 5 octets'],
    [NAME, '0x410042', 'found a NUL within, not a text without NUL'],
    [NAME, 7, 'found the number 7, not a text'],
    [OCTETS, 'A', 'found 1 octets, not 2 to 4 octets'],
    [OCTETS, 'Жж', 'found a character beyond Latin-1, not Latin-1, or octets after 0x'],
  ] as const) {
    it(`refuses ${JSON.stringify(value)} as ${shape.type}`, () => assert.equal(hexOf(shape, value), expected))
  }

  it('reads the same when it is written for people', () => {
    const shapes = [ANY_OCTETS, { type: 'c_octet_string', minOctets: 1, maxOctets: 65535 } as const]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...shapes), (given, shape) => {
        const octets =
          shape.type === 'c_octet_string' ? Uint8Array.from([...given.filter((octet) => octet !== 0), 0]) : given
        const read = tlvOctets(shape, tlvText(shape, octets))
        assert.deepEqual(read, { kind: 'octets', octets: Uint8Array.from(octets) })
      }),
    )
    for (const number of [0, 1, 255, 65_535]) {
      const read = tlvOctets(INTEGER2, number)
      assert.equal(read.kind === 'octets' && tlvText(INTEGER2, read.octets), String(number))
    }
  })
})
