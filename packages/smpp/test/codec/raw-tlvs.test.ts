import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  COMMANDS,
  decodePdu,
  encodePdu,
  type KnownPdu,
  type RawTlv,
  rawTlvs,
  tryEncodePdu,
} from '../../src/codec/index.ts'
import { anyPduOf } from './arbitraries.ts'

const submit = { command: 'submit_sm', sequenceNumber: 1, destinationAddr: '447' } as const
/** Header and mandatory fields of that submit_sm: what follows is TLVs. */
const TLVS_FROM = 16 + 20

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
const raw = (tag: number, hex: string): RawTlv => ({ tag, value: new Uint8Array(Buffer.from(hex, 'hex')) })
const plain = (list: readonly RawTlv[]): [number, string][] => list.map(({ tag, value }) => [tag, hexOf(value)])

describe('TLVs as octets', () => {
  it('are written as they are given, those with a name too, beside named ones', () => {
    const octets = encodePdu({
      ...submit,
      tlvs: { sourcePort: 9200, unknown: [raw(0x0204, '0102'), raw(0x1401, '413100'), raw(0x1401, '')] },
    })
    assert.equal(hexOf(octets.subarray(TLVS_FROM)), '020a000223f0' + '020400020102' + '14010003413100' + '14010000')
  })

  it('are refused where tag or octets cannot be', () => {
    const tooLong = { tag: 0x1401, value: new Uint8Array(65_536) }
    const notOctets = { tag: 0x1401, value: 'A1' as unknown as Uint8Array }
    const problems = [raw(0x1_0000, ''), raw(-1, ''), raw(1.5, ''), tooLong, notOctets].map((tlv) => {
      const outcome = tryEncodePdu({ ...submit, tlvs: { unknown: [tlv] } })
      return outcome.kind === 'refused' ? outcome.violation.problem : outcome.kind
    })
    assert.deepEqual(problems, ['out_of_range', 'out_of_range', 'out_of_range', 'too_long', 'wrong_type'])
    const old = tryEncodePdu({ ...submit, tlvs: { unknown: [raw(0x1401, '01')] } }, { version: '3.3' })
    assert.equal(old.kind === 'refused' && old.violation.problem, 'not_in_version')
  })

  it('come out of a PDU whole: named, repeated, unknown, of odd length', () => {
    const wire = [
      '001e0003413100', // receipted_message_id
      '0427000102', // message_state
      '0204000101', // user_message_reference, an octet short
      '038100030100ff', // callback_num, which may come again
      '03810003020202',
      '14030000', // a provider's, empty
      '0427000106', // a second message_state
      '020a000701020304050607', // source_port, of a length that no integer has
    ].join('')
    const head = hexOf(encodePdu(submit)).slice(8)
    const frame = Buffer.from(`00000000${head}${wire}`, 'hex')
    frame.writeUInt32BE(frame.length)
    const read = decodePdu(frame)
    assert.ok(read.kind === 'pdu' && read.pdu.command === 'submit_sm')
    assert.deepEqual(
      plain(rawTlvs(read.pdu.tlvs)).toSorted(),
      [
        [0x001e, '413100'],
        [0x0204, '0001'],
        [0x020a, '01020304050607'],
        [0x0381, '0100ff'],
        [0x0381, '020202'],
        [0x0427, '02'],
        [0x0427, '06'],
        [0x1403, ''],
      ].toSorted(),
    )
  })

  it('read back to the same PDU, whatever it carried', () => {
    const specs = COMMANDS.filter(({ name }) => ['submit_sm', 'deliver_sm', 'data_sm'].includes(name))
    fc.assert(
      fc.property(
        fc.constantFrom(...specs).chain((spec) => anyPduOf(spec)),
        (pdu) => {
          const named = decodePdu(encodePdu(pdu))
          assert.ok(named.kind === 'pdu')
          const { tlvs } = named.pdu as KnownPdu
          const again = decodePdu(encodePdu({ ...named.pdu, tlvs: { unknown: rawTlvs(tlvs) } } as KnownPdu))
          assert.ok(again.kind === 'pdu')
          assert.deepEqual((again.pdu as KnownPdu).tlvs, tlvs)
        },
      ),
      { numRuns: 300 },
    )
  })
})
