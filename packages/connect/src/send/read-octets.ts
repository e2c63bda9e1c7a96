import type { FileHandle } from 'node:fs/promises'

const PIECE_OCTETS = 256 * 1024

/**
 * The octets of an open file from its start. Unlike a stream it leaves the file open, also when nobody wants the rest. A
 * piece is valid until the next one is asked for.
 */
export async function* readOctets(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE_OCTETS)
  let position = 0
  for (;;) {
    const { bytesRead } = await handle.read(piece, 0, piece.length, position)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
    position += bytesRead
  }
}
