import assert from 'node:assert/strict'
import { eventually } from '@smpp-connect/testkit'
import { type EdgeFault, pause } from './edge-fault.ts'
import type { FaultSite } from './fault-site.ts'
import type { Firewall } from './firewall.ts'

const LONDON = 'london'
const MINUTE = 60_000

/** The manager is inside and dials; the edge and the SMSC are outside, from where nothing can be opened. */
export const FIREWALL_FAULTS = {
  'firewall-shut': {
    what: 'everything works (enrolment, texts, receipts, replies, a changed definition), nothing can be opened from outside',
    edges: [LONDON],
    losses: 0,
    async inject({ site, measured }) {
      const firewall = firewallOf(site)
      const { refused } = firewall
      const port = Number(site.linkPlace.split(':').at(-1))
      assert.equal(await firewall.lets(port), false, 'the manager can be reached from outside')
      assert.ok(firewall.refused > refused, 'the firewall has dropped what came')
      const beganMs = performance.now()
      await site.change({ perSecond: 200 })
      await eventually('the edge has it', async () =>
        (await site.smscs()).every(
          ({ perSecond, version, staleAt, binds }) =>
            perSecond === 200 && staleAt.length === 0 && binds.every((bind) => bind.definitionVersion === version),
        ),
      )
      measured('changed', performance.now() - beganMs)
      measured('recovered', await site.recovered())
    },
  },
  'firewall-unplugged': {
    what: 'the cable between manager and firewall is pulled for 1 min',
    edges: [LONDON],
    losses: 0,
    isLate: true,
    async inject({ site, scale, measured }) {
      const firewall = firewallOf(site)
      firewall.plug('down')
      await pause(scale === 'full' ? MINUTE : 4_000)
      firewall.plug('up')
      measured('recovered', await site.recovered())
    },
  },
  'firewall-silent': {
    what: 'the firewall drops every packet, both ways, for 1 min: both ends believe in their connection',
    edges: [LONDON],
    losses: 0,
    async inject({ site, scale, measured }) {
      const firewall = firewallOf(site)
      const beganMs = performance.now()
      firewall.silence(true)
      await eventually('the manager knows', async () => !(await site.isLinked(LONDON)))
      measured('noticed', performance.now() - beganMs)
      if (scale === 'full') await pause(MINUTE - (performance.now() - beganMs))
      firewall.silence(false)
      measured('recovered', await site.recovered())
    },
  },
} satisfies Readonly<Record<string, EdgeFault>>

function firewallOf(site: FaultSite): Firewall {
  const { firewall } = site.networks
  if (!firewall) throw new Error('there is no firewall')
  return firewall
}
