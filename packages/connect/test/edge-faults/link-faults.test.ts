import { describe, it } from 'node:test'
import { LINK_FAULTS } from './link-faults.ts'
import { passes } from './passes.ts'

describe('the link between manager and edge, under load in both directions', { timeout: 230_000 }, () => {
  it('is cut within a frame, cut for a while, and lost in one direction: nothing is lost, doubled, or in doubt', () =>
    passes('edge', [LINK_FAULTS['cut-in-a-frame'], LINK_FAULTS['link-cut'], LINK_FAULTS['one-way-to-manager']]))
})
