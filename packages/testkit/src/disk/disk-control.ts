import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/** What a disk can be made to do. The numbers are those of `enum fault` in shim.c. */
const FAULTS = {
  none: 0,
  /** Writes fail with ENOSPC, the first one after half of it. */
  'no-space': 1,
  /** Writes, truncations, renames and removals fail with EIO. */
  'write-error': 2,
  /** fsync and fdatasync fail with EIO; what they should have written out may be lost for good. */
  'sync-error': 3,
  /** Changes, and opening for them, fail with EROFS. */
  'read-only': 4,
  /** fsync and fdatasync take longer. */
  'slow-sync': 5,
  /** As `sync-error`, but for the write-ahead log of a database, which is synced as it should be. */
  'database-sync-error': 6,
} as const
export type DiskFault = keyof typeof FAULTS

/** Where a process can be killed by its disk. The numbers are those of `enum spot` in shim.c. */
const SPOTS = { 'log-sync': 1, change: 2 } as const
export type DiskSpot = keyof typeof SPOTS

const SIZE = 64
const UNLIMITED = 0xffff_ffff_ffff_ffffn

/**
 * The numbers that the shim and whoever steers it share: a small file that the shim has mapped, so that a change takes
 * effect with the next call, and what it counted can be read after the process was killed.
 */
export class DiskControl {
  readonly path: string
  readonly #descriptor: number

  constructor(path: string) {
    this.path = path
    this.#descriptor = openSync(path, 'a+')
    closeSync(this.#descriptor)
    this.#descriptor = openSync(path, 'r+')
    if (this.#read(SIZE - 8) === undefined) writeSync(this.#descriptor, Buffer.alloc(SIZE), 0, SIZE, 0)
  }

  /** From now on the disk does so, `times` times or until told otherwise. Counting of hits starts at 0. */
  setFault(fault: DiskFault, options: { readonly times?: number; readonly delayMs?: number } = {}): void {
    const { times, delayMs = 0 } = options
    // Off first, so that no call sees half of the new setting.
    this.#write(0, 0n)
    this.#write(8, times === undefined ? UNLIMITED : BigInt(times))
    this.#write(16, 0n)
    this.#write(24, BigInt(delayMs))
    this.#write(0, BigInt(FAULTS[fault]))
  }

  /** How often the fault struck since it was set. */
  get hits(): number {
    return Number(this.#read(16) ?? 0n)
  }

  /** The process dies when it comes to that spot for the nth time from now (1 is the next). */
  killAt(spot: DiskSpot, nth: number): void {
    this.#write(48, 0n)
    this.#write(56, 0n)
    this.#write(40, BigInt(nth))
    this.#write(32, BigInt(SPOTS[spot]))
  }

  /** Nobody dies, and counting starts at 0. */
  killNobody(): void {
    this.#write(32, 0n)
    this.#write(48, 0n)
    this.#write(56, 0n)
  }

  /** How often the process came to that spot since counting started. */
  passages(spot: DiskSpot): number {
    return Number(this.#read(spot === 'log-sync' ? 48 : 56) ?? 0n)
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #write(at: number, value: bigint): void {
    const octets = Buffer.alloc(8)
    octets.writeBigUInt64LE(value)
    writeSync(this.#descriptor, octets, 0, 8, at)
  }

  #read(at: number): bigint | undefined {
    const octets = Buffer.alloc(8)
    return readSync(this.#descriptor, octets, 0, 8, at) === 8 ? octets.readBigUInt64LE() : undefined
  }
}
