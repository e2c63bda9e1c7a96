// A capture file in the classic pcap format with link type RAW (IP packets without a link layer), so that Wireshark opens
// a trace of SMPP like any other. Packets are made up: the octets that a session saw, in TCP segments that follow one another.

/** Octets of a pcap file header. */
const FILE_HEADER_OCTETS = 24
const LINK_TYPE_RAW = 101
const IP_AND_TCP_OCTETS = 40
/** The longest payload of one made-up segment: an IPv4 packet has 65,535 octets at most. */
const MAX_SEGMENT_OCTETS = 65_495

/** One end of a connection. */
export type PcapEndpoint = {
  /** Dotted IPv4 address; what is none (an IPv6 address, a name) is written as 127.0.0.1. */
  readonly address: string
  readonly port: number
}

/**
 * A connection as it is to appear in the capture, on whatever ports. Wireshark knows SMPP by the headers: it finds every PDU
 * as long as each record begins with a whole header of a command it knows, so write a PDU a record.
 */
export type PcapConnection = { readonly esme: PcapEndpoint; readonly mc: PcapEndpoint }

/** The head of a capture file: write it once, then what `PcapStream` returns. */
export function pcapFileHeader(): Uint8Array {
  const header = new Uint8Array(FILE_HEADER_OCTETS)
  const view = new DataView(header.buffer)
  view.setUint32(0, 0xa1b2c3d4)
  view.setUint16(4, 2)
  view.setUint16(6, 4)
  view.setUint32(16, 0xffff)
  view.setUint32(20, LINK_TYPE_RAW)
  return header
}

/** The packets of one connection. Keeps the TCP sequence numbers of both directions, so that streams can be put together. */
export class PcapStream {
  readonly #ends: Readonly<Record<'esme' | 'mc', { readonly address: Uint8Array; readonly port: number }>>
  readonly #sequence = { esme: 1, mc: 1 }

  constructor(connection: PcapConnection) {
    this.#ends = { esme: endOf(connection.esme), mc: endOf(connection.mc) }
  }

  /** The records for octets that `from` sent at a time (milliseconds since 1970 UTC). Octets above 64 KiB become several. */
  record(from: 'esme' | 'mc', octets: Uint8Array, utcMs: number): Uint8Array {
    const count = Math.max(1, Math.ceil(octets.length / MAX_SEGMENT_OCTETS))
    const records = new Uint8Array(octets.length + count * (16 + IP_AND_TCP_OCTETS))
    for (let index = 0, at = 0; index < count; index++) {
      const payload = octets.subarray(index * MAX_SEGMENT_OCTETS, (index + 1) * MAX_SEGMENT_OCTETS)
      this.#write(records.subarray(at), from, payload, utcMs)
      at += 16 + IP_AND_TCP_OCTETS + payload.length
    }
    return records
  }

  #write(record: Uint8Array, from: 'esme' | 'mc', payload: Uint8Array, utcMs: number): void {
    const to = from === 'esme' ? 'mc' : 'esme'
    const packetOctets = IP_AND_TCP_OCTETS + payload.length
    const view = new DataView(record.buffer, record.byteOffset)
    view.setUint32(0, Math.floor(utcMs / 1000))
    view.setUint32(4, Math.floor((utcMs % 1000) * 1000))
    view.setUint32(8, packetOctets)
    view.setUint32(12, packetOctets)
    const ip = record.subarray(16, 36)
    view.setUint16(16, 0x4500)
    view.setUint16(18, packetOctets)
    view.setUint16(22, 0x4000)
    view.setUint16(24, 0x4006)
    ip.set(this.#ends[from].address, 12)
    ip.set(this.#ends[to].address, 16)
    view.setUint16(26, checksum(ip))
    view.setUint16(36, this.#ends[from].port)
    view.setUint16(38, this.#ends[to].port)
    view.setUint32(40, this.#sequence[from])
    view.setUint32(44, this.#sequence[to])
    // Data offset 5 words, PSH and ACK; the largest window. The checksum stays 0: Wireshark does not check it unless told.
    view.setUint16(48, 0x5018)
    view.setUint16(50, 0xffff)
    record.set(payload, 16 + IP_AND_TCP_OCTETS)
    this.#sequence[from] = (this.#sequence[from] + payload.length) >>> 0
  }
}

function endOf(endpoint: PcapEndpoint): { address: Uint8Array; port: number } {
  const numbers = endpoint.address
    .replace(/^::ffff:/i, '')
    .split('.')
    .map(Number)
  const sound =
    numbers.length === 4 && numbers.every((number) => Number.isInteger(number) && number >= 0 && number <= 255)
  return { address: Uint8Array.from(sound ? numbers : [127, 0, 0, 1]), port: endpoint.port & 0xffff }
}

/** The checksum of an IPv4 header (RFC 1071). */
function checksum(header: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < header.length; at += 2) sum += (header[at]! << 8) | header[at + 1]!
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
