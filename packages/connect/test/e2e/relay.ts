import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** One connection through a relay. */
export interface Relayed {
  /** Octets that came from whoever dialled. */
  readonly toServer: number
  readonly isClosed: boolean
}

/** Stands before a server and counts what each connection brings. */
export class Relay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly connections: Relayed[] = []

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      const server = connect(targetPort, '127.0.0.1')
      const relayed = { toServer: 0, isClosed: false }
      this.connections.push(relayed)
      client.on('data', (octets) => {
        relayed.toServer += octets.length
        server.write(octets)
      })
      server.on('data', (octets) => client.write(octets))
      client.on('close', () => {
        relayed.isClosed = true
        server.destroy()
      })
      server.on('close', () => client.destroy())
      for (const socket of [client, server]) {
        this.#sockets.add(socket)
        socket.on('error', () => {})
      }
    })
  }

  static async to(targetPort: number): Promise<Relay> {
    const relay = new Relay(targetPort)
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
