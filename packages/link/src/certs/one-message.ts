import type { TLSSocket } from 'node:tls'
import { FrameSplitter, joinFrames } from '../wire/framing.ts'

/** An enrolment is a key and a token; its answer two certificates. */
const MOST_OCTETS = 32 * 1024
const WAIT_MS = 10_000

/** The one message that the other side sends; rejects when none comes, or too much. */
export function readMessage(socket: TLSSocket): Promise<Uint8Array> {
  const splitter = new FrameSplitter(MOST_OCTETS)
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const fail = (why: string): void => {
    reject(new Error(why))
    socket.destroy()
  }
  const timer = setTimeout(() => fail(`nothing came within ${WAIT_MS / 1_000} s`), WAIT_MS)
  const take = (octets: Buffer): void => {
    const frames = splitter.take(octets)
    if ('kind' in frames) fail(`a message of ${frames.octets} octets was announced; ${MOST_OCTETS} are allowed`)
    else if (frames[0]) resolve(frames[0])
  }
  socket.on('data', take)
  socket.on('error', ({ message }) => reject(new Error(message)))
  socket.on('close', () => reject(new Error('the other side closed the connection')))
  socket.resume()
  return promise.finally(() => {
    clearTimeout(timer)
    socket.off('data', take)
  })
}

export function writeMessage(socket: TLSSocket, message: Uint8Array): void {
  socket.write(joinFrames([message]))
}
