import type { CampaignResult } from './campaign.ts'
import { KILL_POINT_NAMES, KILL_POINTS, type KillPoint } from './kill-points.ts'

/** Adds up campaigns. */
export function sumUp(results: readonly CampaignResult[]): CampaignResult {
  const passages = new Map<KillPoint, number>()
  for (const result of results) {
    for (const [point, count] of result.passages) passages.set(point, (passages.get(point) ?? 0) + count)
  }
  const sum = (pick: (result: CampaignResult) => number): number => results.reduce((all, one) => all + pick(one), 0)
  return {
    kills: results.flatMap(({ kills }) => kills),
    texts: sum(({ texts }) => texts),
    replies: sum(({ replies }) => replies),
    receipts: sum(({ receipts }) => receipts),
    wrong: results.flatMap(({ wrong }) => wrong),
    passages,
  }
}

/** The result as lines: a row for each point, and what it was all about. */
export function killTable({ kills, passages, texts, replies, receipts, wrong }: CampaignResult): readonly string[] {
  const row = (name: string, cells: readonly (number | string)[], what: string): string =>
    `${name.padEnd(12)}${cells.map((cell) => String(cell).padStart(11)).join('')}  ${what}`
  const total = (pick: (kill: (typeof kills)[number]) => number, point?: KillPoint): number =>
    kills.filter(({ plan }) => point === undefined || plan.point === point).reduce((sum, kill) => sum + pick(kill), 0)
  const cells = (point?: KillPoint): readonly number[] => [
    total(() => 1, point),
    total(({ uncertain }) => uncertain, point),
    total(({ allowed }) => allowed, point),
    total(({ doubled }) => doubled, point),
    total(({ lost }) => lost, point),
  ]
  return [
    row('point', ['passed', 'kills', 'uncertain', 'may double', 'doubled', 'lost'], 'killed when'),
    ...KILL_POINT_NAMES.map((point) => row(point, [passages.get(point) ?? 0, ...cells(point)], KILL_POINTS[point])),
    row('all', ['', ...cells()], `${texts} texts, ${receipts} receipts, ${replies} replies; ${wrong.length} wrong`),
  ]
}
