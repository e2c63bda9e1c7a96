/** Most octets of one frame. Batches are cut far below it; whoever announces more does not speak this contract. */
export const MOST_FRAME_OCTETS = 4 * 1024 * 1024
const HEADER = 4

/** Frames behind one another, each after four octets of its length, as one piece of memory. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  let size = 0
  for (const frame of frames) size += HEADER + frame.length
  const octets = Buffer.allocUnsafe(size)
  let at = 0
  for (const frame of frames) {
    at = octets.writeUInt32BE(frame.length, at)
    octets.set(frame, at)
    at += frame.length
  }
  return octets
}

/**
 * Cuts what arrives into frames, wherever the pieces were cut on their way. A length over `most` is refused before
 * anything is kept for it.
 */
export class FrameSplitter {
  readonly #most: number
  #chunks: Uint8Array[] = []
  #held = 0
  /** Octets of the frame under way, header included; 0 while its header is not whole. */
  #wanted = 0

  constructor(most = MOST_FRAME_OCTETS) {
    this.#most = most
  }

  /** The frames that are whole now; `too-long` with the length that was announced. The splitter is spent after that. */
  take(chunk: Uint8Array): readonly Uint8Array[] | { readonly kind: 'too-long'; readonly octets: number } {
    this.#chunks.push(chunk)
    this.#held += chunk.length
    const frames: Uint8Array[] = []
    for (;;) {
      if (this.#wanted === 0) {
        if (this.#held < HEADER) return frames
        const length = this.#joined(HEADER).readUInt32BE(0)
        if (length > this.#most) return { kind: 'too-long', octets: length }
        this.#wanted = HEADER + length
      }
      if (this.#held < this.#wanted) return frames
      const all = this.#joined(this.#wanted)
      frames.push(all.subarray(HEADER, this.#wanted))
      const rest = all.subarray(this.#wanted)
      this.#chunks = rest.length === 0 ? [] : [rest]
      this.#held = rest.length
      this.#wanted = 0
    }
  }

  /** At least the first `octets` in one piece. Only called when there are as many. */
  #joined(octets: number): Buffer {
    const [first] = this.#chunks
    if (first && first.length >= octets) {
      if (this.#chunks.length === 1) return Buffer.from(first.buffer, first.byteOffset, first.length)
    }
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }
}
