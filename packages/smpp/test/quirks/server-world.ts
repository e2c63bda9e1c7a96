import { type IncomingRequest, type ServerOptions, type SessionEnd, SmppServer } from '../../src/index.ts'
import { MemoryNetwork, RawPeer, VirtualClock } from '../../src/testing/index.ts'

/** A server on virtual time, with an ESME in front of it that has no rules. */
export class ServerWorld {
  readonly clock = new VirtualClock()
  readonly network = new MemoryNetwork({ clock: this.clock })
  readonly requests: IncomingRequest[] = []
  readonly ends: SessionEnd[] = []
  server!: SmppServer

  static async start(options: Partial<ServerOptions> = {}): Promise<ServerWorld> {
    const world = new ServerWorld()
    world.server = await SmppServer.listen({
      listen: world.network.listen(2775),
      clock: world.clock,
      onBind: () => true,
      onRequest: (request) => {
        world.requests.push(request)
        return { messageId: `id${world.requests.length}` }
      },
      onSessionEnd: (_session, end) => world.ends.push(end),
      ...options,
    })
    return world
  }

  async connect(): Promise<RawPeer> {
    return new RawPeer(await this.network.dial(2775)(new AbortController().signal))
  }

  /** A peer that is bound; what came for it is forgotten. */
  async bound(interfaceVersion = 0x34): Promise<RawPeer> {
    const peer = await this.connect()
    peer.send({ command: 'bind_transceiver', sequenceNumber: 1, systemId: 'me', password: 'secret', interfaceVersion })
    await peer.waitFor('bind_transceiver_resp')
    peer.received.length = 0
    peer.frames.length = 0
    return peer
  }

  /** Ends the world without good manners: its peers would not answer an unbind. */
  async close(): Promise<void> {
    for (const session of this.server.sessions) session.destroy()
    await this.server.close()
  }
}
