import { recogniseForeignProtocol } from './foreign-protocol.ts'
import { HEADER_OCTETS, readUint32 } from './header.ts'

/** Why the octets on a connection cannot be cut into PDUs. The connection cannot be used any longer. */
export type FramingError = {
  readonly problem: 'command_length_too_small' | 'command_length_too_large' | 'foreign_protocol'
  /** The first four octets read as a number. */
  readonly commandLength: number
  readonly minOctets: number
  readonly maxOctets: number
  /** What the peer seems to speak instead: `HTTP`, `TLS`, `SSH` and so on. */
  readonly protocol?: string
  /** One sentence for a log. */
  readonly message: string
}

/** What a chunk led to: the frames that are whole now and, when the stream is broken, why. */
export type FramerOutcome = { readonly frames: readonly Uint8Array[]; readonly error: FramingError | undefined }

/** Who takes frames where they lie. */
export interface FrameTaker {
  /** The octets it lies in, where it begins there, and where it ends (exclusive). */
  frame(octets: Uint8Array, start: number, end: number): void
}

/** Limits of a framer. */
export type FramerOptions = {
  /** The longest PDU accepted, in octets; 65536 unless told. Checked before memory is taken. */
  readonly maxOctets?: number
}

/**
 * Cuts a stream of octets into frames, one per PDU (3.4 section 3.2). A frame that lies within one chunk is a view of that
 * chunk, so a chunk must not be reused while its frames are in use; only frames that cross chunks are copied, once.
 *
 * States: *between* (no octets held), *header* (fewer than 16 octets held), *body* (the rest of one PDU awaited), *broken*
 * (after a framing error: nothing is read any more, every push returns the error again).
 */
export class Framer {
  readonly #maxOctets: number
  /** Octets of an unfinished PDU; grows as they come, up to the command_length once that is known and within limits. */
  #held: Uint8Array = EMPTY
  #heldOctets = 0
  #error: FramingError | undefined

  constructor(options: FramerOptions = {}) {
    const maxOctets = options.maxOctets ?? 65536
    if (!(maxOctets >= HEADER_OCTETS)) throw new RangeError(`maxOctets ${maxOctets} is below ${HEADER_OCTETS}`)
    this.#maxOctets = maxOctets
  }

  /** Octets held back because their PDU is not whole yet. */
  get heldOctets(): number {
    return this.#heldOctets
  }

  /** Takes a chunk and returns the frames that are whole now, in order. */
  push(chunk: Uint8Array): FramerOutcome {
    const frames: Uint8Array[] = []
    const error = this.cut(chunk, {
      frame(octets, start, end) {
        // A third faster than subarray, and the same kind of array whatever kind the chunk is.
        frames.push(new Uint8Array(octets.buffer, octets.byteOffset + start, end - start))
      },
    })
    return { frames, error }
  }

  /**
   * As `push`, but hands each frame over as the place where it lies: a session reads it there, and a view for each would
   * cost a fifth of reading it. Returns what broke the stream. @internal
   */
  cut(chunk: Uint8Array, taker: FrameTaker): FramingError | undefined {
    if (this.#error !== undefined) return this.#error
    let at = 0
    if (this.#heldOctets > 0) {
      at = this.#complete(chunk, taker)
      if (this.#error !== undefined || this.#heldOctets > 0) return this.#error
    }
    const octets = chunk.length
    while (octets - at >= 4) {
      const length = readUint32(chunk, at)
      if (length < HEADER_OCTETS || length > this.#maxOctets) {
        this.#error = this.#reject(length, chunk.subarray(at, at + 16))
        return this.#error
      }
      const end = at + length
      if (end > octets) break
      taker.frame(chunk, at, end)
      at = end
    }
    if (at < octets) this.#hold(chunk, at)
    return undefined
  }

  /** Adds to the unfinished PDU; returns how many octets of the chunk it took. */
  #complete(chunk: Uint8Array, taker: FrameTaker): number {
    let at = 0
    while (this.#heldOctets < 4 && at < chunk.length) this.#held[this.#heldOctets++] = chunk[at++]!
    if (this.#heldOctets < 4) return at
    const length = readUint32(this.#held, 0)
    if (length < HEADER_OCTETS || length > this.#maxOctets) {
      const sample = new Uint8Array(Math.min(16, this.#heldOctets + chunk.length - at))
      sample.set(this.#held.subarray(0, Math.min(this.#heldOctets, sample.length)))
      if (sample.length > this.#heldOctets) {
        sample.set(chunk.subarray(at, at + sample.length - this.#heldOctets), this.#heldOctets)
      }
      this.#error = this.#reject(length, sample)
      return at
    }
    const wanted = Math.min(length - this.#heldOctets, chunk.length - at)
    this.#makeRoom(this.#heldOctets + wanted, length)
    this.#held.set(chunk.subarray(at, at + wanted), this.#heldOctets)
    this.#heldOctets += wanted
    if (this.#heldOctets === length) {
      const frame = this.#held
      this.#held = EMPTY
      this.#heldOctets = 0
      taker.frame(frame, 0, length)
    }
    return at + wanted
  }

  /** Keeps the tail of a chunk. */
  #hold(chunk: Uint8Array, at: number): void {
    const rest = chunk.length - at
    this.#makeRoom(rest, rest >= 4 ? readUint32(chunk, at) : 4)
    this.#held.set(chunk.subarray(at))
    this.#heldOctets = rest
  }

  /**
   * Room for `octets` of a PDU of `length`: twice what is needed now, but never more than the PDU. A peer that announces
   * much and sends little gets little memory.
   */
  #makeRoom(octets: number, length: number): void {
    if (this.#held.length >= octets) return
    const room = new Uint8Array(Math.min(length, Math.max(octets * 2, LEAST_ROOM_OCTETS)))
    room.set(this.#held.subarray(0, this.#heldOctets))
    this.#held = room
  }

  #reject(commandLength: number, sample: Uint8Array): FramingError {
    const minOctets = HEADER_OCTETS
    const maxOctets = this.#maxOctets
    const protocol = recogniseForeignProtocol(sample)
    if (protocol !== undefined) {
      const message = `the peer speaks ${protocol}, not SMPP`
      return { problem: 'foreign_protocol', commandLength, minOctets, maxOctets, protocol, message }
    }
    const message = `command_length ${commandLength} is not within ${minOctets} to ${maxOctets} octets`
    const problem = commandLength < minOctets ? 'command_length_too_small' : 'command_length_too_large'
    return { problem, commandLength, minOctets, maxOctets, message }
  }
}

/** Most PDUs are shorter than this, so that they need one piece of memory only. */
const LEAST_ROOM_OCTETS = 512
const EMPTY = new Uint8Array(0)
