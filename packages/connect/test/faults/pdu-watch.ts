const HEADER = 8

/** A PDU in a stream of octets: its command_id, and where it lies in the chunk (it may begin before or end after it). */
export interface SeenPdu {
  readonly command: number
  readonly startsAt: number
  readonly endsAt: number
}

export const SUBMIT_SM = 0x0000_0004
export const SUBMIT_SM_RESP = 0x8000_0004

/** Finds the PDUs of one direction of a connection, chunk by chunk; each is told with the chunk in which its header ends. */
export class PduWatch {
  #header = Buffer.alloc(HEADER)
  #have = 0
  /** Octets of the present PDU that are still to come, its header apart. */
  #rest = 0

  take(chunk: Uint8Array): readonly SeenPdu[] {
    const seen: SeenPdu[] = []
    for (let at = 0; at < chunk.length; ) {
      if (this.#rest > 0) {
        const skipped = Math.min(this.#rest, chunk.length - at)
        this.#rest -= skipped
        at += skipped
        continue
      }
      this.#header[this.#have++] = chunk[at++] as number
      if (this.#have < HEADER) continue
      this.#have = 0
      const length = this.#header.readUInt32BE(0)
      this.#rest = Math.max(0, length - HEADER)
      const startsAt = at - HEADER
      seen.push({ command: this.#header.readUInt32BE(4), startsAt, endsAt: startsAt + length })
    }
    return seen
  }
}
