// Kills Connect, for as long as one likes, at the points of packages/connect/test/faults/kill-points.ts, and compares the
// books of clients, SMSC and Connect. Usage: tools/faults.ts [--kills N] [--per-campaign N] [--seed N] [--point NAME].
// A campaign settles and is judged after so many kills. Exit code 0: the books agree; 1: they do not, which is printed.
import { parseArgs } from 'node:util'
import { type CampaignResult, runCampaign } from '../packages/connect/test/faults/campaign.ts'
import { KILL_POINT_NAMES, type KillPoint } from '../packages/connect/test/faults/kill-points.ts'
import { killTable, sumUp } from '../packages/connect/test/faults/kill-table.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    'per-campaign': { type: 'string', default: '34' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    point: { type: 'string', multiple: true },
  },
})
const kills = Number(values.kills)
const perCampaign = Number(values['per-campaign'])
const seed = Number(values.seed)
const unknown = values.point?.find((point) => !KILL_POINT_NAMES.includes(point as KillPoint))
if (!(kills > 0 && perCampaign > 0 && seed >= 0) || unknown !== undefined) {
  console.error(`usage: faults.ts [--kills N] [--per-campaign N] [--seed N] [--point ${KILL_POINT_NAMES.join('|')}]`)
  process.exit(2)
}

console.log(`seed ${seed}`)
const results: CampaignResult[] = []
for (let done = 0; done < kills; done += perCampaign) {
  const result = await runCampaign({
    kills: Math.min(perCampaign, kills - done),
    seed: seed + done,
    ...(values.point && { points: values.point as readonly KillPoint[] }),
  })
  results.push(result)
  const { texts, receipts, replies, wrong } = result
  console.log(
    `${done + result.kills.length} kills: ${texts} texts, ${receipts} receipts, ${replies} replies, ${wrong.length} wrong`,
  )
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`)
}
const all = sumUp(results)
for (const line of killTable(all)) console.log(line)
process.exitCode = all.wrong.length === 0 ? 0 : 1
