/**
 * SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html#walformat): a header of 32 octets, then frames, each a
 * page behind 24 octets. All frames of one life of the log carry its two salts, and each carries a checksum over all that
 * came before, so that SQLite reads up to the first frame that does not fit and takes it for the end. That is right when
 * the power went while a transaction was being written, and wrong when the disk damaged what was there: then everything
 * behind it would silently be gone. The two can be told apart, because a transaction is written only when the one before
 * it was synced: if behind the frame that does not fit two transactions in a row fit together, the damage is in the middle.
 */
export const LOG_HEADER_OCTETS = 32
export const FRAME_HEADER_OCTETS = 24
const LITTLE_ENDIAN = 0x377f_0682
const BIG_ENDIAN = 0x377f_0683

/** What is wrong with a log, and where, in octets from its beginning. */
export interface LogDamage {
  readonly what: 'header' | 'frame'
  readonly startsAt: number
  readonly endsAt: number
}

/** Reads a log frame by frame. First `header`, then `frame` for each that is there in full. */
export class LogInspection {
  #littleEndian = true
  /** Octets of a frame; 0 when the header cannot be read. */
  #frameOctets = 0
  #salts: readonly [number, number] = [0, 0]
  /** Checksum that the last frame carries, which the next one goes on from. */
  #carried: readonly [number, number] = [0, 0]
  #at = LOG_HEADER_OCTETS
  #misfitAt: number | undefined
  /** Transactions that fit together, in a row, behind what does not fit. */
  #inRow = 0
  #damaged = false
  readonly #pages = new Set<number>()

  /** Octets of a frame with its page, or undefined when this is no header of a log. */
  header(octets: Uint8Array): number | undefined {
    const view = viewOf(octets)
    const magic = view.getUint32(0)
    this.#littleEndian = magic === LITTLE_ENDIAN
    const sum = this.#sum([0, 0], view, 0, 24)
    const isHeader = (magic === LITTLE_ENDIAN || magic === BIG_ENDIAN) && isAt(view, 24, sum)
    if (!isHeader) return undefined
    this.#salts = pairAt(view, 16)
    this.#carried = sum
    this.#frameOctets = FRAME_HEADER_OCTETS + view.getUint32(8)
    return this.#frameOctets
  }

  frame(octets: Uint8Array): void {
    const view = viewOf(octets)
    const sum = this.#sum(this.#sum(this.#carried, view, 0, 8), view, FRAME_HEADER_OCTETS, octets.length)
    const [salt1, salt2] = pairAt(view, 8)
    const fits = salt1 === this.#salts[0] && salt2 === this.#salts[1] && isAt(view, 16, sum)
    const endsTransaction = view.getUint32(4) !== 0
    if (this.#misfitAt === undefined) {
      if (fits) this.#pages.add(view.getUint32(0))
      else this.#misfitAt = this.#at
    } else if (!fits) this.#inRow = 0
    else if (endsTransaction) this.#inRow += 1
    if (this.#inRow === 2) this.#damaged = true
    this.#carried = pairAt(view, 16)
    this.#at += octets.length
  }

  /** Numbers of the pages, from 1, that SQLite may read from the log instead of the database. */
  get pages(): ReadonlySet<number> {
    return this.#pages
  }

  /** What is damaged, seen from all the frames so far. */
  get damage(): LogDamage | undefined {
    if (!this.#damaged || this.#misfitAt === undefined) return undefined
    return { what: 'frame', startsAt: this.#misfitAt, endsAt: this.#misfitAt + this.#frameOctets }
  }

  #sum(from: readonly [number, number], view: DataView, start: number, end: number): readonly [number, number] {
    let [s0, s1] = from
    for (let at = start; at < end; at += 8) {
      s0 = (s0 + view.getUint32(at, this.#littleEndian) + s1) >>> 0
      s1 = (s1 + view.getUint32(at + 4, this.#littleEndian) + s0) >>> 0
    }
    return [s0, s1]
  }
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
}

function pairAt(view: DataView, at: number): readonly [number, number] {
  return [view.getUint32(at), view.getUint32(at + 4)]
}

function isAt(view: DataView, at: number, [s0, s1]: readonly [number, number]): boolean {
  return view.getUint32(at) === s0 && view.getUint32(at + 4) === s1
}
