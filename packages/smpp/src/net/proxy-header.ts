import type { PeerAddress } from './transport.ts'

/** What the first octets of a connection from a proxy hold. */
export type ProxyHeader =
  /** Not all of it has come yet. */
  | { readonly kind: 'more' }
  /** The header, its length in octets, and the client's address; none for the proxy's own checks (LOCAL, UNKNOWN). */
  | { readonly kind: 'header'; readonly octets: number; readonly source: PeerAddress | undefined }
  /** No PROXY header: the connection did not come through the proxy. */
  | { readonly kind: 'broken'; readonly reason: string }

const signature = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a)
/** Longest line of version 1, CR LF included (PROXY protocol specification, section 2.1). */
const maxLineOctets = 107

/** Reads a header of the PROXY protocol, version 1 (text) or 2 (binary), from the first octets of a connection. */
export function readProxyHeader(octets: Uint8Array): ProxyHeader {
  if (octets.length === 0) return { kind: 'more' }
  return octets[0] === signature[0] ? readBinary(octets) : readLine(octets)
}

function readLine(octets: Uint8Array): ProxyHeader {
  const text = Buffer.from(octets.subarray(0, maxLineOctets)).toString('latin1')
  const start = 'PROXY '
  if (!text.startsWith(start.slice(0, text.length))) return { kind: 'broken', reason: 'no PROXY header' }
  const end = text.indexOf('\r\n')
  if (end < 0) {
    return text.length < maxLineOctets ? { kind: 'more' } : { kind: 'broken', reason: 'the PROXY header has no end' }
  }
  const [, family, source, , sourcePort] = text.slice(0, end).split(' ')
  if (family === 'UNKNOWN') return { kind: 'header', octets: end + 2, source: undefined }
  const port = Number(sourcePort)
  if ((family !== 'TCP4' && family !== 'TCP6') || source === undefined || !(port >= 0 && port <= 65_535)) {
    return { kind: 'broken', reason: 'the PROXY header cannot be read' }
  }
  return { kind: 'header', octets: end + 2, source: { address: source, port } }
}

function readBinary(octets: Uint8Array): ProxyHeader {
  const known = Math.min(octets.length, signature.length)
  for (let at = 0; at < known; at++) {
    if (octets[at] !== signature[at]) return { kind: 'broken', reason: 'no PROXY header' }
  }
  if (octets.length < 16) return { kind: 'more' }
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  const length = 16 + view.getUint16(14)
  if (view.getUint8(12) >> 4 !== 2) return { kind: 'broken', reason: 'the PROXY header is of an unknown version' }
  if (length > 4_096) return { kind: 'broken', reason: 'the PROXY header is too long' }
  if (octets.length < length) return { kind: 'more' }
  const isLocal = (view.getUint8(12) & 0x0f) === 0
  const family = view.getUint8(13) >> 4
  if (isLocal || (family !== 1 && family !== 2)) return { kind: 'header', octets: length, source: undefined }
  const addressOctets = family === 1 ? 4 : 16
  if (length < 16 + addressOctets * 2 + 4) return { kind: 'broken', reason: 'the PROXY header is too short' }
  const address = octets.subarray(16, 16 + addressOctets)
  const port = view.getUint16(16 + addressOctets * 2)
  return { kind: 'header', octets: length, source: { address: addressText(address), port } }
}

function addressText(address: Uint8Array): string {
  if (address.length === 4) return address.join('.')
  const groups: string[] = []
  for (let at = 0; at < 16; at += 2) groups.push((((address[at] ?? 0) << 8) | (address[at + 1] ?? 0)).toString(16))
  // The canonical form is what the operating system shows for direct connections.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
