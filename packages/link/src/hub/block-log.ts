import type { BlockedPair } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'

interface Block {
  readonly number: number
  readonly pairs: readonly BlockedPair[]
}

/** So many pairs are kept for an edge that is away; with more it is told to give back everything. */
const MOST_PAIRS = 20_000

/**
 * What was blocked and the edge has not confirmed. Told at once; on a new connection told again, before any orders. A new
 * process of the edge has nothing that could be taken back, so nothing is kept for it.
 */
export class BlockLog implements FrameSource {
  #blocks: Block[] = []
  #cursor = 0
  #number = 0
  #pairs = 0
  #everything = false

  get unconfirmed(): number {
    return this.#everything ? Number.POSITIVE_INFINITY : this.#pairs
  }

  add(pairs: readonly BlockedPair[]): void {
    if (pairs.length === 0) return
    this.#number += 1
    this.#pairs += pairs.length
    this.#blocks.push({ number: this.#number, pairs })
    if (this.#pairs <= MOST_PAIRS) return
    // One frame that stands for all of them.
    this.#everything = true
    this.#blocks = [{ number: this.#number, pairs: [] }]
    this.#pairs = 0
    this.#cursor = 0
  }

  /** A connection begins. */
  resume(sameProcess: boolean): void {
    this.#cursor = 0
    if (!sameProcess) this.confirmed(this.#number)
  }

  confirmed(through: number): void {
    while (this.#blocks[0] && this.#blocks[0].number <= through) {
      const { pairs } = this.#blocks.shift() as Block
      this.#pairs -= pairs.length
      this.#cursor = Math.max(0, this.#cursor - 1)
    }
    if (this.#blocks.length === 0) {
      this.#everything = false
      this.#pairs = 0
    }
  }

  next(): Outgoing | undefined {
    const block = this.#blocks[this.#cursor]
    if (!block) return undefined
    this.#cursor += 1
    const everything = this.#everything && this.#cursor === 1
    const pairs = block.pairs.map(({ source, destination }) => ({
      $typeName: 'connect.link.v1.Pair' as const,
      destination,
      ...(source !== null && { source }),
    }))
    const { number } = block
    return { kind: { case: 'blocks', value: { $typeName: 'connect.link.v1.Blocks', number, pairs, everything } } }
  }
}
