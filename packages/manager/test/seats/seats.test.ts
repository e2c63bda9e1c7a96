import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { GrantedSeat, Seat, SmscDefinition } from '@smpp-connect/contracts'
import { silentLog } from '@smpp-connect/kernel'
import { MemoryStore } from '@smpp-connect/store/memory'
import { VirtualClock } from '@smpp-connect/testkit'
import type { KnownEdge } from '../../src/seats/eligible.ts'
import { ALONE_FOR_MS, SETTLED_MS, Seats, SHARED_FOR_MS } from '../../src/seats/seats.ts'
import { definition } from '../definition.ts'

const SEAT: Seat = { smscId: 'smsc_test', bindType: 'transceiver' }

class World {
  readonly clock = new VirtualClock()
  readonly store = new MemoryStore()
  definition: SmscDefinition = definition({ edges: ['london', 'paris'] })
  edges: KnownEdge[] = []
  readonly poked: string[] = []
  readonly passed: string[] = []
  seats = this.#seats()

  static async start(): Promise<World> {
    const world = new World()
    await world.store.open()
    return world
  }

  #seats(): Seats {
    return new Seats({
      store: this.store,
      clock: this.clock,
      log: silentLog,
      definitions: () => [this.definition],
      edges: () => this.edges,
      poke: (edgeId) => this.poked.push(edgeId),
      passed: (edgeId) => this.passed.push(edgeId),
    })
  }

  up(edgeId: string, role: KnownEdge['role'] = 'edge'): void {
    this.#set({ edgeId, role, up: true, sinceMs: this.clock.nowMs() })
  }

  down(edgeId: string): void {
    this.#set({ edgeId, role: 'edge', up: false, sinceMs: this.clock.nowMs() })
  }

  #set(edge: KnownEdge): void {
    this.edges = [...this.edges.filter(({ edgeId }) => edgeId !== edge.edgeId), edge]
  }

  /** What the edge gets; it says that it holds the seat when told so. */
  ask(edgeId: string, holds = false, leaving = false): Promise<readonly GrantedSeat[]> {
    return this.seats.ask(edgeId, { holding: holds ? [SEAT] : [], leaving })
  }

  /** Another manager process over the same store. */
  async restart(): Promise<void> {
    this.seats = this.#seats()
    await this.seats.load()
  }
}

const held = (forMs: number, release = false): GrantedSeat[] => [{ ...SEAT, forMs, release }]

describe('who may hold binds', () => {
  it('is the first edge of the list that is there, and nobody else while it asks', async () => {
    const world = await World.start()
    world.up('paris')
    world.up('london')
    assert.deepEqual(await world.ask('paris'), [], 'london is there, and comes first')
    assert.deepEqual(await world.ask('london'), held(SHARED_FOR_MS))
    for (let second = 0; second < 20; second++) {
      await world.clock.advance(1_000)
      assert.deepEqual(await world.ask('london', true), held(SHARED_FOR_MS))
      assert.deepEqual(await world.ask('paris'), [])
    }
  })

  it('passes to the next when the time of a holder that is gone is over, to the millisecond', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    await world.ask('london')
    world.down('london')
    await world.clock.advance(SHARED_FOR_MS - 1)
    assert.deepEqual(await world.ask('paris'), [])
    await world.clock.advance(1)
    await world.seats.look()
    assert.deepEqual(world.poked, ['paris'])
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
    assert.deepEqual(world.passed, ['london'])
    // The first comes back: what it thinks that it holds is not its own any more.
    world.up('london')
    assert.deepEqual(await world.ask('london', true), [])
    await world.clock.advance(SETTLED_MS - 1)
    assert.deepEqual(await world.ask('paris', true), held(SHARED_FOR_MS))
    assert.deepEqual(await world.ask('london'), [])
    await world.clock.advance(1)
    assert.deepEqual(await world.ask('paris', true), held(SHARED_FOR_MS, true), 'london has settled')
    assert.deepEqual(await world.ask('london'), [], 'not before paris has let go')
    assert.deepEqual(await world.ask('paris'), [])
    assert.deepEqual(await world.ask('london'), held(SHARED_FOR_MS))
    assert.deepEqual(world.passed, ['london'], 'paris let go itself')
  })

  it('passes on when a holder is frozen, or its machine is gone, though its link looks alive for longer', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    await world.clock.advance(60_000)
    await world.ask('london')
    for (let second = 0; second < SHARED_FOR_MS / 1_000; second++) {
      assert.deepEqual(await world.ask('paris'), [])
      await world.clock.advance(1_000)
    }
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
    assert.deepEqual(world.passed, ['london'])
    await world.clock.advance(1_000)
    assert.deepEqual(await world.ask('paris', true), held(SHARED_FOR_MS), 'who does not ask takes nothing back')
  })

  it('passes to an edge that is made the better one at once, though it has not been there for long', async () => {
    const world = await World.start()
    world.seats.defined()
    world.up('london')
    await world.ask('london')
    await world.clock.advance(60_000)
    await world.ask('london', true)
    world.up('paris')
    await world.ask('paris')
    await world.clock.advance(1_000)
    assert.deepEqual(await world.ask('london', true), held(SHARED_FOR_MS))
    world.definition = definition({ edges: ['paris', 'london'], version: 2 })
    world.seats.defined()
    assert.deepEqual(await world.ask('london', true), held(SHARED_FOR_MS, true))
    // One that comes back afterwards has to settle all the same.
    assert.deepEqual(await world.ask('london'), [])
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
    world.definition = definition({ edges: ['london', 'paris'], version: 3 })
    world.seats.defined()
    await world.clock.advance(1_000)
    world.up('london')
    await world.ask('london')
    assert.deepEqual(await world.ask('paris', true), held(SHARED_FOR_MS))
  })

  it('is told to let go by a changed list, may go on writing until it has, and the next is told at once', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    await world.ask('london')
    world.definition = definition({ edges: ['paris'], version: 2 })
    for (let second = 0; second < 20; second++) {
      await world.clock.advance(1_000)
      assert.deepEqual(await world.ask('london', true), held(SHARED_FOR_MS, true))
      assert.deepEqual(await world.ask('paris'), [])
    }
    world.poked.length = 0
    assert.deepEqual(await world.ask('london'), [])
    assert.deepEqual(world.poked, ['paris'])
    assert.deepEqual(await world.ask('paris'), held(ALONE_FOR_MS))
  })

  it('is let go by an edge that is being stopped, and that gets nothing while it leaves', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    await world.ask('london')
    assert.deepEqual(await world.ask('london', true, true), held(SHARED_FOR_MS, true))
    assert.deepEqual(await world.ask('london', false, true), [])
    assert.deepEqual(await world.ask('london', false, true), [])
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
  })

  it('stays with the holder when the manager starts anew, for as long as it may have been told', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    await world.ask('london')
    world.down('london')
    await world.restart()
    await world.clock.advance(SHARED_FOR_MS - 1)
    assert.deepEqual(await world.ask('paris'), [])
    await world.clock.advance(1)
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
    await world.restart()
    assert.deepEqual(await world.ask('paris', true), held(SHARED_FOR_MS))
  })

  it('is not granted before that is durable, and not at all when it cannot be', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    const put = world.store.putDocument.bind(world.store)
    world.store.putDocument = async () => {
      throw new Error('the disk is full')
    }
    assert.deepEqual(await world.ask('london'), [])
    world.store.putDocument = put
    assert.deepEqual(await world.ask('london'), held(SHARED_FOR_MS))
    // Who holds it goes on without the store.
    world.store.putDocument = async () => {
      throw new Error('the disk is full')
    }
    assert.deepEqual(await world.ask('london', true), held(SHARED_FOR_MS))
  })

  it('has no end soon where no other may, and becomes shorter for its holder when another is allowed', async () => {
    const world = await World.start()
    world.definition = definition({ edges: ['london'] })
    world.up('london')
    world.up('paris')
    assert.deepEqual(await world.ask('london'), held(ALONE_FOR_MS))
    world.definition = definition({ edges: ['london', 'paris'], version: 2 })
    assert.deepEqual(await world.ask('london', true), held(SHARED_FOR_MS))
    // Whether london has heard of it nobody knows.
    world.down('london')
    await world.clock.advance(ALONE_FOR_MS - 1)
    assert.deepEqual(await world.ask('paris'), [])
    await world.clock.advance(1)
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
  })

  it('is waited for no longer than the holder may still use, also by a manager that starts anew', async () => {
    const world = await World.start()
    world.definition = definition({ edges: ['london'] })
    world.up('london')
    world.up('paris')
    await world.ask('london')
    world.definition = definition({ edges: ['london', 'paris'], version: 2 })
    for (let second = 0; second <= ALONE_FOR_MS / 1_000; second++) {
      await world.ask('london', true)
      await world.clock.advance(1_000)
    }
    await world.restart()
    world.down('london')
    world.up('paris')
    await world.clock.advance(SHARED_FOR_MS)
    assert.deepEqual(await world.ask('paris'), held(SHARED_FOR_MS))
  })

  it('is for a Sender and a Receiver apart one seat each; any edge, where none is named', async () => {
    const world = await World.start()
    world.definition = definition({ bindMode: 'transmitter-receiver' })
    world.up('a-receiver', 'receiver')
    world.up('b-sender', 'sender')
    world.up('c-both')
    const types = async (edgeId: string): Promise<string[]> => (await world.ask(edgeId)).map(({ bindType }) => bindType)
    assert.deepEqual(await types('c-both'), [], 'the others are there too, and free seats go by name')
    assert.deepEqual(await types('a-receiver'), ['receiver'])
    assert.deepEqual(await types('b-sender'), ['transmitter'])
    world.definition = definition({ bindMode: 'transmitter-receiver', enabled: false, version: 2 })
    assert.deepEqual(await types('a-receiver'), [])
  })

  it('is nobody whom no definition asks for, whatever an edge says that it holds', async () => {
    const world = await World.start()
    world.up('london')
    const stranger: Seat = { smscId: 'smsc_other', bindType: 'transceiver' }
    assert.deepEqual(
      await world.seats.ask('london', { holding: [stranger], leaving: false }),
      held(ALONE_FOR_MS).map((one) => ({ ...one, forMs: ALONE_FOR_MS })),
    )
  })

  it('lets go of what was deleted, in good order', async () => {
    const world = await World.start()
    world.up('london')
    world.up('paris')
    await world.ask('london')
    world.definition = definition({ id: 'smsc_new', edges: ['london', 'paris'] })
    const granted = await world.ask('london', true)
    assert.deepEqual(
      granted.find(({ smscId }) => smscId === SEAT.smscId),
      { ...SEAT, forMs: ALONE_FOR_MS, release: true },
    )
    assert.equal(
      (await world.ask('london')).some(({ smscId }) => smscId === SEAT.smscId),
      false,
    )
  })
})
