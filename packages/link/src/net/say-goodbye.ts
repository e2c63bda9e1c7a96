import type { TLSSocket } from 'node:tls'
import { encodeFrame, frameOf } from '../wire/frame.ts'
import { joinFrames } from '../wire/framing.ts'

/** Tells a peer that is let go before any session why, and closes. */
export function sayGoodbye(socket: TLSSocket, code: string, text: string): void {
  const frame = frameOf({ case: 'goodbye', value: { $typeName: 'connect.link.v1.Goodbye', code, text } })
  socket.on('error', () => {})
  socket.end(joinFrames([encodeFrame(frame)]))
  // Whatever it sends meanwhile is not read; it has a moment to read us.
  const timer = setTimeout(() => socket.destroy(), 2_000)
  timer.unref()
  socket.on('close', () => clearTimeout(timer))
  socket.resume()
}
