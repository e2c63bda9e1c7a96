import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ANNA, ConsentWorld, SHOP, SMSC } from './consent-world.ts'

const PEOPLE = ['+447700900123', '+447700900124'] as const
const ADDRESSES = ['60777', '60778'] as const

type Step =
  | { readonly do: 'send'; readonly who: number; readonly from: number; readonly inSeconds: number }
  | { readonly do: 'text'; readonly who: number; readonly to: number; readonly text: string }
  | { readonly do: 'record' | 'withdraw'; readonly who: number; readonly ours: number | null }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'refuse' }
  | { readonly do: 'lose' }

const who = fc.nat(PEOPLE.length - 1)
const address = fc.nat(ADDRESSES.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who,
      from: address,
      inSeconds: fc.constantFrom(0, 0, 0, 3, 20),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('text' as const),
      who,
      to: address,
      text: fc.constantFrom('STOP', 'STOP', 'START', 'Yes', 'HELP', 'Hello', 'please stop'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('record' as const, 'withdraw' as const),
      who,
      ours: fc.option(address),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2_500) }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'refuse' as const }, { do: 'lose' as const }) },
)
const run = fc.record({ seed: fc.nat(), storeMs: fc.nat(60), steps: fc.array(step, { minLength: 4, maxLength: 40 }) })

/** Carries the steps out; how many orders were handed to the Sender or written more than a second after an opt-out. */
async function late(
  { seed, storeMs, steps }: { readonly seed: number; readonly storeMs: number; readonly steps: readonly Step[] },
  isDeaf: boolean,
): Promise<number> {
  const world = await ConsentWorld.start({ seed, storeMs, everyMs: 400 })
  world.edge.isDeaf = isDeaf
  await world.bound(8)
  const { useCases } = world.manager
  const under: Promise<unknown>[] = []
  for (const one of steps) {
    switch (one.do) {
      case 'send': {
        const sendAt = one.inSeconds > 0 && {
          sendAt: new Date(world.clock.nowMs() + one.inSeconds * 1_000).toISOString(),
        }
        const message = { to: PEOPLE[one.who] as string, from: ADDRESSES[one.from] as string, text: 'Hello', ...sendAt }
        under.push(useCases.send(SHOP, message))
        break
      }
      case 'text': {
        const source = { ton: 1, npi: 1, address: (PEOPLE[one.who] as string).slice(1) }
        const destination = { ton: 0, npi: 0, address: ADDRESSES[one.to] as string }
        under.push(world.manager.deliver([world.pdu(one.text, { source, destination })]))
        break
      }
      case 'record':
        under.push(useCases.optOut(ANNA, { person: PEOPLE[one.who] as string, from: oursOf(one.ours) }))
        break
      case 'withdraw':
        under.push(useCases.withdrawOptOut(ANNA, PEOPLE[one.who] as string, oursOf(one.ours) ?? undefined))
        break
      case 'wait':
        await world.clock.advance(one.ms)
        break
      case 'refuse':
        world.edge.outcomes.push({ kind: 'refused', status: 0x14 })
        break
      case 'lose':
        world.manager.revokeCredit(SMSC, 8)
        world.bind('waiting')
        await world.clock.advance(100)
        await world.bound(8)
        break
    }
  }
  await world.clock.advance(30_000)
  await Promise.all(under)
  const count = (await world.late()).length
  await world.stop()
  return count
}

const oursOf = (ours: number | null): string | null => (ours === null ? null : (ADDRESSES[ours] as string))

describe('no order is handed to the Sender, or leaves it, more than a second after an opt-out', () => {
  it('however sending, answering, recording, refusals and lost binds interleave', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (given) => (await late(given, false)) === 0),
      { numRuns: 150 },
    )
  })

  it('would be broken if the Sender gave nothing back, and this would show it', async () => {
    const details = await fc.check(
      fc.asyncProperty(run, async (given) => (await late(given, true)) === 0),
      { numRuns: 400, seed: 2, endOnFailure: true },
    )
    assert.equal(details.failed, true)
  })
})
