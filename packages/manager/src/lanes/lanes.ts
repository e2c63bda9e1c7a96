import type { BlockedPair, EdgePort, SmscId } from '@smpp-connect/contracts'
import { Lane, type LaneParts } from './lane.ts'

export type LanesParts = Omit<LaneParts, 'smscId' | 'definition' | 'edge'> & {
  readonly edge: Pick<EdgePort, 'submit' | 'block'>
  readonly definition: (smscId: SmscId) => ReturnType<LaneParts['definition']>
}

/** All lanes, one for each SMSC, made when they are first asked for. */
export class Lanes {
  readonly #parts: LanesParts
  readonly #lanes = new Map<SmscId, Lane>()

  constructor(parts: LanesParts) {
    this.#parts = parts
  }

  of(smscId: SmscId): Lane {
    return this.#lanes.get(smscId) ?? this.#open(smscId)
  }

  #open(smscId: SmscId): Lane {
    const lane = new Lane({ ...this.#parts, smscId, definition: () => this.#parts.definition(smscId) })
    this.#lanes.set(smscId, lane)
    return lane
  }

  wake(smscIds: Iterable<SmscId>): void {
    for (const smscId of smscIds) this.of(smscId).wake()
  }

  /** So many parts for each of these are about to be accepted. See `Lane.follow`. */
  follow(parts: ReadonlyMap<SmscId, number>): void {
    for (const [smscId, count] of parts) this.of(smscId).follow(count)
  }

  /**
   * Takes back from the Sender what is there for these pairs and has not left. A lease that is under way may hold parts
   * from before; they are taken back as soon as they are there.
   */
  takeBack(pairs: readonly BlockedPair[]): void {
    const { edge } = this.#parts
    edge.block(pairs)
    for (const lane of this.#lanes.values()) lane.whenHandedOver(() => edge.block(pairs))
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.stop()))
  }
}
