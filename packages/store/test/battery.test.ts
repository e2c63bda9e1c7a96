import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { storeBattery } from '@smpp-connect/store/battery'
import { memorySubject, sqliteSubject } from './subjects.ts'

/** Far fewer than there are: the guard sees a battery that lost its checks, not one that gained some. */
const FEWEST_CHECKS = 90

const tallies = [storeBattery('memory', memorySubject), storeBattery('sqlite', sqliteSubject)]

describe('the battery', () => {
  it('ran whole on every adapter', () => {
    for (const { name, planned, passed } of tallies) {
      assert.ok(planned >= FEWEST_CHECKS, `${name}: only ${planned} checks were planned`)
      assert.equal(passed, planned, name)
    }
    assert.equal(new Set(tallies.map(({ planned }) => planned)).size, 1)
  })
})
