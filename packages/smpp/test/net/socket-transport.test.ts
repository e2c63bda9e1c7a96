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
  readonly callbacks: (() => void)[] = []

  write(octets: Uint8Array, callback: () => void): boolean {
    if (!this.quick) this.writableLength += octets.length
    this.callbacks.push(callback)
    return true
  }

  /** The kernel has taken what was written: the oldest callback comes. */
  taken(): void {
    this.writableLength = 0
    this.callbacks.shift()?.()
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
  it('is busy until the kernel has taken the write, and does not mistake an earlier callback for it', () => {
    const { socket, transport, told } = opened()
    assert.equal(transport.write(new Uint8Array(10)), true)
    socket.quick = false
    assert.equal(transport.write(new Uint8Array(10)), false)
    assert.throws(() => transport.write(new Uint8Array(1)), /under way/)
    socket.callbacks.shift()?.()
    assert.deepEqual(told, [], 'that was the callback of the first write')
    socket.taken()
    assert.deepEqual(told, ['drained'])
    socket.quick = true
    assert.equal(transport.write(new Uint8Array(10)), true)
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
