import assert from 'node:assert/strict'
import { eventually, type Proxied } from '@smpp-connect/testkit'
import { USUAL_BINDS } from '../faults/smscs.ts'
import { type EdgeFault, pause, type Round } from './edge-fault.ts'
import type { FaultSite } from './fault-site.ts'

const EDGES = ['london', 'paris'] as const
/** A seat that another edge may take is granted for 6 s at a time; a freeze about as long hits every moment of its end. */
const SHORTEST_BRIEF_MS = 3_000
const BRIEF_SPREAD_MS = 4_500
const STILL_FROZEN_MS = 1_500
const TAKES_OVER_WITHIN_MS = 40_000

/** One edge holds the binds, another one could. */
export const BINDER_FAULTS = {
  frozen: {
    what: 'the holder is frozen (SIGSTOP) until the other edge is bound and carries texts, then thawed: it writes nothing',
    edges: EDGES,
    losses: 1,
    // The frozen one's connections stand as long as it is frozen.
    extraBinds: 2,
    inject: (round) => freezeBeyondItsTime(round),
  },
  'frozen-full-account': {
    what: 'the same where the account has no bind to spare: the other one is refused until the frozen one is thawed',
    edges: EDGES,
    losses: 1,
    spareBinds: 0,
    inject: (round) => freezeWhereTheAccountIsFull(round),
  },
  'frozen-briefly': {
    what: 'the holder is frozen for 3 to 7.5 s, about as long as it may write: one of the two writes, never both',
    edges: EDGES,
    losses: 1,
    extraBinds: 2,
    inject: (round) => freezeBriefly(round),
  },
  standby: {
    what: 'the holder is killed (-9); the other one takes over; the first is started again',
    edges: EDGES,
    losses: 1,
    async inject({ site, measured }) {
      const { holder, other } = await parts(site)
      const beganMs = performance.now()
      await site.endEdge(holder, 'killed')
      measured('taken over', await heldBy(site, other, beganMs))
      measured('recovered', await site.recovered(beganMs))
      await site.change({ edges: [other, holder] })
      await comeBack(site, holder)
    },
  },
  'hand-over': {
    what: 'a changed order of edges, or SIGTERM to the holder, in turn: the other one takes over',
    edges: EDGES,
    losses: 0,
    async inject({ site, nth, measured }) {
      const { holder, other } = await parts(site)
      const beganMs = performance.now()
      const stops = nth % 2 === 1
      const ended = stops ? site.endEdge(holder, 'stopped') : site.change({ edges: [other] })
      measured('taken over', await heldBy(site, other, beganMs))
      measured('recovered', await site.recovered(beganMs))
      await ended
      await site.change({ edges: [other, holder] })
      if (stops) await comeBack(site, holder)
    },
  },
} satisfies Readonly<Record<string, EdgeFault>>

async function freezeBeyondItsTime({ site, random, measured }: Round): Promise<void> {
  const { holder, other } = await parts(site)
  const before = opened(site)
  const greetings = linksOf(site, holder)
  const beganMs = performance.now()
  site.edge(holder).child.kill('SIGSTOP')
  measured('taken over', await boundTwice(site, beganMs))
  measured('recovered', await site.recovered(beganMs))
  await heldBy(site, other, beganMs)
  const heard = before.map(({ toServer }) => toServer)
  const { connections } = site.towardsSmsc
  await pause(random.fraction() * STILL_FROZEN_MS)
  site.edge(holder).child.kill('SIGCONT')
  await eventually('it has let go', () => before.every(({ isClosed }) => isClosed))
  await eventually('it is linked anew', () => linksOf(site, holder) > greetings)
  await site.recovered()
  assert.deepEqual(
    before.map(({ toServer }) => toServer),
    heard,
    `the frozen ${holder} wrote after it was thawed`,
  )
  assert.equal(site.towardsSmsc.connections, connections, `${holder} has bound again`)
  assert.ok(await site.isHeldBy(other), `${other} holds the binds no more`)
  await site.change({ edges: [other, holder] })
}

async function freezeWhereTheAccountIsFull({ site, measured }: Round): Promise<void> {
  const { holder, other } = await parts(site)
  const before = opened(site)
  const { refusedBinds } = await site.smsc.ask('counters')
  site.edge(holder).child.kill('SIGSTOP')
  await eventually(
    'the other one is refused',
    async () => (await site.smsc.ask('counters')).refusedBinds > refusedBinds,
    TAKES_OVER_WITHIN_MS,
  )
  const heard = before.map(({ toServer }) => toServer)
  const thawedMs = performance.now()
  site.edge(holder).child.kill('SIGCONT')
  measured('taken over', await heldBy(site, other, thawedMs))
  measured('recovered', await site.recovered(thawedMs))
  assert.deepEqual(
    before.map(({ toServer }) => toServer),
    heard,
    `the frozen ${holder} wrote after it was thawed`,
  )
  await site.change({ edges: [other, holder] })
}

async function freezeBriefly({ site, random, measured }: Round): Promise<void> {
  const { holder, other } = await parts(site)
  const before = opened(site)
  const { connections } = site.towardsSmsc
  const beganMs = performance.now()
  site.edge(holder).child.kill('SIGSTOP')
  await pause(SHORTEST_BRIEF_MS + random.fraction() * BRIEF_SPREAD_MS)
  site.edge(holder).child.kill('SIGCONT')
  measured('recovered', await site.recovered(beganMs))
  const holds = await eventually('one of them holds all', async () => {
    for (const edgeId of EDGES) if (await site.isHeldBy(edgeId)) return edgeId
    return undefined
  })
  if (holds === other) {
    const othersAtMs = Math.min(...site.towardsSmsc.opened.slice(connections).map(({ openedAtMs }) => openedAtMs))
    for (const { lastAtMs } of before) {
      assert.ok(lastAtMs < othersAtMs, `${holder} wrote ${lastAtMs - othersAtMs} ms after ${other} had connected`)
    }
  }
  await site.change({ edges: [holds, holds === holder ? other : holder] })
}

/** Who holds all binds, and who could. */
async function parts(site: FaultSite): Promise<{ readonly holder: string; readonly other: string }> {
  return eventually('one holds all, the other one is there', async () => {
    const [london, paris] = EDGES
    for (const [holder, other] of [
      [london, paris],
      [paris, london],
    ] as const) {
      if ((await site.isHeldBy(holder)) && (await site.isLinked(other))) return { holder, other }
    }
    return undefined
  })
}

async function heldBy(site: FaultSite, edgeId: string, sinceMs: number): Promise<number> {
  await eventually(`${edgeId} holds all binds`, () => site.isHeldBy(edgeId), TAKES_OVER_WITHIN_MS)
  return performance.now() - sinceMs
}

/** As the SMSC sees it: the frozen one's binds stand, and the other one's beside them. The manager does not know yet. */
async function boundTwice(site: FaultSite, sinceMs: number): Promise<number> {
  await eventually(
    'the other one is bound too',
    async () => {
      const { bound } = await site.smsc.ask('pulse')
      return [...USUAL_BINDS].every(([account, usual]) => bound.get(account) === 2 * usual)
    },
    TAKES_OVER_WITHIN_MS,
  )
  return performance.now() - sinceMs
}

async function comeBack(site: FaultSite, edgeId: string): Promise<void> {
  await site.startEdge(edgeId)
  await eventually(`${edgeId} is back`, () => site.isLinked(edgeId))
}

/** Connections with the SMSC that are open now. */
function opened(site: FaultSite): readonly Proxied[] {
  return site.towardsSmsc.opened.filter(({ isClosed }) => !isClosed)
}

/** How often an edge has said that it is linked. */
function linksOf(site: FaultSite, edgeId: string): number {
  return site.edge(edgeId).output.split('Linked with').length
}
