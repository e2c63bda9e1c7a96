import assert from 'node:assert/strict'
import { it } from 'node:test'
import { runCampaign } from './campaign.ts'

it('a store that says done before it is would be seen to lose texts', { timeout: 200_000 }, async () => {
  const { wrong, kills } = await runCampaign({ kills: 2, seed: 20_261_126, points: ['K4'], lies: true })
  assert.ok(kills.some(({ lost }) => lost > 0))
  assert.ok(wrong.some((line) => line.startsWith('lost: ')))
})
