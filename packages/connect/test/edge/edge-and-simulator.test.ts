import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type BindState,
  type InboundPdu,
  type InboundVerdict,
  type ManagerPort,
  type OperationOrder,
  type SmscDefinition,
  type SmscId,
  type SubmitAnswer,
  type SubmitOrder,
  smscSettingsSchema,
} from '@smpp-connect/contracts'
import { Edge } from '@smpp-connect/edge'
import { seededRandom, silentLog } from '@smpp-connect/kernel'
import { Simulator } from '@smpp-connect/simulator'
import { eventually, VirtualClock } from '@smpp-connect/testkit'

const ACCOUNT = { systemId: 'shop', password: 'secret' }

/** Notes what it is told. */
class Notes implements ManagerPort {
  readonly answered: SubmitAnswer[] = []
  readonly binds = new Map<string, BindState>()
  credit = 0
  grantCredit(_: SmscId, count: number): void {
    this.credit += count
  }
  revokeCredit(_: SmscId, count: number): void {
    this.credit -= count
  }
  async answers(batch: readonly SubmitAnswer[]): Promise<void> {
    this.answered.push(...batch)
  }
  async deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    return batch.map(() => ({ kind: 'stored' }))
  }
  bindChanged(state: BindState): void {
    this.binds.set(`${state.bindType} ${state.number}`, state)
  }
  get bound(): number {
    return [...this.binds.values()].filter(({ status }) => status === 'bound').length
  }
}

/** An edge and a simulator with sockets between them, on a clock of their own. */
class World {
  readonly clock = new VirtualClock()
  readonly manager = new Notes()
  readonly simulator: Simulator
  readonly edge: Edge
  #version = 0

  constructor(maxBinds: number) {
    const { clock } = this
    const accounts = [{ ...ACCOUNT, maxBinds }]
    this.simulator = new Simulator({ port: 0, accounts, clock, random: seededRandom(7), receiptDelayMs: 60_000 })
    this.edge = new Edge({ manager: this.manager, clock, random: seededRandom(1), log: silentLog })
  }

  static async start(maxBinds: number, given: Partial<SmscDefinition>): Promise<World> {
    const world = new World(maxBinds)
    await world.simulator.start()
    await world.edge.start()
    await world.define(given)
    return world
  }

  async define(given: Partial<SmscDefinition>): Promise<void> {
    const { host, port } = this.simulator.address()
    const settings = smscSettingsSchema.parse({ name: 'Test', host, port, ...ACCOUNT, defaultSender: '60777' })
    const version = ++this.#version
    await this.edge.applyDefinitions([
      { ...settings, id: 'smsc_test', version, createdAtMs: 0, updatedAtMs: 0, ...given },
    ])
  }

  submit(count: number): void {
    this.manager.credit -= count
    this.edge.submit(Array.from({ length: count }, (_, index) => orderTo(index)))
  }

  until(what: string, probe: () => boolean): Promise<true> {
    return eventually(what, async () => {
      await this.clock.advance(20)
      return probe() || undefined
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = Promise.all([this.edge.stop(), this.simulator.stop()]).then(() => true)
    let isStopped = false
    void stopped.then(() => {
      isStopped = true
    })
    await this.until('all has stopped', () => isStopped)
  }
}

const SENDER = { ton: 0, npi: 0, address: '60777' }
const personOf = (index: number) => ({ ton: 1, npi: 1, address: `4477009${String(index).padStart(5, '0')}` })

function orderTo(index: number): SubmitOrder {
  return {
    part: { messageId: `msg_${index}`, number: 1 },
    attempt: 1,
    smscId: 'smsc_test',
    messageClass: 'bulk',
    serviceType: '',
    source: SENDER,
    destination: personOf(index),
    esmClass: 0,
    protocolId: 0,
    priorityFlag: 0,
    scheduleDeliveryTime: '',
    validityPeriod: '',
    registeredDelivery: 1,
    replaceIfPresent: false,
    dataCoding: 0,
    shortMessage: Buffer.from(`Text ${index}`),
    tlvs: [{ tag: 0x0204, value: Uint8Array.of(0, index) }],
  }
}

describe('an edge against the simulator', () => {
  it('never holds more binds than the account allows, whatever changes', async () => {
    await using world = await World.start(3, { bindCount: 3 })
    await world.until('three are bound', () => world.manager.bound === 3)
    const changes: readonly Partial<SmscDefinition>[] = [
      { bindCount: 3, systemType: 'VMA' },
      { bindCount: 1, systemType: 'VMA' },
      { bindCount: 3, systemType: 'VMA' },
      { bindCount: 3, systemType: 'other' },
      { bindCount: 2, systemType: 'other', windowSize: 50 },
    ]
    for (const [at, change] of changes.entries()) {
      world.submit(5)
      await world.define(change)
      await world.until('it is carried out', () => {
        const bound = [...world.manager.binds.values()].filter(({ status }) => status === 'bound')
        return bound.length === change.bindCount && bound.every(({ definitionVersion }) => definitionVersion === at + 2)
      })
    }
    assert.equal(world.simulator.ledger.mostBound.get('shop'), 3)
    assert.equal(world.simulator.ledger.counters.refusedBinds, 0)
  })

  it('spreads orders over them, and each is taken once', async () => {
    await using world = await World.start(3, { bindCount: 3, windowSize: 20 })
    await world.until('three are bound', () => world.manager.credit === 75)
    world.submit(60)
    await world.until('all are answered', () => world.manager.answered.length === 60)
    assert.deepEqual(
      world.simulator.status().sessions.map(({ received }) => received),
      [20, 20, 20],
    )
    assert.deepEqual(world.simulator.ledger.repeated(), [])
    assert.equal([...world.simulator.ledger.submits()].length, 60)
  })

  it('asks about a message, replaces it, cancels it, and is told so', async () => {
    await using world = await World.start(1, {})
    await world.until('it is bound', () => world.manager.bound === 1)
    world.submit(1)
    await world.until('it is answered', () => world.manager.answered.length === 1)
    const { outcome } = world.manager.answered[0]!
    assert.ok(outcome.kind === 'answered')
    const { smscMessageId } = outcome
    const about = {
      smscId: 'smsc_test',
      smscMessageId,
      source: SENDER,
      destination: personOf(0),
      serviceType: '',
    } as const
    const ask = async (order: OperationOrder) => {
      const asked = world.edge.operate(order)
      let isAnswered = false
      void asked.then(() => {
        isAnswered = true
      })
      await world.until(`${order.kind} is answered`, () => isAnswered)
      return asked
    }
    const query = { ...about, kind: 'query' } as const
    assert.deepEqual(await ask(query), { kind: 'state', messageState: 1, finalDate: '', errorCode: 0 })
    const replace = {
      ...about,
      kind: 'replace',
      scheduleDeliveryTime: '',
      validityPeriod: '',
      registeredDelivery: 0,
    } as const
    assert.deepEqual(await ask({ ...replace, shortMessage: Buffer.from('Better so') }), { kind: 'done' })
    const [taken] = [...world.simulator.ledger.submits()]
    assert.equal(Buffer.from(taken?.octets ?? []).toString(), 'Better so')
    assert.deepEqual(await ask({ ...about, kind: 'cancel' }), { kind: 'done' })
    const after = await ask(query)
    assert.equal(after.kind === 'state' && after.messageState, 4)
    assert.deepEqual(await ask({ ...about, kind: 'cancel' }), { kind: 'refused', status: 0x11 })
    assert.deepEqual(await ask({ ...query, smscMessageId: '999999' }), { kind: 'refused', status: 0x0c })
  })
})
