import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Transport } from '../../src/net/transport.ts'
import { Outflow } from '../../src/session/outflow.ts'

/** A connection that says what was asked of it, and PDUs of 1 KiB. */
class Ends implements Transport {
  readonly peer = { address: 'test', port: 0 }
  readonly secure = false
  readonly asked: string[] = []
  taking = true
  outgoingOctets = 0

  write(octets: Uint8Array): boolean {
    this.asked.push(`write ${octets.length / 1024}`)
    return this.taking
  }

  takeOutgoing(): Uint8Array {
    const octets = new Uint8Array(this.outgoingOctets)
    this.outgoingOctets = 0
    return octets
  }

  reuseOutgoing(): void {
    this.asked.push('reuse')
  }

  end(): void {
    this.asked.push('end')
  }

  destroy(): void {
    this.asked.push('destroy')
  }

  open(): void {}
  pause(): void {}
  resume(): void {}
}

function world() {
  const ends = new Ends()
  const outflow = new Outflow(ends, ends)
  const add = (count: number): void => {
    for (let pdu = 0; pdu < count; pdu++) {
      ends.outgoingOctets += 1024
      outflow.added()
    }
  }
  return { ends, outflow, add, asked: ends.asked }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('Outflow', () => {
  it('writes at once, at the end of the read, what a read led to', () => {
    const { outflow, add, asked } = world()
    outflow.beginRead()
    add(3)
    assert.deepEqual(asked, [])
    outflow.endRead(false)
    assert.deepEqual(asked, ['write 3', 'reuse'])
  })

  it('waits for the continuations of promises where there may be some', async () => {
    const { outflow, add, asked } = world()
    outflow.beginRead()
    add(3)
    outflow.endRead(true)
    void Promise.resolve().then(() => add(2))
    assert.deepEqual(asked, [])
    await turn()
    assert.deepEqual(asked, ['write 5', 'reuse'])
  })

  it('writes once for all PDUs of a turn, and after every 32 KiB', async () => {
    const { add, asked } = world()
    add(20)
    void Promise.resolve()
      .then(() => add(5))
      .then(() => add(1))
    await turn()
    assert.deepEqual(asked.splice(0), ['write 26', 'reuse'])
    add(80)
    assert.deepEqual(asked, ['write 32', 'reuse', 'write 32', 'reuse'])
    await turn()
    assert.deepEqual(asked.slice(4), ['write 16', 'reuse'])
  })

  it('keeps everything back while the operating system takes no more', async () => {
    const { ends, outflow, add, asked } = world()
    ends.taking = false
    add(32)
    add(60)
    await turn()
    assert.deepEqual(asked, ['write 32'])
    ends.taking = true
    outflow.drained()
    assert.deepEqual(asked, ['write 32', 'write 60', 'reuse'])
  })

  it('ends after the rest has left, or at once where the peer takes nothing', async () => {
    const orderly = world()
    orderly.add(1)
    orderly.outflow.end()
    await turn()
    assert.deepEqual(orderly.asked, ['write 1', 'reuse', 'end'])

    const stuck = world()
    stuck.ends.taking = false
    stuck.add(32)
    stuck.outflow.end()
    assert.deepEqual(stuck.asked, ['write 32', 'destroy'])
  })

  it('writes nothing once the connection is gone', async () => {
    const { outflow, add, asked } = world()
    add(1)
    outflow.close()
    await turn()
    assert.deepEqual(asked, [])
  })
})
