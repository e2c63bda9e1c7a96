import { eventually } from '@smpp-connect/testkit'
import { type EdgeFault, pause } from './edge-fault.ts'

const LONDON = 'london'
/** Longer than the SMSC may be silent before it counts as gone: the probe, and the time for its answer. */
const STALL_MS = 100_000

/** Processes that end without a word, or stand still, and are started again. */
export const PROCESS_FAULTS = {
  'edge-killed': {
    what: 'the only edge is killed (-9) and started again',
    edges: [LONDON],
    losses: 1,
    async inject({ site, measured }) {
      const beganMs = performance.now()
      await site.endEdge(LONDON, 'killed')
      await site.startEdge(LONDON)
      measured('recovered', await site.recovered(beganMs))
    },
  },
  'manager-killed': {
    what: 'the manager is killed (-9) and started again',
    edges: [LONDON],
    losses: 1,
    // The edge has kept the answers.
    neverDoubles: true,
    async inject({ site, measured }) {
      const beganMs = performance.now()
      await site.endManager('killed')
      await site.startManager()
      measured('no intake', performance.now() - beganMs)
      measured('recovered', await site.recovered(beganMs))
    },
  },
  'smsc-killed': {
    what: 'the SMSC is killed (-9) and starts again on its port 3 s later',
    edges: [LONDON],
    losses: 1,
    async inject({ site, measured }) {
      await site.killSmsc()
      await pause(3_000)
      await site.restartSmsc()
      measured('recovered', await site.recovered())
    },
  },
  'smsc-stalled': {
    what: `the SMSC stands still (SIGSTOP) for ${STALL_MS / 1_000} s, its connections stay open`,
    edges: [LONDON],
    losses: 2,
    // What was written to it before it woke is read then, old binds too.
    extraBinds: 4,
    unreadMs: STALL_MS,
    async inject({ site, scale, measured }) {
      site.smsc.signal('SIGSTOP')
      await pause(scale === 'full' ? STALL_MS : 3_000)
      site.smsc.signal('SIGCONT')
      measured('recovered', await site.recovered(undefined, 300_000))
      await eventually('one of each', () => site.isHeldBy(LONDON))
    },
  },
} satisfies Readonly<Record<string, EdgeFault>>
