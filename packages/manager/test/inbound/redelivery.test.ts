import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Redelivery } from '../../src/inbound/redelivery.ts'

it('a text counts as a repetition only for a while after a mishap', () => {
  const redelivery = new Redelivery([], 0)
  assert.equal(redelivery.duplicateWithinMs('smsc_a', 0), 0, 'a person may write yes twice')
  redelivery.mishap('smsc_a', 1_000)
  assert.equal(redelivery.duplicateWithinMs('smsc_a', 2_000), 600_000)
  assert.equal(redelivery.duplicateWithinMs('smsc_b', 2_000), 0, 'another SMSC is not concerned')
  assert.equal(redelivery.duplicateWithinMs('smsc_a', 601_000), 0)
  redelivery.answered('smsc_a', 10, 700_000)
  assert.equal(redelivery.duplicateWithinMs('smsc_a', 700_000), 0)
  redelivery.answered('smsc_a', 6_000, 700_000)
  assert.equal(redelivery.duplicateWithinMs('smsc_a', 700_000), 600_000)
  assert.equal(new Redelivery(['smsc_a'], 5).duplicateWithinMs('smsc_a', 6), 600_000, 'a restart is a mishap')
})

it('of what was stored without its verdict getting through, all since the link broke may come again', () => {
  const redelivery = new Redelivery([], 0)
  const hourMs = 3_600_000
  redelivery.lost('smsc_a', 1_000, hourMs)
  assert.equal(redelivery.duplicateWithinMs('smsc_a', hourMs), hourMs - 1_000)
  redelivery.mishap('smsc_a', hourMs + 1_000)
  assert.equal(
    redelivery.duplicateWithinMs('smsc_a', hourMs + 2_000),
    hourMs + 1_000,
    'a mishap after it hides nothing',
  )
  assert.equal(redelivery.duplicateWithinMs('smsc_a', hourMs + 700_000), 0)
  redelivery.lost('smsc_b', null, hourMs)
  assert.equal(redelivery.duplicateWithinMs('smsc_b', hourMs), hourMs, 'nobody knows since when: as far as is known')
  redelivery.lost('smsc_c', hourMs - 10, hourMs)
  assert.equal(redelivery.duplicateWithinMs('smsc_c', hourMs), 600_000)
})
