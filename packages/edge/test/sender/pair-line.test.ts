import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MessageClass, SubmitOrder } from '@smpp-connect/contracts'
import fc from 'fast-check'
import { type LineEntry, PairLine } from '../../src/sender/pair-line.ts'
import { orderTo } from '../load-world.ts'

/** Part `number` of message `name` to a destination. */
function order(
  name: string,
  destination: string,
  given: { number?: number; source?: string; messageClass?: MessageClass } = {},
): SubmitOrder {
  return orderTo(0, {
    part: { messageId: `msg_${name}`, number: given.number ?? 1 },
    source: { ton: 0, npi: 0, address: given.source ?? '60777' },
    destination: { ton: 1, npi: 1, address: destination },
    messageClass: given.messageClass ?? 'bulk',
  })
}

const named = ({ order: { part } }: LineEntry): string => `${part.messageId.slice(4)}/${part.number}`
const names = (entries: readonly LineEntry[]): string[] => entries.map(named)

function takeAll(line: PairLine): LineEntry[] {
  const taken: LineEntry[] = []
  for (let entry = line.take(); entry !== undefined; entry = line.take()) taken.push(entry)
  return taken
}

describe('the line before the binds', () => {
  it('lets one message of a pair go at a time, its parts together, and no pair wait for another', () => {
    const line = new PairLine()
    line.add(order('a', '1'))
    line.add(order('a', '1', { number: 2 }))
    line.add(order('b', '1'))
    line.add(order('c', '2'))
    line.add(order('b', '1', { number: 2 }))
    line.add(order('d', '1'))
    assert.deepEqual([line.ready, line.behind], [3, 3])
    const first = takeAll(line)
    assert.deepEqual(names(first), ['a/1', 'a/2', 'c/1'])
    line.ended(first[0]!, false)
    assert.equal(line.ready, 0, 'another part of it is still at the SMSC')
    line.ended(first[1]!, false)
    assert.deepEqual(names(takeAll(line)), ['b/1', 'b/2'])
    assert.equal(line.behind, 1)
  })

  it('tells pairs apart by both addresses and by class', () => {
    const line = new PairLine()
    line.add(order('a', '1'))
    line.add(order('b', '1', { source: '60778' }))
    line.add(order('c', '1', { messageClass: 'code' }))
    line.add(order('d', '1'))
    assert.deepEqual(names(takeAll(line)), ['a/1', 'b/1', 'c/1'])
  })

  it('forgets one of several pairs of a destination, in whatever order they end, and no other', () => {
    const sources = ['1', '2', '3']
    for (const turns of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const line = new PairLine()
      const first = sources.map((source) => line.add(order(`a${source}`, '1', { source })))
      takeAll(line)
      for (const [ended, turn] of turns.entries()) {
        line.ended(first[turn]!, false)
        assert.equal(line.pairs, 2 - ended)
        const going = turns.slice(ended + 1)
        for (const other of going) line.add(order(`b${ended}`, '1', { source: sources[other]! }))
        assert.deepEqual([line.ready, line.pairs], [0, going.length], 'what comes waits behind what is going')
        line.takeBlocked([{ source: null, destination: '1' }])
      }
    }
  })

  it('sends back what waits behind a message that goes back, and all of the pair that comes until the manager knows', () => {
    const line = new PairLine()
    const a = line.add(order('a', '1'))
    line.add(order('b', '1'))
    line.add(order('c', '1'))
    line.add(order('d', '2'))
    takeAll(line)
    const followers = line.ended(a, true)
    assert.deepEqual(names(followers), ['b/1', 'c/1'])
    assert.ok([a, ...followers].every(({ goesBack }) => goesBack))
    const e = line.add(order('e', '1'))
    assert.equal(e.goesBack, true, 'a, b and c come before it')
    assert.deepEqual([line.ready, line.behind], [0, 0])
    for (const entry of [a, ...followers]) line.settled(entry)
    assert.equal(line.add(order('f', '1')).goesBack, true, 'e is not back yet')
  })

  it('is open again once all ends are known, and forgets a pair of which nothing is here', () => {
    const line = new PairLine()
    const a = line.add(order('a', '1'))
    takeAll(line)
    line.ended(a, true)
    assert.equal(line.pairs, 1)
    line.settled(a)
    assert.equal(line.pairs, 0)
    const again = line.add(order('a', '1'))
    assert.equal(again.goesBack, false)
    takeAll(line)
    line.ended(again, false)
    assert.equal(line.pairs, 0)
  })

  it('knows that the manager knows when the first of what went back comes again', () => {
    const line = new PairLine()
    const a = line.add(order('a', '1'))
    const b = line.add(order('b', '1'))
    takeAll(line)
    line.ended(a, true)
    assert.equal(line.add(order('c', '1')).goesBack, true)
    const again = line.add(order('a', '1'))
    assert.equal(again.goesBack, false)
    assert.equal(line.add(order('c', '1')).goesBack, true, 'b is not back yet')
    assert.equal(line.add(order('b', '1')).goesBack, false)
    assert.equal(line.add(order('c', '1')).goesBack, false)
    for (const entry of [a, b]) line.settled(entry)
    assert.deepEqual(names(takeAll(line)), ['a/1'])
    line.ended(again, false)
    assert.deepEqual(names(takeAll(line)), ['b/1'])
  })

  it('takes what comes before all that is on its way back, so that nothing goes to and fro for ever', () => {
    const line = new PairLine()
    const a = line.add(order('a', '1'))
    takeAll(line)
    line.ended(a, true)
    const [b, c] = [line.add(order('b', '1')), line.add(order('c', '1'))]
    line.settled(a)
    const again = line.add(order('a', '1'))
    assert.equal(again.goesBack, false, 'though b and c are not back yet')
    assert.equal(line.add(order('d', '1')).goesBack, true)
    for (const entry of [b, c]) line.settled(entry)
    assert.deepEqual(names(takeAll(line)), ['a/1'])
  })

  it('does not take an old end for the new one of the same part', () => {
    const line = new PairLine()
    const a = line.add(order('a', '1'))
    takeAll(line)
    line.ended(a, true)
    const again = line.add(order('a', '1'))
    takeAll(line)
    line.ended(again, true)
    line.settled(a)
    assert.equal(line.add(order('b', '1')).goesBack, true)
  })

  it('puts back what did not leave, before all others and in its order', () => {
    const line = new PairLine()
    for (const name of ['a', 'b', 'c', 'd']) line.add(order(name, name))
    const [a, b] = [line.take()!, line.take()!]
    line.putBack(a)
    line.putBack(b)
    assert.deepEqual(names(takeAll(line)), ['a/1', 'b/1', 'c/1', 'd/1'])
  })

  it('takes back the last ones, with what waits behind them', () => {
    const line = new PairLine()
    line.add(order('a', '1'))
    line.add(order('b', '2'))
    line.add(order('c', '3'))
    line.add(order('d', '2'))
    const back = line.takeBack(1)
    assert.deepEqual(names(back), ['b/1', 'c/1', 'd/1'])
    assert.deepEqual([line.ready, line.behind], [1, 0])
    assert.equal(line.add(order('e', '2')).goesBack, true)
    assert.equal(line.add(order('f', '4')).goesBack, false)
  })

  describe('takes out what is blocked', () => {
    const filled = (): PairLine => {
      const line = new PairLine()
      line.add(order('a', '1'))
      line.add(order('b', '1'))
      line.add(order('c', '1', { source: '60778' }))
      line.add(order('d', '2'))
      return line
    }
    it('from one address of ours', () => {
      const line = filled()
      assert.deepEqual(names(line.takeBlocked([{ source: '60777', destination: '1' }])), ['a/1', 'b/1'])
      assert.deepEqual(names(takeAll(line)), ['c/1', 'd/1'])
      assert.equal(line.behind, 0)
    })
    it('from any address of ours', () => {
      const line = filled()
      assert.deepEqual(names(line.takeBlocked([{ source: null, destination: '1' }])), ['a/1', 'c/1', 'b/1'])
      assert.equal(line.pairs, 1)
    })
    it('but not what has been sent, and what waited behind that alone is taken', () => {
      const line = filled()
      const a = line.take()!
      assert.deepEqual(names(line.takeBlocked([{ source: null, destination: '1' }])), ['c/1', 'b/1'])
      assert.deepEqual(line.ended(a, false), [])
      assert.deepEqual(names(takeAll(line)), ['d/1'])
    })
    it('and lets the rest of the pair go on, which has another class', () => {
      const line = new PairLine()
      line.add(order('a', '1'))
      line.add(order('b', '1', { messageClass: 'code' }))
      line.add(order('c', '2'))
      assert.equal(line.takeBlocked([{ source: null, destination: '2' }]).length, 1)
      assert.deepEqual(names(takeAll(line)), ['a/1', 'b/1'])
    })
  })

  it('keeps every pair in order and loses nothing, whatever happens in between', () => {
    const step = fc.record({
      kind: fc.constantFrom('add', 'add', 'take', 'end', 'go-back', 'settle', 'block', 'take-back', 'put-back'),
      pick: fc.nat(1_000),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const line = new PairLine()
        const open = new Set<LineEntry>()
        const atSmsc: LineEntry[] = []
        const unsettled: LineEntry[] = []
        const sent = new Map<string, number>()
        let count = 0
        const back = (entries: readonly LineEntry[]): void => {
          for (const entry of entries) {
            assert.ok(open.delete(entry))
            unsettled.push(entry)
          }
        }
        const run = (kind: string, pick: number): void => {
          if (kind === 'add') {
            count++
            const entry = line.add(order(`${count}`, `${pick % 3}`, { number: count }))
            open.add(entry)
            if (entry.goesBack) back([entry])
          } else if (kind === 'take') {
            const entry = line.take()
            if (entry === undefined) return
            const { part, destination } = entry.order
            const before = sent.get(destination.address) ?? 0
            assert.ok(part.number > before, `message ${part.number} after ${before}`)
            assert.ok(!atSmsc.some(({ pair }) => pair === entry.pair), 'one message of a pair at a time')
            atSmsc.push(entry)
          } else if (kind === 'end' || kind === 'go-back' || kind === 'put-back') {
            const [entry] = atSmsc.splice(pick % Math.max(1, atSmsc.length), 1)
            if (entry === undefined) return
            if (kind === 'put-back') line.putBack(entry)
            else if (kind === 'end') {
              sent.set(entry.order.destination.address, entry.order.part.number)
              open.delete(entry)
              assert.deepEqual(line.ended(entry, false), [])
            } else back([entry, ...line.ended(entry, true)])
          } else if (kind === 'settle') {
            const [entry] = unsettled.splice(pick % Math.max(1, unsettled.length), 1)
            if (entry !== undefined) line.settled(entry)
          } else if (kind === 'block') {
            for (const entry of line.takeBlocked([{ source: null, destination: `${pick % 3}` }])) open.delete(entry)
          } else back(line.takeBack(pick % 4))
        }
        for (const { kind, pick } of steps) run(kind, pick)
        assert.equal(line.ready + line.behind + atSmsc.length, open.size)
        for (const entry of unsettled.splice(0)) line.settled(entry)
        while (open.size > 0) {
          run('take', 0)
          run('end', 0)
        }
        assert.equal(line.pairs, 0)
      }),
      { numRuns: 400 },
    )
  })
})
