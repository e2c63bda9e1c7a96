import { readFileSync } from 'node:fs'

/** Something that happened to the files of a folder, or that was told to the outside, in the order of the kernel. */
export type DiskRecord =
  /** A file was made, or opened. Names are below the folder; `file` stays the same when it is renamed. */
  | { readonly kind: 'create' | 'open'; readonly file: bigint; readonly name: string }
  | { readonly kind: 'write'; readonly file: bigint; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: bigint; readonly size: number }
  /** `token` ties the end of a sync to its beginning. */
  | { readonly kind: 'sync-begun' | 'synced' | 'sync-failed'; readonly file: bigint; readonly token: bigint }
  /** The entries of a folder ('' for the root) are on the disk. */
  | { readonly kind: 'folder-synced'; readonly name: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly name: string }
  /** What the process wrote to the file of marks. */
  | { readonly kind: 'mark'; readonly text: string }
  /** Octets that the kernel took for a TCP socket, or gave from it. `stream` names the socket. */
  | {
      readonly kind: 'sent' | 'received'
      readonly stream: bigint
      readonly localPort: number
      readonly remotePort: number
      readonly data: Buffer
    }

const HEADER = 24

/** Reads what the shim wrote down. A record that a kill cut off, at the end, is left out. */
export function readDiskTrace(path: string): readonly DiskRecord[] {
  const octets = readFileSync(path)
  const records: DiskRecord[] = []
  for (let at = 0; at + HEADER <= octets.length; ) {
    const kind = String.fromCharCode(octets.readUInt32LE(at))
    const length = octets.readUInt32LE(at + 4)
    const a = octets.readBigUInt64LE(at + 8)
    const b = octets.readBigUInt64LE(at + 16)
    const end = at + HEADER + length
    if (end > octets.length) break
    records.push(recordOf(kind, a, b, octets.subarray(at + HEADER, end)))
    at = end
  }
  return records
}

function recordOf(kind: string, a: bigint, b: bigint, data: Buffer): DiskRecord {
  switch (kind) {
    case 'C':
      return { kind: 'create', file: a, name: data.toString() }
    case 'O':
      return { kind: 'open', file: a, name: data.toString() }
    case 'W':
      return { kind: 'write', file: a, offset: Number(b), data }
    case 'T':
      return { kind: 'truncate', file: a, size: Number(b) }
    case 's':
      return { kind: 'sync-begun', file: a, token: b }
    case 'S':
      return { kind: 'synced', file: a, token: b }
    case 'F':
      return { kind: 'sync-failed', file: a, token: b }
    case 'D':
      return { kind: 'folder-synced', name: data.toString() }
    case 'R': {
      const [from = '', to = ''] = data.toString().split('\0')
      return { kind: 'rename', from, to }
    }
    case 'U':
      return { kind: 'remove', name: data.toString() }
    case 'M':
      return { kind: 'mark', text: data.toString() }
    case 'N':
    case 'G': {
      const ports = { localPort: Number(a >> 32n), remotePort: Number(a & 0xffff_ffffn) }
      return { kind: kind === 'N' ? 'sent' : 'received', stream: b, ...ports, data }
    }
    default:
      throw new Error(`a record of the kind ${JSON.stringify(kind)} in a disk trace`)
  }
}
