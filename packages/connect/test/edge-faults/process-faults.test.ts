import { describe, it } from 'node:test'
import { passes } from './passes.ts'
import { PROCESS_FAULTS } from './process-faults.ts'

describe('manager, edge and SMSC under load in both directions', { timeout: 230_000 }, () => {
  it('a killed manager finds its answers at the edge', () => passes('edge', [PROCESS_FAULTS['manager-killed']]))

  it('a killed edge and a killed SMSC leave no more in doubt than the windows', () =>
    passes('edge', [PROCESS_FAULTS['edge-killed'], PROCESS_FAULTS['smsc-killed']]))
})
