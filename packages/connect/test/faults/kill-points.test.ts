import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { skipWithoutDiskShim } from '@smpp-connect/testkit'
import { runCampaign } from './campaign.ts'
import { BY_DISK, KILL_POINT_NAMES, OF_RECOVERY } from './kill-points.ts'
import { killTable } from './kill-table.ts'

/** One at each point, and more where there is time; `tools/faults.ts` makes as many as one likes. */
const KILLS = 3 * KILL_POINT_NAMES.length
const WITHIN_MS = 45_000
const SEED = Number(process.env.CONNECT_SEED ?? 20_261_126)

describe('kill -9 at every point', { timeout: 235_000 }, () => {
  it('loses nothing that was acknowledged, and sends twice only what was in flight, by policy', async () => {
    const noShim = skipWithoutDiskShim()
    if (noShim) console.log(`${BY_DISK} is left out: ${noShim}`)
    const result = await runCampaign({ kills: KILLS, seed: SEED, withinMs: WITHIN_MS })
    for (const line of killTable(result)) console.log(`  ${line}`)
    assert.deepEqual(result.wrong, [])
    const killed = new Set(result.kills.map(({ plan }) => plan.point))
    const leftOut = noShim ? [BY_DISK, ...OF_RECOVERY] : OF_RECOVERY
    const spared = KILL_POINT_NAMES.filter((point) => !killed.has(point) && !leftOut.includes(point))
    assert.deepEqual(spared, [], 'points at which nobody was killed')
    assert.ok(
      result.kills.some(({ uncertain }) => uncertain > 0),
      'no kill found anything in flight',
    )
  })
})
