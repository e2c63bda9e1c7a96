import assert from 'node:assert/strict'
import { eventually, type ProxyWay } from '@smpp-connect/testkit'
import { type EdgeFault, pause, type Round } from './edge-fault.ts'

const LONDON = 'london'
const SECOND = 1_000
const MINUTE = 60 * SECOND
/** The definition of a link that flaps: so long there, so long away. */
const FLAP_MS = 1_500
/** About 12 KiB a second: frames wait for seconds, the greeting too. */
const TRICKLE = { octets: 60, everyMs: 5 }
/** Where in the stream a cut comes, at the most. */
const LATEST_CUT_OCTETS = 6_000
const CUTS = 12

/** What happens to the connection between manager and edge. Nothing of it may leave anything in doubt. */
export const LINK_FAULTS = {
  'link-cut': cutFor('the link is reset, and cannot be had for 1 min', 3 * SECOND, MINUTE),
  // After five minutes what the edge has counts as uncertain (docs/design/link.md); its answers are late, and count.
  'link-cut-10-min': { ...cutFor('the same for 10 min', 3 * SECOND, 10 * MINUTE), losses: 1, neverDoubles: true },
  'one-way-to-manager': lostOneWay('what the edge sends is lost, the other way is open', 'lost', 'open'),
  'one-way-to-edge': lostOneWay('what the manager sends is lost, the other way is open', 'open', 'lost'),
  flapping: {
    what: 'the link is reset every 3 s, and cannot be had half of the time',
    edges: [LONDON],
    losses: 0,
    async inject({ site, scale, measured }) {
      const link = site.link(LONDON)
      const rounds = (scale === 'full' ? 2 * MINUTE : 6 * SECOND) / (2 * FLAP_MS)
      for (let round = 0; round < rounds; round++) {
        link.accepting = false
        link.cut()
        await pause(FLAP_MS)
        link.accepting = true
        await pause(FLAP_MS)
      }
      measured('recovered', await site.recovered())
    },
  },
  trickling: {
    what: 'the link passes on 60 octets every 5 ms, with much to say on both sides: texts go on, slowly',
    edges: [LONDON],
    losses: 0,
    isLate: true,
    async inject({ site, scale, measured }) {
      const link = site.link(LONDON)
      link.accepting = false
      link.cut()
      await pause(scale === 'full' ? MINUTE : 5 * SECOND)
      link.trickle(TRICKLE)
      link.accepting = true
      const { taken, repliesAcknowledged } = await site.smsc.ask('pulse')
      await eventually(
        'texts go on both ways',
        async () => {
          const now = await site.smsc.ask('pulse')
          return now.taken > taken + 40 && now.repliesAcknowledged > repliesAcknowledged + 20
        },
        2 * MINUTE,
      )
      if (scale === 'full') await pause(MINUTE)
      link.trickle(undefined)
      link.cut()
      measured('recovered', await site.recovered())
    },
  },
  'cut-in-a-frame': {
    what: `the link is reset after so many octets, wherever that is in a frame; ${CUTS} times`,
    edges: [LONDON],
    losses: 0,
    async inject({ site, scale, random, measured }) {
      const link = site.link(LONDON)
      for (let cut = 0; cut < (scale === 'full' ? CUTS : 2); cut++) {
        const { connections } = link
        link.cutAfter(1 + Math.floor(random.fraction() * LATEST_CUT_OCTETS))
        await eventually('another connection', () => link.connections > connections)
        if (cut % 2 === 0) await eventually('linked again', () => site.isLinked(LONDON))
      }
      measured('recovered', await site.recovered())
    },
  },
} satisfies Readonly<Record<string, EdgeFault>>

function cutFor(what: string, shortMs: number, fullMs: number): EdgeFault {
  return {
    what,
    edges: [LONDON],
    losses: 0,
    async inject({ site, scale, measured }) {
      const link = site.link(LONDON)
      link.accepting = false
      link.cut()
      await pause(scale === 'full' ? fullMs : shortMs)
      await nothingLeaves(site)
      link.accepting = true
      measured('recovered', await site.recovered())
    },
  }
}

function lostOneWay(what: string, fromEdge: ProxyWay, toEdge: ProxyWay): EdgeFault {
  return {
    what,
    edges: [LONDON],
    losses: 0,
    async inject({ site, scale, measured }) {
      const link = site.link(LONDON)
      const [toServer, toClient] = site.options.dials === 'edge' ? [fromEdge, toEdge] : [toEdge, fromEdge]
      link.set(toServer, toClient)
      await eventually('the manager knows', async () => !(await site.isLinked(LONDON)))
      if (scale === 'full') await pause(MINUTE)
      link.set('open', 'open')
      measured('recovered', await site.recovered())
    },
  }
}

/** While the link is down the Sender takes nothing new, and nobody gets an OK. */
async function nothingLeaves(site: Round['site']): Promise<void> {
  const before = await site.smsc.ask('pulse')
  await pause(SECOND)
  const now = await site.smsc.ask('pulse')
  assert.deepEqual([now.taken, now.repliesAcknowledged], [before.taken, before.repliesAcknowledged])
}
