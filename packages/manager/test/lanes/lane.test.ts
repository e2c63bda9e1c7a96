import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import type { Lease, LeasedPart, Store } from '@smpp-connect/store'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { Lane } from '../../src/lanes/lane.ts'
import { definition } from '../definition.ts'
import { SMSC } from '../world.ts'

const WINDOW = 500

describe('a lane', () => {
  it('asks for the next lease before it hands over what the last one brought', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(WINDOW + 2)
    answer(WINDOW)
    await settle()
    answer(2)
    await settle()
    assert.deepEqual(happened, ['asked for 500', 'asked for 2', 'handed over 500', 'handed over 2'])
  })

  it('lets what may not wait go behind the lease that was under way when it came', async () => {
    const { lane, happened, answer } = laneAtWork()
    const note = (what: string): void => lane.whenHandedOver(() => happened.push(what))
    lane.grant(WINDOW + 2)
    note('first')
    answer(WINDOW)
    await settle()
    note('second')
    answer(2)
    await settle()
    note('never: nothing is under way')
    assert.deepEqual(happened.slice(2), ['handed over 500', 'first', 'handed over 2', 'second'])
  })

  it('lets it go also where the lease failed, and asks again a second later', async () => {
    const { lane, happened, answer, fail, clock } = laneAtWork()
    lane.grant(2)
    lane.whenHandedOver(() => happened.push('behind it'))
    fail()
    await settle()
    assert.equal(lane.credit, 2)
    await clock.advance(1_000)
    answer(2)
    await settle()
    assert.deepEqual(happened, ['asked for 2', 'behind it', 'asked for 2', 'handed over 2'])
  })
})

/** A lane whose store answers when the test says so. */
function laneAtWork() {
  const happened: string[] = []
  const asked: { readonly resolve: (lease: Lease) => void; readonly reject: (failure: Error) => void }[] = []
  const clock = new VirtualClock()
  const store = {
    lease({ limit }: { readonly limit: number }): Promise<Lease> {
      happened.push(`asked for ${limit}`)
      return new Promise((resolve, reject) => asked.push({ resolve, reject }))
    },
  } as Pick<Store, 'lease'> as Store
  const edge = { submit: (orders: readonly unknown[]) => void happened.push(`handed over ${orders.length}`) }
  const lane = new Lane({ smscId: SMSC, store, edge, clock, log: silentLog, definition: () => definition() })
  return {
    lane,
    clock,
    happened,
    answer: (count: number) => asked.shift()?.resolve({ parts: Array.from({ length: count }, leased), more: false }),
    fail: () => asked.shift()?.reject(new Error('the disk is full')),
  }
}

function leased(_: unknown, index: number): LeasedPart {
  return {
    part: { messageId: `msg_${index}`, number: 1 },
    attempt: 1,
    failedBefore: 0,
    smscId: SMSC,
    messageClass: 'transactional',
    wire: {
      source: { ton: 5, npi: 0, address: 'Shop' },
      destination: { ton: 1, npi: 1, address: '447700900001' },
      serviceType: '',
      protocolId: 0,
      priorityFlag: 0,
      registeredDelivery: 1,
      replaceIfPresent: false,
      dataCoding: 0,
      validity: 'relative',
      scheduleAtMs: null,
    },
    esmClass: 0,
    shortMessage: new Uint8Array([0x48, 0x69]),
    tlvs: [],
    userMessageReference: index,
    expiresAtMs: 86_400_000,
  }
}
