import type { ServerResponse } from 'node:http'
import type { Clock } from '@smpp-connect/kernel'

/** One block of a stream of server-sent events. Data of ours is JSON, so it never holds a line break. */
export function sseBlock(block: { readonly id?: number; readonly event: string; readonly data: unknown }): string {
  const id = block.id === undefined ? '' : `id: ${block.id}\n`
  return `${id}event: ${block.event}\ndata: ${JSON.stringify(block.data)}\n\n`
}

/**
 * An open answer that events are written to. It never buffers more than what one `send` hands over and the socket
 * holds: `send` waits until the reader took it, and cuts the connection of a reader who takes nothing for `stallMs`.
 */
export class SseStream {
  readonly #raw: ServerResponse
  readonly #clock: Clock
  readonly #stallMs: number
  readonly #closeListeners = new Set<() => void>()
  #closed = false
  #blocked = false

  constructor(raw: ServerResponse, clock: Clock, stallMs: number) {
    this.#raw = raw
    this.#clock = clock
    this.#stallMs = stallMs
    raw.once('close', () => this.#markClosed())
    raw.once('error', () => this.#markClosed())
    if (raw.destroyed) this.#closed = true
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Calls back once when it closes, whoever closed it; at once if it is closed already. */
  onClosed(listener: () => void): void {
    if (this.#closed) listener()
    else this.#closeListeners.add(listener)
  }

  /** Writes, and resolves when there is room for more or the stream is closed. One caller at a time. */
  async send(text: string): Promise<void> {
    if (this.#closed || this.#raw.write(text)) return
    this.#blocked = true
    await new Promise<void>((resolve) => {
      const stall = this.#clock.after(this.#stallMs, () => this.#raw.destroy())
      const done = (): void => {
        stall.cancel()
        this.#raw.off('drain', done)
        this.#raw.off('close', done)
        resolve()
      }
      this.#raw.on('drain', done)
      this.#raw.on('close', done)
    })
    this.#blocked = false
  }

  /** Writes a sign of life, unless the reader is behind: then what it has not taken yet is sign enough. */
  beat(text: string): void {
    if (!this.#closed && !this.#blocked) this.#raw.write(text)
  }

  /** Ends it in good order. The reader comes back by itself, and resumes by id. */
  end(): void {
    if (this.#closed) return
    this.#raw.end()
    this.#markClosed()
  }

  #markClosed(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#closeListeners) listener()
  }
}
