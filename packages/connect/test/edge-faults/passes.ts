import assert from 'node:assert/strict'
import type { EdgeFault } from './edge-fault.ts'
import { faultTable } from './fault-table.ts'
import { runFaults } from './run-faults.ts'

const SEED = Number(process.env.CONNECT_SEED ?? 20_261_126)

/** Injects each once, in the short form, and prints what came of it. `tools/edge-faults.ts` has the long form. */
export async function passes(dials: 'edge' | 'manager', faults: readonly EdgeFault[]): Promise<void> {
  const result = await runFaults({ faults, rounds: 1, scale: 'short', dials, seed: SEED })
  for (const line of faultTable(new Map([['all', result]]))) console.log(`  ${line}`)
  assert.deepEqual(result.wrong, [])
}
