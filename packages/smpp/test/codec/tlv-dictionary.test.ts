import assert from 'node:assert/strict'
import { test } from 'node:test'
import { declareTlv, decodePdu, encodePdu, TLVS, TlvDictionary } from '../../src/codec/index.ts'

test('every TLV is found by its tag, however many share its low bits', () => {
  const standard = new Set<number>(TLVS.map(({ tag }) => tag))
  const tags = Array.from({ length: 1_000 }, (_value, index) => 0x1400 + index * 7).filter((tag) => !standard.has(tag))
  const declared = tags.map((tag) => declareTlv({ name: `own${tag}`, tag, type: 'integer' }))
  const tlvs = new TlvDictionary(declared)
  for (const { tag } of TLVS) assert.equal(tlvs.readerOf(tag)?.tag, tag)
  for (const tag of tags) {
    assert.equal(tlvs.readerOf(tag)?.tag, tag)
    const octets = encodePdu(
      { command: 'enquire_link', sequenceNumber: 1, tlvs: { [`own${tag}`]: tag } as object },
      { tlvs },
    )
    const outcome = decodePdu(octets, { tlvs })
    assert.ok(outcome.kind === 'pdu')
    assert.deepEqual(outcome.pdu, {
      command: 'enquire_link',
      commandStatus: 0,
      sequenceNumber: 1,
      tlvs: { [`own${tag}`]: tag },
    })
  }
  assert.equal(tlvs.readerOf(0x3fff), undefined)
})
