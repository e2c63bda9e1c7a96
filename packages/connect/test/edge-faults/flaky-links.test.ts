import { describe, it } from 'node:test'
import { LINK_FAULTS } from './link-faults.ts'
import { passes } from './passes.ts'

describe('the link, opened by the manager, under load in both directions', { timeout: 230_000 }, () => {
  it('is lost in the other direction, and flaps: nothing is lost, doubled, or in doubt', () =>
    passes('manager', [LINK_FAULTS['one-way-to-edge'], LINK_FAULTS.flapping]))
})
