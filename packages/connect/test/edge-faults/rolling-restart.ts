import { eventually } from '@smpp-connect/testkit'
import type { EdgeFault, Round } from './edge-fault.ts'

const EDGES = ['london', 'paris'] as const
const TURNS = ['manager', ...EDGES] as const
type Turn = (typeof TURNS)[number]

/** As an upgrade does it: each process in turn, under load. */
export const ROLLING_RESTARTS = {
  'rolling-restart': {
    what: 'manager, london, paris: SIGTERM, started again, one after the other',
    edges: EDGES,
    losses: 0,
    async inject(round) {
      for (const turn of TURNS) await restart(round, turn, 'stopped')
    },
  },
  'rolling-restart-with-a-kill': {
    what: 'the same, and one of them, another one each time, is killed (-9)',
    edges: EDGES,
    losses: 1,
    async inject(round) {
      const victim = TURNS[round.nth % TURNS.length]
      for (const turn of TURNS) await restart(round, turn, turn === victim ? 'killed' : 'stopped')
    },
  },
} satisfies Readonly<Record<string, EdgeFault>>

async function restart({ site, measured }: Round, turn: Turn, how: 'stopped' | 'killed'): Promise<void> {
  site.watch.takeLongestGapMs()
  const beganMs = performance.now()
  if (turn === 'manager') {
    await site.endManager(how)
    await site.startManager()
    measured('no intake', performance.now() - beganMs)
  } else {
    await site.endEdge(turn, how)
    await site.startEdge(turn)
  }
  measured('recovered', await site.recovered(beganMs))
  for (const edgeId of EDGES) await eventually(`${edgeId} is there`, () => site.isLinked(edgeId))
  await eventually('one holds all', async () => {
    for (const edgeId of EDGES) if (await site.isHeldBy(edgeId)) return true
    return false
  })
  measured('without a bind', site.watch.takeLongestGapMs())
}
