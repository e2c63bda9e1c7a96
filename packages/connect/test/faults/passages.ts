import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { KILL_POINT_NAMES, type KillPlan, type KillPoint } from './kill-points.ts'

const OCTETS = 4

/**
 * Counts how often a process came to each kill point, in a file that outlives it, and kills it at the planned one.
 */
export class Passages {
  readonly #descriptor: number
  readonly #plan: KillPlan | undefined
  readonly #counts = new Map<KillPoint, number>()

  constructor(path: string, plan: KillPlan | undefined) {
    this.#descriptor = openSync(path, 'w')
    this.#plan = plan
  }

  pass(point: KillPoint): void {
    if (this.comesTo(point)) this.kill()
  }

  /** Counts a passage; whether it is the planned one, for points where something has to be done before dying. */
  comesTo(point: KillPoint): boolean {
    const count = (this.#counts.get(point) ?? 0) + 1
    this.#counts.set(point, count)
    const octets = Buffer.alloc(OCTETS)
    octets.writeUInt32LE(count)
    writeSync(this.#descriptor, octets, 0, OCTETS, KILL_POINT_NAMES.indexOf(point) * OCTETS)
    return this.#plan?.point === point && this.#plan.nth === count
  }

  kill(): never {
    process.kill(process.pid, 'SIGKILL')
    throw new Error('a process outlived its own kill')
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** What a process counted, also one that was killed. */
export function readPassages(path: string): ReadonlyMap<KillPoint, number> {
  const octets = readFileSync(path)
  return new Map(
    KILL_POINT_NAMES.map((point, index) => {
      const at = index * OCTETS
      return [point, at + OCTETS <= octets.length ? octets.readUInt32LE(at) : 0] as const
    }),
  )
}
