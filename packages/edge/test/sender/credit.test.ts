import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Credit } from '../../src/sender/credit.ts'

describe('credit', () => {
  const told: string[] = []
  const fresh = (): Credit => {
    told.length = 0
    return new Credit({ grant: (count) => told.push(`+${count}`), revoke: (count) => told.push(`-${count}`) })
  }

  it('is what was asked for, and comes back as parts end', () => {
    const credit = fresh()
    credit.raise(10)
    credit.took(4)
    credit.raise(10)
    credit.ended(3)
    credit.raise(10)
    assert.deepEqual(told, ['+10', '+3'])
  })

  it('is taken back where it is unused, and what is under way counts against what is granted next', () => {
    const credit = fresh()
    credit.raise(10)
    credit.took(4)
    credit.lower(0)
    credit.ended(1)
    credit.raise(10)
    assert.deepEqual(told, ['+10', '-6', '+7'])
  })

  it('is lowered by a share only: what is left goes on', () => {
    const credit = fresh()
    credit.raise(20)
    credit.took(5)
    credit.lower(10)
    assert.deepEqual(told, ['+20', '-10'])
    assert.equal(credit.unused, 5)
  })

  it('shrinks as parts end where all of it is in use', () => {
    const credit = fresh()
    credit.raise(5)
    credit.took(5)
    credit.lower(2)
    credit.ended(3)
    credit.raise(2)
    assert.deepEqual(told, ['+5'])
    credit.ended(1)
    credit.raise(2)
    assert.deepEqual(told, ['+5', '+1'])
  })

  it('covers parts that were being leased when it was taken back: they are made up for', () => {
    const credit = fresh()
    credit.raise(2)
    credit.lower(0)
    credit.took(2)
    assert.equal(credit.unused, -2)
    credit.raise(2)
    assert.deepEqual(told, ['+2', '-2', '+2'])
    assert.equal(credit.unused, 0, 'of the new grant nothing is left to the manager, whose books stand at 0 too')
  })

  it('waits with a grant until it is worth a durable write', () => {
    const credit = fresh()
    credit.raise(10)
    credit.took(10)
    for (let ended = 1; ended <= 5; ended++) {
      credit.ended(1)
      credit.raise(10, 5)
    }
    assert.deepEqual(told, ['+10', '+5'])
  })

  it('agrees with the books of the manager whatever crosses on the way', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('raise' as const), count: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ kind: fc.constant('lower' as const), count: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ kind: fc.constant('lease' as const), count: fc.integer({ min: 1, max: 10 }) }),
      fc.record({ kind: fc.constant('deliver' as const), count: fc.constant(0) }),
      fc.record({ kind: fc.constant('end' as const), count: fc.integer({ min: 1, max: 10 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let managerHas = 0
        let leasing = 0
        let target = 0
        const credit = new Credit({
          grant: (count) => {
            managerHas += count
          },
          revoke: (count) => {
            managerHas -= count
          },
        })
        for (const { kind, count } of steps) {
          if (kind === 'raise') {
            target = count
            credit.raise(count)
          } else if (kind === 'lower') {
            target = count
            credit.lower(count)
          } else if (kind === 'lease' && managerHas > 0) {
            const leased = Math.min(count, managerHas)
            managerHas -= leased
            leasing += leased
          } else if (kind === 'deliver') {
            credit.took(leasing)
            leasing = 0
          } else if (kind === 'end') {
            credit.ended(Math.min(count, credit.taken))
          }
          assert.equal(credit.unused, managerHas + leasing)
        }
        credit.took(leasing)
        credit.ended(credit.taken)
        credit.lower(target)
        credit.raise(target)
        assert.equal(managerHas - 0, target, 'nothing has leaked')
      }),
    )
  })
})
