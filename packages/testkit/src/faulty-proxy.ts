import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** `stalled`: nothing is read any more, as if the other side had stopped. `lost`: it is read and thrown away. */
export type ProxyWay = 'open' | 'stalled' | 'lost'

/** One connection through the proxy. Times are those of `performance.now`. */
export interface Proxied {
  readonly openedAtMs: number
  /** Octets that came from whoever dialled, and when the last of them came. */
  readonly toServer: number
  readonly lastAtMs: number
  readonly isClosed: boolean
}

/** How fast a proxy passes on what comes. */
export interface ProxyPace {
  readonly octets: number
  readonly everyMs: number
}

/** A TCP proxy on loopback between two sides, which does to the connections what networks do, and counts what they bring. */
export class FaultyProxy {
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #toServer: ProxyWay = 'open'
  #toClient: ProxyWay = 'open'
  #pace: ProxyPace | undefined
  /** Octets that are still passed on, both ways together, before everything is reset. */
  #cutAfter: number | undefined
  /** Connections that were made in all, in their order. */
  readonly opened: Proxied[] = []
  accepting = true

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      if (!this.accepting) {
        client.destroy()
        return
      }
      const proxied = { openedAtMs: performance.now(), toServer: 0, lastAtMs: 0, isClosed: false }
      this.opened.push(proxied)
      client.on('data', (octets) => {
        proxied.toServer += octets.length
        proxied.lastAtMs = performance.now()
      })
      client.on('close', () => {
        proxied.isClosed = true
      })
      const server = connect(targetPort, '127.0.0.1')
      const pair = [client, server] as const
      this.#pairs.add(pair)
      this.#pipe(client, server, () => this.#toServer)
      this.#pipe(server, client, () => this.#toClient)
      for (const end of pair) {
        end.on('error', () => {})
        end.on('close', () => {
          this.#pairs.delete(pair)
          client.destroy()
          server.destroy()
        })
      }
      this.#apply()
    })
  }

  static async to(targetPort: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(targetPort)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** From whoever dialled to whoever listens, and back. For the connections that there are, and those to come. */
  set(toServer: ProxyWay, toClient: ProxyWay): void {
    this.#toServer = toServer
    this.#toClient = toClient
    this.#apply()
  }

  /** Passes on so much and no more, a little at a time; as it comes, when undefined. For connections to come. */
  trickle(pace: ProxyPace | undefined): void {
    this.#pace = pace
  }

  /** Passes on exactly so many octets more, wherever in a frame that is, and then resets all connections. */
  cutAfter(octets: number): void {
    this.#cutAfter = octets
  }

  /** Resets all connections. */
  cut(): void {
    this.#cutAfter = undefined
    for (const pair of this.#pairs) for (const end of pair) end.resetAndDestroy()
  }

  /** How many connections were made in all. */
  get connections(): number {
    return this.opened.length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const end of pair) end.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #pipe(from: Socket, to: Socket, way: () => ProxyWay): void {
    const pass = this.#pace ? trickling(this.#pace, from, to) : (octets: Uint8Array) => to.write(octets)
    from.on('data', (octets: Buffer) => {
      if (way() === 'lost') return
      const left = this.#cutAfter
      if (left === undefined) {
        if (!pass(octets)) from.pause()
        return
      }
      this.#cutAfter = left - octets.length
      if (octets.length < left) pass(octets)
      else if (left > 0) to.write(octets.subarray(0, left), () => this.cut())
    })
    to.on('drain', () => {
      if (way() !== 'stalled') from.resume()
    })
    // A lost end does not tell that it closed.
    from.on('end', () => {
      if (way() === 'open') to.end()
    })
  }

  #apply(): void {
    for (const [client, server] of this.#pairs) {
      if (this.#toServer === 'stalled') client.pause()
      else client.resume()
      if (this.#toClient === 'stalled') server.pause()
      else server.resume()
    }
  }
}

/** Hands on what comes a little at a time, and takes nothing more while something waits. */
function trickling({ octets: atOnce, everyMs }: ProxyPace, from: Socket, to: Socket): (octets: Uint8Array) => boolean {
  let waiting = Buffer.alloc(0)
  let timer: NodeJS.Timeout | undefined
  const next = (): void => {
    to.write(waiting.subarray(0, atOnce))
    waiting = waiting.subarray(atOnce)
    timer = waiting.length > 0 ? setTimeout(next, everyMs) : undefined
    if (!timer) from.resume()
  }
  to.on('close', () => clearTimeout(timer))
  return (octets) => {
    waiting = Buffer.concat([waiting, octets])
    timer ??= setTimeout(next, everyMs)
    return false
  }
}
