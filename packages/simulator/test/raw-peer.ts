import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { World } from './world.ts'

/** A peer that writes its PDUs by hand, so that it can send what no client would. */
export class RawPeer {
  readonly #socket: Socket
  #sequence = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => undefined)
  }

  static async connect(world: World): Promise<RawPeer> {
    const socket = connect(world.simulator.address())
    await once(socket, 'connect')
    return new RawPeer(socket)
  }

  /** command_status of the answer to a request; for one at a time. */
  async request(commandId: number, body: Buffer): Promise<number> {
    const header = Buffer.alloc(16)
    header.writeUInt32BE(16 + body.length, 0)
    header.writeUInt32BE(commandId, 4)
    header.writeUInt32BE(++this.#sequence, 12)
    this.#socket.write(Buffer.concat([header, body]))
    const [answer] = (await once(this.#socket, 'data')) as [Buffer]
    return answer.readUInt32BE(8)
  }

  /** bind_transceiver. */
  bind(systemId: string, password: string, interfaceVersion = 0x34): Promise<number> {
    const names = Buffer.from(`${systemId}\0${password}\0\0`)
    return this.request(0x09, Buffer.concat([names, Buffer.from([interfaceVersion, 0, 0, 0])]))
  }

  /** Writes octets and closes; resolves when the other side has closed too. */
  async end(octets: Buffer): Promise<void> {
    this.#socket.resume()
    this.#socket.end(octets)
    await once(this.#socket, 'close')
  }

  /** Writes octets and resets the connection. */
  reset(octets: Buffer): void {
    this.#socket.write(octets)
    this.#socket.resetAndDestroy()
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}
