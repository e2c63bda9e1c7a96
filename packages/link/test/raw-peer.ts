import { settle } from '@smpp-connect/testkit'
import { decodeFrame, encodeFrame, type FrameKind, frameOf } from '../src/wire/frame.ts'
import { FrameSplitter, joinFrames } from '../src/wire/framing.ts'
import type { Frame } from '../src/wire/link.generated.ts'
import type { MemoryConnection } from './memory-connection.ts'
import { EDGE } from './world.ts'

/** The other end of a connection, written by hand: it says what it is told, octet by octet. */
export class RawPeer {
  readonly frames: Frame[] = []
  closed = ''
  readonly #end: MemoryConnection

  constructor(end: MemoryConnection) {
    this.#end = end
    const splitter = new FrameSplitter()
    end.attach({
      data: (octets) => {
        for (const one of splitter.take(octets) as readonly Uint8Array[]) this.frames.push(decodeFrame(one) as Frame)
      },
      drained: () => {},
      closed: (reason) => {
        this.closed = reason
      },
    })
  }

  /** A frame and, behind its fields, others that nobody knows. */
  async say(kind: FrameKind, unknown = ''): Promise<void> {
    this.#end.write(joinFrames([Buffer.concat([encodeFrame(frameOf(kind)), Buffer.from(unknown, 'hex')])]))
    await settle(10)
  }

  async sayOctets(hex: string): Promise<void> {
    this.#end.write(joinFrames([Buffer.from(hex, 'hex')]))
    await settle(10)
  }

  heard(name: FrameKind['case']): boolean {
    return this.frames.some(({ kind }) => kind.case === name)
  }

  /** What it said when it let us go. */
  get goodbye(): string {
    for (const { kind } of this.frames) if (kind.case === 'goodbye') return kind.value.text
    return ''
  }
}

export function hello(role: 'edge' | 'manager', minor: number): FrameKind {
  return {
    case: 'hello',
    value: {
      $typeName: 'connect.link.v1.Hello',
      contractMajor: 1,
      contractMinor: minor,
      productVersion: '9.9.9',
      role,
      edgeId: role === 'edge' ? EDGE.id : '',
      producerId: 'raw',
      unansweredSmscIds: [],
      inboundWindow: 10,
      settled: 0n,
      edgeRole: '',
    },
  }
}
