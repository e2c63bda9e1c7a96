import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from '@smpp-connect/kernel'
import type { DiskRecord } from './disk-trace.ts'
import { Octets } from './octets.ts'
import { type Change, endOf, FATES, type Fate, survivors } from './survivors.ts'

type NameChange =
  | { readonly kind: 'create'; readonly name: string; readonly file: FileState }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly name: string }

interface FileState {
  /** What is on the disk for certain. */
  readonly durable: Octets
  /** What was written since the last sync, oldest first. */
  pending: Change[]
  /** How many of the pending changes there were when a sync began, by its token. */
  readonly begun: Map<bigint, number>
}

/**
 * A disk as it may be found after the power went, rebuilt from a trace. It keeps what was synced, and of what was not:
 * nothing; everything; everything up to some write that is torn at a sector; some writes and others not; or some sectors
 * and others not, whatever they belong to. A file that grew over what was lost holds zeros there, or rubbish. Names (files
 * made, renamed, removed) are kept up to some point, as a journaling file system does, and for certain once their folder
 * was synced.
 *
 * After a sync that failed Linux forgets that the pages were to be written: a part of them is on the disk, and a later
 * sync that succeeds does not bring the rest. So what was pending then is kept or lost at once, and for good.
 */
export class PowerCutDisk {
  readonly #random: Random
  /** By the number of the inode: of those that are gone another file may have it now. */
  readonly #files = new Map<bigint, FileState>()
  readonly #durableNames = new Map<string, FileState>()
  #pendingNames: NameChange[] = []

  /** `random` decides what failed syncs bring; the same seed and trace give the same disk. */
  constructor(random: Random) {
    this.#random = random
  }

  /** The next thing that happened. */
  apply(record: DiskRecord): void {
    switch (record.kind) {
      case 'create': {
        const file: FileState = { durable: new Octets(), pending: [], begun: new Map() }
        this.#files.set(record.file, file)
        this.#pendingNames.push({ kind: 'create', name: record.name, file })
        break
      }
      case 'rename':
      case 'remove':
        this.#pendingNames.push(record)
        break
      case 'folder-synced':
        for (const change of this.#pendingNames) rename(this.#durableNames, change)
        this.#pendingNames = []
        break
      case 'write':
      case 'truncate':
        this.#file(record.file).pending.push(record)
        break
      case 'sync-begun': {
        const { begun, pending } = this.#file(record.file)
        begun.set(record.token, pending.length)
        break
      }
      case 'synced':
        for (const change of this.#settle(record.file, record.token)) make(this.#file(record.file).durable, change)
        break
      case 'sync-failed':
        keepSome(this.#file(record.file).durable, this.#settle(record.file, record.token), 'sectors', this.#random)
        break
      default:
        break
    }
  }

  /** The files after a power cut now, by name. Another cut at the same moment may find others. */
  cut(random: Random): ReadonlyMap<string, Uint8Array> {
    const names = new Map(this.#durableNames)
    const kept = Math.floor(random.fraction() * (this.#pendingNames.length + 1))
    for (const change of this.#pendingNames.slice(0, kept)) rename(names, change)
    const fate = FATES[Math.floor(random.fraction() * FATES.length)] ?? 'none'
    const found = new Map<string, Uint8Array>()
    for (const [name, { durable, pending }] of names) {
      const octets = durable.copy()
      keepSome(octets, pending, fate, random)
      found.set(name, octets.view())
    }
    return found
  }

  /** The changes that a sync has dealt with, taken out of the pending ones. */
  #settle(id: bigint, token: bigint): readonly Change[] {
    const file = this.#file(id)
    const count = file.begun.get(token) ?? 0
    file.begun.delete(token)
    const settled = file.pending.slice(0, count)
    file.pending = file.pending.slice(count)
    for (const [other, before] of file.begun) file.begun.set(other, Math.max(0, before - count))
    return settled
  }

  #file(id: bigint): FileState {
    const file = this.#files.get(id)
    if (!file) throw new Error(`the trace changes file ${id}, which it has not seen being made`)
    return file
  }
}

/** Writes what a cut left into a folder. The index of a log is no more: it lives in memory, and SQLite makes it anew. */
export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, octets] of files) {
    if (name.endsWith('-shm')) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), octets)
  }
}

function rename(names: Map<string, FileState>, change: NameChange): void {
  switch (change.kind) {
    case 'create':
      names.set(change.name, change.file)
      return
    case 'remove':
      names.delete(change.name)
      return
    case 'rename': {
      const file = names.get(change.from)
      names.delete(change.from)
      if (file !== undefined) names.set(change.to, file)
    }
  }
}

/** Puts on the disk what survives of the changes. */
function keepSome(disk: Octets, changes: readonly Change[], fate: Fate, random: Random): void {
  const { kept, lost } = survivors(changes, fate, random)
  if (random.fraction() < 0.5) {
    const grown = Math.max(disk.length, ...kept.map((change) => (change.kind === 'write' ? endOf(change) : 0)))
    for (const change of lost) {
      // Only where the file grows: elsewhere what was there before is still there.
      const from = Math.max(change.offset, disk.length)
      const until = Math.min(endOf(change), grown)
      if (from < until) kept.unshift({ kind: 'write', offset: from, data: Buffer.from(random.octets(until - from)) })
    }
  }
  for (const change of kept) make(disk, change)
}

function make(disk: Octets, change: Change): void {
  if (change.kind === 'write') disk.put(change.data, change.offset)
  else disk.resize(change.size)
}
