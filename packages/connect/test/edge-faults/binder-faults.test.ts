import { describe, it } from 'node:test'
import { BINDER_FAULTS } from './binder-faults.ts'
import { passes } from './passes.ts'

describe('an SMSC that two edges may bind to, under load in both directions', { timeout: 230_000 }, () => {
  it('an edge that was frozen beyond its time writes nothing any more, and the other one goes on', () =>
    passes('edge', [BINDER_FAULTS.frozen]))
})
