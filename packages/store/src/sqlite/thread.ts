import { Worker } from 'node:worker_threads'
import type { ConnectEvent } from '@smpp-connect/contracts'
import { StoreUnavailable, type WriteAheadLog } from '../port.ts'
import type { WriteSettings } from './database.ts'
import { errorOf, type Failure } from './failure.ts'
import { keepOf, type PackedEvents, packArguments, unpackEvents, unpackResult } from './packing/index.ts'
import type { Call, Reply } from './writer.ts'

export interface WorkerSettings extends WriteSettings {
  readonly role: 'writer' | 'reader'
  readonly directory: string
  /** Shared with a writer: how many listen to events. While there are none, events do not cross. */
  readonly listeners?: Int32Array<SharedArrayBuffer>
}
export type ToWorker = { readonly kind: 'calls'; readonly calls: readonly Call[] } | { readonly kind: 'close' }
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly replies: readonly Reply[]; readonly events: readonly PackedEvents[] }
  | { readonly kind: 'log'; readonly log: WriteAheadLog }

/** Who hears what a writer says besides its answers. */
export interface Hearers {
  readonly events: (events: () => readonly ConnectEvent[]) => void
  readonly log: (log: WriteAheadLog) => void
}

/** Beside this file, with the ending that this file has: sources run as they are, and built they end differently. */
const WORKER = new URL(`./worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url)

/** Objects live for a transaction at most. Left to itself, each thread lets more of them gather than all else takes. */
const MOST_YOUNG_MB = { writer: 16, reader: 8 } as const

interface Pending {
  readonly name: string
  readonly kept: unknown
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/**
 * When a call crosses: when the callback in which it was made is over, or at the end of the turn of the event loop, together
 * with those of other callbacks. To cross costs the two threads 10 µs, so that what many requests ask for one by one, which
 * had better be done together anyway, waits. What was gathered before it is asked for does not.
 */
export type Crossing = 'after-callback' | 'after-turn'

/**
 * A worker thread seen from the thread that uses it. Calls cross in the order in which they were made, and none before those
 * that wait for the end of the turn. Every call ends exactly once: when the thread dies, all that are open are rejected and
 * say so.
 */
export class Thread {
  readonly #worker: Worker
  readonly #hearers: Hearers | undefined
  readonly #pending = new Map<number, Pending>()
  readonly #ended: Promise<void>
  #toPost: Call[] = []
  /** What is going to post them. */
  #willPost: Crossing | undefined
  #lastId = 0
  /** Why it takes no more calls. */
  #gone: string | undefined

  /** Resolves when the thread is ready; rejects with `StoreUnavailable` when it cannot do its work. */
  static async start(settings: WorkerSettings, hearers?: Hearers, entry: URL = WORKER): Promise<Thread> {
    const worker = new Worker(entry, {
      workerData: settings,
      name: `store ${settings.role}`,
      resourceLimits: { maxYoungGenerationSizeMb: MOST_YOUNG_MB[settings.role] },
    })
    const thread = new Thread(worker, hearers)
    await thread.#ready()
    return thread
  }

  private constructor(worker: Worker, hearers: Hearers | undefined) {
    this.#worker = worker
    this.#hearers = hearers
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()))
  }

  call<Result>(name: string, args: readonly unknown[], crossing: Crossing = 'after-callback'): Promise<Result> {
    if (this.#gone !== undefined) return Promise.reject(new StoreUnavailable(this.#gone))
    return new Promise<Result>((resolve, reject) => {
      const call = { id: this.#lastId + 1, name, args: packArguments(name, args) }
      this.#lastId = call.id
      this.#toPost.push(call)
      this.#postAt(crossing)
      this.#pending.set(call.id, { name, kept: keepOf(name, args), resolve, reject })
    })
  }

  /** Lets what was asked for end, then ends the thread. */
  async close(): Promise<void> {
    this.#post()
    this.#gone ??= 'it is closed'
    this.#tell({ kind: 'close' })
    await this.#ended
  }

  async #ready(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.kind === 'done') this.#done(message.replies, message.events)
        else if (message.kind === 'log') this.#hearers?.log(message.log)
        else if (message.kind === 'ready') resolve()
        else reject(errorOf(message.failure))
      })
      this.#worker.once('error', (error) => {
        this.#fail(`its thread stopped: ${error instanceof Error ? error.message : String(error)}`)
        reject(error)
      })
      this.#worker.once('messageerror', (error) => {
        this.#fail(`what its thread said cannot be read: ${error.message}`)
        void this.#worker.terminate()
      })
      this.#worker.once('exit', () => {
        this.#fail('its thread ended')
        reject(new StoreUnavailable('its thread ended before it was ready'))
      })
    })
  }

  #postAt(crossing: Crossing): void {
    if (this.#willPost === crossing || this.#willPost === 'after-callback') return
    this.#willPost = crossing
    if (crossing === 'after-callback') queueMicrotask(() => this.#post())
    else setImmediate(() => this.#post())
  }

  #post(): void {
    this.#willPost = undefined
    const calls = this.#toPost
    if (calls.length === 0) return
    this.#toPost = []
    try {
      this.#tell({ kind: 'calls', calls })
    } catch {
      // One of them cannot be copied to the thread. Nothing was sent: send each alone, so that only that one fails.
      for (const call of calls) this.#postAlone(call)
    }
  }

  #postAlone(call: Call): void {
    try {
      this.#tell({ kind: 'calls', calls: [call] })
    } catch (failure) {
      this.#pending.get(call.id)?.reject(failure instanceof Error ? failure : new Error(String(failure)))
      this.#pending.delete(call.id)
    }
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #done(replies: readonly Reply[], events: readonly PackedEvents[]): void {
    for (const packed of events) this.#hearers?.events(() => unpackEvents(packed))
    for (const reply of replies) {
      const pending = this.#pending.get(reply.id)
      if (!pending) continue
      this.#pending.delete(reply.id)
      if ('failure' in reply) pending.reject(errorOf(reply.failure))
      else pending.resolve(unpackResult(pending.name, reply.result, pending.kept) as never)
    }
  }

  #fail(reason: string): void {
    this.#gone ??= reason
    const open = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of open) reject(new StoreUnavailable(`${this.#gone}; nobody knows whether this was kept`))
  }
}
