import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countShown, filtersOfSearch, filtersToSearch, withoutShown } from '../../src/pages/messages/message-filters.ts'

test('filters survive the way through the address', () => {
  const filters = {
    state: 'uncertain-closed',
    direction: 'outbound',
    number: '+447700900123',
    smscId: 'smsc_1',
    class: 'bulk',
    mayBeDuplicate: true,
  } as const
  const search = filtersToSearch(filters)
  assert.equal(
    search,
    '?state=uncertain-closed&direction=outbound&number=%2B447700900123&smsc=smsc_1&class=bulk&duplicate=yes',
  )
  assert.deepEqual(filtersOfSearch(search), filters)
  assert.equal(countShown(filters), 6)
})

test('no filter is no search at all', () => {
  assert.equal(filtersToSearch({}), '')
  assert.deepEqual(filtersOfSearch(''), {})
  assert.equal(countShown({ state: undefined }), 0)
})

test('what is no filter of ours is left out, not shown as an error', () => {
  assert.deepEqual(filtersOfSearch('?state=queued&direction=sideways&duplicate=maybe&class=urgent&utm=x'), {})
  assert.deepEqual(filtersOfSearch('?state=__proto__'), {})
})

test('a number is tidied, so that the same view has one address', () => {
  assert.equal(filtersToSearch({ number: '+44 7700 900-123' }), '?number=%2B447700900123')
})

test('the state that is a view of its own is no filter there, and is not cleared with them', () => {
  assert.equal(countShown({ state: 'held', class: 'bulk' }), 1)
  assert.deepEqual(withoutShown({ state: 'held', class: 'bulk' }), { state: 'held' })
  assert.equal(countShown({ state: 'delivered', class: 'bulk' }), 2)
  assert.deepEqual(withoutShown({ state: 'delivered', class: 'bulk' }), {})
})
