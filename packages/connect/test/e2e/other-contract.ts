import {
  CONTRACT,
  type Connection,
  type ConnectionEvents,
  type ContractVersion,
  type PeerName,
} from '@smpp-connect/link'
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  type FrameKind,
  FrameSplitter,
  joinFrames,
} from '@smpp-connect/link/wire'
import type { LinkBorder } from '../../src/roles/inside.ts'

/** Since which minor version there are kinds of frames that the first one did not have. */
const SINCE: Partial<Record<FrameKind['case'], number>> = {
  tryBind: 1,
  bindTried: 1,
  authorities: 2,
  holdsCertificate: 2,
}

/** Field 99 of a frame, a message: a kind that nobody knows yet. */
const UNKNOWN_KIND = Buffer.from('9a06020801', 'hex')
/** Field 98, a number, in a message. */
const UNKNOWN_FIELD = { no: 98, wireType: 0, data: Uint8Array.of(7) }

/**
 * One end of a link as it was in an older version of the contract, or as it may be in one to come. The older one does not
 * have what came later: it says none of it, and what it hears of it is nothing to it. The newer one says more: every message has a
 * field that nobody knows, down to the last TLV, and between all frames there are some of an unknown kind.
 */
export function speaking(contract: ContractVersion): LinkBorder {
  return { contract, connection: (connection) => new OtherConnection(connection, contract) }
}

class OtherConnection implements Connection {
  readonly #inner: Connection
  readonly #minor: number
  readonly #outgoing = new FrameSplitter()
  readonly #incoming = new FrameSplitter()

  constructor(inner: Connection, { minor }: ContractVersion) {
    this.#inner = inner
    this.#minor = minor
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
        const known = framesOf(this.#incoming, octets).filter((frame) => this.#has(frame))
        if (known.length > 0) events.data(joinFrames(known.map(encodeFrame)))
      },
      drained: () => events.drained(),
      closed: (reason) => events.closed(reason),
    })
  }

  write(octets: Uint8Array): void {
    const frames = framesOf(this.#outgoing, octets).filter((frame) => this.#has(frame))
    const isNewer = this.#minor > CONTRACT.minor
    const said = isNewer
      ? frames.flatMap((frame) => [encodeFrame(withUnknown(frame)), ...(isFirst(frame) ? [] : [UNKNOWN_KIND])])
      : frames.map(encodeFrame)
    if (said.length > 0) this.#inner.write(joinFrames(said))
  }

  end(): void {
    this.#inner.end()
  }

  destroy(reason: string): void {
    this.#inner.destroy(reason)
  }

  #has({ kind }: Frame): boolean {
    return kind.case === undefined || (SINCE[kind.case] ?? 0) <= this.#minor
  }
}

/** Before the hello nothing may come. */
function isFirst({ kind }: Frame): boolean {
  return kind.case === 'hello' || kind.case === 'goodbye'
}

function framesOf(splitter: FrameSplitter, octets: Uint8Array): readonly Frame[] {
  const frames = splitter.take(octets)
  if ('kind' in frames) throw new Error('that is no frame')
  return frames.map((one) => decodeFrame(one) as Frame)
}

/** The same message with a field more in it and in every message within. */
function withUnknown<Value>(value: Value): Value {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withUnknown) as Value
  const within = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withUnknown(member)]))
  return ('$typeName' in value ? { ...within, $unknown: [UNKNOWN_FIELD] } : within) as Value
}
