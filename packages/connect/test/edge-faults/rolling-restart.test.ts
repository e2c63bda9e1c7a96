import { describe, it } from 'node:test'
import { passes } from './passes.ts'
import { ROLLING_RESTARTS } from './rolling-restart.ts'

describe('an upgrade under load in both directions', { timeout: 230_000 }, () => {
  it('manager and edges are stopped and started in turn: nothing is lost, doubled, or in doubt', () =>
    passes('manager', [ROLLING_RESTARTS['rolling-restart']]))
})
