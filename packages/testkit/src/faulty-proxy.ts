import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** `stalled`: nothing is read any more, as if the other side had stopped. `lost`: it is read and thrown away. */
export type ProxyWay = 'open' | 'stalled' | 'lost'

/** One connection through the proxy. */
export interface Proxied {
  /** Octets that came from whoever dialled. */
  readonly toServer: number
  readonly isClosed: boolean
}

/** A TCP proxy on loopback between two sides, which does to the connections what networks do, and counts what they bring. */
export class FaultyProxy {
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #toServer: ProxyWay = 'open'
  #toClient: ProxyWay = 'open'
  /** Connections that were made in all, in their order. */
  readonly opened: Proxied[] = []
  accepting = true

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      if (!this.accepting) {
        client.destroy()
        return
      }
      const proxied = { toServer: 0, isClosed: false }
      this.opened.push(proxied)
      client.on('data', (octets) => {
        proxied.toServer += octets.length
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

  /** Resets all connections. */
  cut(): void {
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
    from.on('data', (octets) => {
      if (way() === 'lost') return
      if (!to.write(octets)) from.pause()
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
