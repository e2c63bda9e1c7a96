import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { describe, it } from 'node:test'
import { SocketTransport } from '../../src/index.ts'

/** A socket whose kernel takes octets when it is told to. */
class SlowSocket extends EventEmitter {
  writableLength = 0
  readonly writable = true
  destroyed = false
  readonly remoteAddress = '192.0.2.1'
  readonly remotePort = 7
  /** Whether the next write is taken at once. */
  quick = true
  /** Of writes that wait, in order; one without a callback has a place too. */
  readonly #waiting: { readonly octets: number; readonly callback: ((failure?: Error) => void) | undefined }[] = []

  write(octets: Uint8Array, callback?: (failure?: Error) => void): boolean {
    if (this.quick && this.#waiting.length === 0) {
      if (callback !== undefined) queueMicrotask(callback)
      return true
    }
    this.writableLength += octets.length
    this.#waiting.push({ octets: octets.length, callback })
    return true
  }

  /** The kernel has taken the oldest write that waits, or the connection has failed under it. */
  taken(failure?: Error): void {
    const write = this.#waiting.shift()
    this.writableLength -= write?.octets ?? 0
    write?.callback?.(failure)
  }

  setNoDelay(): void {}
  resume(): void {}
  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
}

function opened() {
  const socket = new SlowSocket()
  const transport = new SocketTransport(socket as unknown as Socket, { secure: false })
  const told: string[] = []
  transport.open({
    received: (chunk) => told.push(`received ${chunk.length}`),
    drained: () => told.push('drained'),
    closed: (end) => told.push(`closed ${end.kind}: ${end.reason}`),
  })
  return { socket, transport, told }
}

describe('SocketTransport', () => {
  it('is busy until the kernel has taken the write', () => {
    const { socket, transport, told } = opened()
    assert.equal(transport.write(new Uint8Array(10)), true)
    socket.quick = false
    assert.equal(transport.write(new Uint8Array(10)), false)
    assert.throws(() => transport.write(new Uint8Array(1)), /under way/)
    assert.deepEqual(told, [])
    socket.taken()
    socket.taken()
    assert.deepEqual(told, ['drained'])
    socket.quick = true
    assert.equal(transport.write(new Uint8Array(10)), true)
    assert.deepEqual(told, ['drained'])
  })

  it('asks for nothing more once a write has failed, so that what waits has never left', () => {
    const { socket, transport, told } = opened()
    socket.quick = false
    assert.equal(transport.write(new Uint8Array(10)), false)
    const reset = Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET' })
    socket.taken(reset)
    socket.taken(reset)
    socket.emit('error', reset)
    socket.emit('close')
    assert.deepEqual(told, ['closed failed: the peer reset the connection'])
  })

  it('tells how the connection ended', () => {
    const failed = opened()
    failed.socket.emit('error', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
    failed.socket.emit('close')
    assert.deepEqual(failed.told, ['closed failed: the peer reset the connection'])

    const ended = opened()
    ended.socket.emit('end')
    ended.socket.emit('close')
    assert.deepEqual(ended.told, ['closed ended: the peer closed the connection'])

    const local = opened()
    local.transport.destroy()
    assert.deepEqual(local.told, ['closed local: closed by this side'])
  })

  it('remembers an end that came before anybody listened', () => {
    const socket = new SlowSocket()
    const transport = new SocketTransport(socket as unknown as Socket, { secure: false })
    socket.emit('end')
    socket.emit('close')
    let reason = ''
    transport.open({
      received: () => undefined,
      drained: () => undefined,
      closed: (end) => {
        reason = end.reason
      },
    })
    assert.equal(reason, 'the peer closed the connection')
  })
})
