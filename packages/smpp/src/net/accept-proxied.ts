import type { Socket } from 'node:net'
import { readProxyHeader } from './proxy-header.ts'
import type { PeerAddress } from './transport.ts'

/**
 * Reads the PROXY header of a connection and hands the connection on, with the client's address and with the octets
 * behind the header unread. A connection without a sound header, or too slow with it, is dropped.
 */
export function acceptProxied(
  socket: Socket,
  timeoutMs: number,
  ready: (socket: Socket, source: PeerAddress | undefined) => void,
): void {
  let held: Buffer = Buffer.alloc(0)
  const timeout = setTimeout(() => socket.destroy(), timeoutMs)
  timeout.unref()
  const stop = (): void => {
    clearTimeout(timeout)
    socket.off('data', onData)
    socket.off('close', stop)
  }
  const onData = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk])
    const header = readProxyHeader(held)
    if (header.kind === 'more') return
    stop()
    if (header.kind === 'broken') {
      socket.destroy()
      return
    }
    socket.pause()
    if (held.length > header.octets) socket.unshift(held.subarray(header.octets))
    ready(socket, header.source)
  }
  socket.on('data', onData)
  socket.on('close', stop)
  socket.resume()
}
