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
    answer(WINDOW, 'more')
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
    answer(WINDOW, 'more')
    await settle()
    note('second')
    answer(2)
    await settle()
    note('never: nothing is under way')
    assert.deepEqual(happened.slice(2), ['handed over 500', 'first', 'handed over 2', 'second'])
  })

  it('lets it go behind all leases that were under way, and not behind later ones', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(WINDOW + 3)
    lane.follow(3)
    await nextTurn()
    lane.whenHandedOver(() => happened.push('behind both'))
    answer(WINDOW, 'more')
    await settle()
    lane.grant(1)
    lane.follow(9)
    await nextTurn()
    answer(3)
    await settle()
    assert.deepEqual(happened, [
      'asked for 500',
      'asked for 3',
      'handed over 500',
      'asked for 1',
      'handed over 3',
      'behind both',
    ])
  })

  it('asks for what is about to be accepted at the end of the turn, once, and not behind the lease under way', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(2)
    answer(0, 'none')
    await settle()
    lane.follow(1)
    lane.follow(1)
    assert.deepEqual(happened, ['asked for 2'])
    await nextTurn()
    assert.deepEqual(happened, ['asked for 2', 'asked for 2'])
    lane.grant(WINDOW)
    lane.follow(4)
    await nextTurn()
    assert.deepEqual(happened, ['asked for 2', 'asked for 2', 'asked for 4'])
  })

  it('asks for what was accepted while there was no credit as soon as there is some again', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(2)
    lane.follow(1)
    await nextTurn()
    assert.deepEqual(happened, ['asked for 2'])
    answer(1, 'none')
    await settle()
    assert.deepEqual(happened, ['asked for 2', 'asked for 1', 'handed over 1'])
  })

  it('asks for nothing for credit alone where nothing is queued, until somebody says that something may be', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(2)
    answer(1, 'none')
    await settle()
    lane.grant(1)
    assert.deepEqual(happened, ['asked for 2', 'handed over 1'])
    lane.wake()
    assert.deepEqual(happened, ['asked for 2', 'handed over 1', 'asked for 2'])
  })

  it('asks now and then for credit where what is queued is to wait', async () => {
    const { lane, happened, answer, clock } = laneAtWork()
    lane.grant(2)
    answer(1, 'later')
    await settle()
    lane.grant(1)
    await clock.advance(49)
    lane.grant(1)
    assert.deepEqual(happened, ['asked for 2', 'handed over 1'])
    await clock.advance(1)
    lane.grant(1)
    assert.deepEqual(happened, ['asked for 2', 'handed over 1', 'asked for 4'])
  })

  it('does not believe a lease that nothing is queued, when somebody said otherwise since it was asked for', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(2)
    lane.wake()
    answer(0, 'none')
    await settle()
    assert.deepEqual(happened, ['asked for 2', 'asked for 2'])
  })

  it('ends when all that is under way is handed over', async () => {
    const { lane, happened, answer } = laneAtWork()
    lane.grant(WINDOW + 1)
    lane.follow(1)
    await nextTurn()
    const stopping = lane.stop().then(() => happened.push('stopped'))
    answer(WINDOW, 'more')
    await settle()
    answer(1, 'more')
    await stopping
    assert.deepEqual(happened.slice(2), ['handed over 500', 'handed over 1', 'stopped'])
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

  it('asks once a second while leases fail, however much is accepted or tried meanwhile', async () => {
    const { lane, happened, fail, clock } = laneAtWork()
    lane.grant(WINDOW + 2)
    lane.follow(2)
    await nextTurn()
    fail()
    fail()
    await settle()
    lane.wake()
    lane.follow(5)
    await nextTurn()
    await clock.advance(1_000)
    assert.deepEqual(happened, ['asked for 500', 'asked for 2', 'asked for 500'])
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
    answer: (count: number, rest: Lease['rest'] = 'later') =>
      asked.shift()?.resolve({ parts: Array.from({ length: count }, leased), rest }),
    fail: () => asked.shift()?.reject(new Error('the disk is full')),
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
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
