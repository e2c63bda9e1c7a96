import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { type Frame, FrameSchema } from './link.generated.ts'

export type FrameKind = Exclude<Frame['kind'], { case: undefined }>

/** A frame that expects no reply. */
export function frameOf(kind: FrameKind): Frame {
  return { $typeName: 'connect.link.v1.Frame', request: 0, replyTo: 0, kind }
}

/** A frame that expects a reply with its number. */
export function requestOf(request: number, kind: FrameKind): Frame {
  return { $typeName: 'connect.link.v1.Frame', request, replyTo: 0, kind }
}

export function replyOf(replyTo: number, kind: FrameKind): Frame {
  return { $typeName: 'connect.link.v1.Frame', request: 0, replyTo, kind }
}

export function encodeFrame(frame: Frame): Uint8Array {
  return toBinary(FrameSchema, frame)
}

/** Undefined when the octets are no frame. A frame of a kind that is not known here has `kind.case` undefined. */
export function decodeFrame(octets: Uint8Array): Frame | undefined {
  // Fields are cut out of this memory; of a Buffer they would be Buffers, whose `slice` copies nothing.
  const plain = new Uint8Array(octets.buffer, octets.byteOffset, octets.length)
  try {
    // What is not known is not kept: nobody passes frames on.
    return fromBinary(FrameSchema, plain, { readUnknownFields: false })
  } catch {
    return undefined
  }
}
