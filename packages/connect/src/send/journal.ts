import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { MessageState } from '@smpp-connect/contracts'
import { z } from 'zod'
import { readOctets } from './read-octets.ts'
import { decodeUtf8, splitLines } from './rows/text-stream.ts'

/**
 * The memory of one run: a file that only grows, one JSON object a line. It holds line numbers, ids and counts, never a
 * text or a number. The head is on the disk before the first request, because the idempotency keys come from its run id:
 * whatever is lost after that, the same batches go out under the same keys.
 */
const headSchema = z.object({
  kind: z.literal('run'),
  runId: z.uuid(),
  startedAt: z.iso.datetime(),
  file: z.string(),
  server: z.string(),
  batchSize: z.int(),
})
export type RunHead = z.infer<typeof headSchema>

/** A batch is about to be handed over for the first time. */
const triedSchema = z.object({ kind: z.literal('tried'), batch: z.int(), at: z.iso.datetime() })

/** The server's answer to a batch. `refused` holds line, code and reason of each message that was not accepted. */
const handedOverSchema = z.object({
  kind: z.literal('handed-over'),
  batch: z.int(),
  ids: z.array(z.string()),
  parts: z.int(),
  gsm7: z.int(),
  ucs2: z.int(),
  refused: z.array(z.tuple([z.int(), z.string(), z.string()])),
})
export type HandedOver = z.infer<typeof handedOverSchema>

/** A batch of which nobody knows any more whether it was accepted, and which the person chose to leave out. */
const skippedSchema = z.object({ kind: z.literal('skipped'), batch: z.int(), rows: z.int() })

/** All accepted messages of a batch are final, and how many are in which state. */
const settledSchema = z.object({
  kind: z.literal('settled'),
  batch: z.int(),
  states: z.record(z.string(), z.int()),
})
export type Settled = z.infer<typeof settledSchema>

/** Everything is handed over; or everything is final too. */
const milestoneSchema = z.object({ kind: z.enum(['all-handed-over', 'all-settled']), at: z.iso.datetime() })

const entrySchema = z.discriminatedUnion('kind', [
  headSchema,
  triedSchema,
  handedOverSchema,
  skippedSchema,
  settledSchema,
  milestoneSchema,
])
export type JournalEntry = z.infer<typeof entrySchema>

/** States that a message of a run can end in, as far as the run knows: `unknown` when the server does not have it. */
export type RunState = MessageState | 'unknown'

export interface JournalKey {
  /** SHA-256 of the file, hexadecimal. */
  readonly fileHash: string
  /** SHA-256 of everything else that makes a run another run. */
  readonly optionsHash: string
}

function journalName(key: JournalKey): string {
  return `${key.fileHash.slice(0, 16)}-${key.optionsHash.slice(0, 16)}.jsonl`
}

/** The journal of one run. Appends are synchronous and in order; a torn last line is no line. */
export class RunJournal {
  readonly path: string
  readonly head: RunHead
  #descriptor: number

  private constructor(path: string, head: RunHead, descriptor: number) {
    this.path = path
    this.head = head
    this.#descriptor = descriptor
  }

  /** The journal of a run that was begun before, or undefined. */
  static resume(folder: string, key: JournalKey): RunJournal | undefined {
    const path = join(folder, journalName(key))
    const head = readHead(path)
    if (!head) return undefined
    const descriptor = openSync(path, 'a+', 0o600)
    if (!endsWithLineFeed(descriptor)) writeSync(descriptor, '\n')
    return new RunJournal(path, head, descriptor)
  }

  /**
   * A new journal; its head is durable when this returns. Undefined when there is one already: another process was
   * quicker, and its run is to be resumed.
   */
  static begin(folder: string, key: JournalKey, head: RunHead): RunJournal | undefined {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, journalName(key))
    // A head that was never finished: nothing can have been sent under it.
    if (existsSync(path) && !readHead(path)) rmSync(path)
    let descriptor: number
    try {
      descriptor = openSync(path, 'ax+', 0o600)
    } catch (failure) {
      if (failure instanceof Error && 'code' in failure && failure.code === 'EEXIST') return undefined
      throw failure
    }
    writeSync(descriptor, `${JSON.stringify(head)}\n`)
    fsyncSync(descriptor)
    syncFolder(folder)
    return new RunJournal(path, head, descriptor)
  }

  /** Forgets a run, so that it can be begun anew. */
  static forget(folder: string, key: JournalKey): void {
    rmSync(join(folder, journalName(key)), { force: true })
  }

  append(entry: JournalEntry): void {
    writeSync(this.#descriptor, `${JSON.stringify(entry)}\n`)
  }

  /** All entries so far, the head first. Lines that are none (torn by a crash) are left out. */
  async *entries(): AsyncGenerator<JournalEntry> {
    const handle = await open(this.path, 'r')
    try {
      for await (const line of splitLines(decodeUtf8(readOctets(handle)))) {
        const entry = parseEntry(line)
        if (entry) yield entry
      }
    } finally {
      await handle.close()
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** Other runs of the same file: begun with other options and not handed over to the end. */
export function unfinishedRuns(folder: string, key: JournalKey): readonly RunHead[] {
  if (!existsSync(folder)) return []
  const own = journalName(key)
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${key.fileHash.slice(0, 16)}-`) && name.endsWith('.jsonl') && name !== own)
    .filter((name) => !readFileSync(join(folder, name), 'utf8').includes('{"kind":"all-handed-over"'))
    .map((name) => readHead(join(folder, name)))
    .filter((head) => head !== undefined)
}

const MAX_HEAD_OCTETS = 64 * 1024

function readHead(path: string): RunHead | undefined {
  if (!existsSync(path)) return undefined
  const descriptor = openSync(path, 'r')
  try {
    const start = Buffer.alloc(MAX_HEAD_OCTETS)
    const text = start.subarray(0, readSync(descriptor, start, 0, start.length, 0)).toString('utf8')
    const end = text.indexOf('\n')
    const entry = end < 0 ? undefined : parseEntry(text.slice(0, end))
    return entry?.kind === 'run' ? entry : undefined
  } finally {
    closeSync(descriptor)
  }
}

function parseEntry(line: string): JournalEntry | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  return entrySchema.safeParse(value).data
}

function endsWithLineFeed(descriptor: number): boolean {
  const { size } = fstatSync(descriptor)
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 10)
}

/** Makes a new name in a folder durable; not possible on Windows, where it is not needed either. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
