import { once } from 'node:events'
import { type ClientRequest, get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'

/** One message of a feed, as a browser would hand it on. */
export interface SseMessage {
  readonly id: string | undefined
  readonly event: string
  readonly data: string
}

/** Reads a feed over a real socket, message by message. */
export class SseClient {
  readonly #request: ClientRequest
  readonly #response: IncomingMessage
  readonly #messages: SseMessage[] = []
  #wake: () => void = () => undefined
  #ended = false
  lastId = ''

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request
    this.#response = response
    let rest = ''
    response.setEncoding('utf8')
    response.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) this.#take(block)
      this.#wake()
    })
    const end = (): void => {
      this.#ended = true
      this.#wake()
    }
    response.on('close', end)
    response.on('error', end)
  }

  static async open(url: string, headers: Record<string, string>): Promise<SseClient> {
    const request = get(url, { headers, agent: false })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    request.on('error', () => undefined)
    return new SseClient(request, response)
  }

  get status(): number | undefined {
    return this.#response.statusCode
  }

  get headers(): IncomingHttpHeaders {
    return this.#response.headers
  }

  /** The next message; undefined when the feed has ended. */
  async next(): Promise<SseMessage | undefined> {
    for (;;) {
      const message = this.#messages.shift()
      if (message || this.#ended) return message
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** The next `count` messages other than heartbeats. */
  async take(count: number): Promise<readonly SseMessage[]> {
    const taken: SseMessage[] = []
    while (taken.length < count) {
      const message = await this.next()
      if (message === undefined) break
      if (message.event !== 'heartbeat') taken.push(message)
    }
    return taken
  }

  /** Messages that have come and were not taken. */
  get waiting(): number {
    return this.#messages.length
  }

  pause(): void {
    this.#response.pause()
  }

  resume(): void {
    this.#response.resume()
  }

  close(): void {
    this.#request.destroy()
  }

  #take(block: string): void {
    let id: string | undefined
    let event = 'message'
    let data = ''
    for (const line of block.split('\n')) {
      const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
      if (name === 'id') id = value
      if (name === 'event') event = value
      if (name === 'data') data += value
    }
    if (id !== undefined) this.lastId = id
    if (data !== '') this.#messages.push({ id, event, data })
  }
}
