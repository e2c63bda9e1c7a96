import type { Connection, ConnectionEvents, PeerName } from '@smpp-connect/link'
import { decodeFrame, type Frame, FrameSplitter, joinFrames } from '@smpp-connect/link/wire'

/** What becomes of each frame: the frames, encoded, that go on in its place. */
export interface Taps {
  readonly came: (frame: Frame) => readonly Uint8Array[]
  readonly said: (frame: Frame) => readonly Uint8Array[]
}

/** One end of a link whose frames somebody sees, leaves out, or changes. */
export class TappedConnection implements Connection {
  readonly #inner: Connection
  readonly #taps: Taps
  readonly #outgoing = new FrameSplitter()
  readonly #incoming = new FrameSplitter()

  constructor(inner: Connection, taps: Taps) {
    this.#inner = inner
    this.#taps = taps
  }

  get peer(): PeerName {
    return this.#inner.peer
  }

  get from(): string {
    return this.#inner.from
  }

  get pendingOctets(): number {
    return this.#inner.pendingOctets
  }

  attach(events: ConnectionEvents): void {
    this.#inner.attach({
      data: (octets) => {
        const frames = framesOf(this.#incoming, octets).flatMap(this.#taps.came)
        if (frames.length > 0) events.data(joinFrames(frames))
      },
      drained: () => events.drained(),
      closed: (reason) => events.closed(reason),
    })
  }

  write(octets: Uint8Array): void {
    const frames = framesOf(this.#outgoing, octets).flatMap(this.#taps.said)
    if (frames.length > 0) this.#inner.write(joinFrames(frames))
  }

  end(): void {
    this.#inner.end()
  }

  destroy(reason: string): void {
    this.#inner.destroy(reason)
  }
}

function framesOf(splitter: FrameSplitter, octets: Uint8Array): readonly Frame[] {
  const frames = splitter.take(octets)
  if ('kind' in frames) throw new Error('that is no frame')
  return frames.map((one) => decodeFrame(one) as Frame)
}
