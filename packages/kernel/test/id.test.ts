import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { IdSource, seededRandom } from '../src/index.ts'

const AT_MS = 1_767_225_600_000

function idsAt(nowMs: () => number, random = seededRandom(7)): IdSource {
  return new IdSource({ nowMs, monotonicMs: nowMs } as ConstructorParameters<typeof IdSource>[0], random)
}

describe('ids', () => {
  it('are a prefix, ten characters of time and sixteen of randomness', () => {
    assert.equal(idsAt(() => AT_MS).next('msg'), 'msg_01kdvdna002ftj57qxdt2734jy')
    assert.equal(idsAt(() => 2 ** 49 + 12_345).next('smsc'), 'smsc_g000000c1s2ftj57qxdt2734jy')
  })

  it('count up within a millisecond, whatever their prefix, and go on when the clock runs backwards', () => {
    const times = [AT_MS, AT_MS, AT_MS, AT_MS + 1, AT_MS - 50]
    const ids = idsAt(() => times.shift() ?? 0)
    assert.deepEqual(
      ['msg', 'msg', 'key', 'msg', 'msg'].map((prefix) => ids.next(prefix)),
      [
        'msg_01kdvdna002ftj57qxdt2734jy',
        'msg_01kdvdna002ftj57qxdt2734jz',
        'key_01kdvdna002ftj57qxdt2734k0',
        'msg_01kdvdna01b8btz0g47ac3k9dz',
        'msg_01kdvdna01b8btz0g47ac3k9e0',
      ],
    )
  })

  it('borrow the next millisecond when the randomness of one is used up', () => {
    const full = { fraction: () => 0, octets: (length: number) => new Uint8Array(length).fill(255) }
    const ids = idsAt(() => AT_MS, full)
    assert.deepEqual(
      [ids.next('msg'), ids.next('msg'), ids.next('msg')],
      ['msg_01kdvdna00zzzzzzzzzzzzzzzz', 'msg_01kdvdna010000000000000000', 'msg_01kdvdna010000000000000001'],
    )
  })

  it('keep what was made when more are made', () => {
    const ids = idsAt(() => AT_MS)
    const made = Array.from({ length: 1_000 }, () => ids.next('msg'))
    assert.equal(new Set(made).size, 1_000)
    assert.deepEqual(made, made.toSorted())
  })
})
