import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runBehindFirewall } from './behind-firewall.ts'
import { faultTable } from './fault-table.ts'
import { skipWithoutNamespaces } from './firewall.ts'
import { FIREWALL_FAULTS } from './firewall-faults.ts'

const skip = skipWithoutNamespaces()

describe('a manager behind a firewall that lets nothing in', { skip, timeout: 230_000 }, () => {
  it('dials its edge, and everything works; a pulled cable and silence leave nothing lost, doubled, or in doubt', async () => {
    const names = Object.keys(FIREWALL_FAULTS)
    const result = await runBehindFirewall({ names, rounds: 1, scale: 'short', seed: 20_261_126 })
    for (const line of faultTable(new Map([['behind a firewall', result]]))) console.log(`  ${line}`)
    assert.deepEqual(result.wrong, [])
  })
})
