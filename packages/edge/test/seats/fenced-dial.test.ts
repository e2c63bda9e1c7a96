import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transport, TransportHandler } from '@smpp-connect/smpp'
import { Fence } from '../../src/seats/fenced-dial.ts'

function connection() {
  const did: string[] = []
  let handler: TransportHandler | undefined
  const transport: Transport = {
    peer: { address: 'smsc', port: 2775 },
    secure: false,
    open: (given) => {
      handler = given
    },
    write: (octets) => {
      did.push(`write ${octets.length}`)
      return true
    },
    pause: () => did.push('pause'),
    resume: () => did.push('resume'),
    end: () => did.push('end'),
    destroy: () => {
      did.push('destroy')
      queueMicrotask(() => handler?.closed({ kind: 'local', reason: 'destroyed' }))
    },
  }
  return { did, transport }
}

const QUIET: TransportHandler = { received: () => {}, drained: () => {}, closed: () => {} }

test('what is behind the fence writes while it may, and nothing afterwards', async () => {
  let may = true
  const { did, transport } = connection()
  const fence = new Fence(() => may)
  const fenced = await fence.around(async () => transport)(new AbortController().signal)
  fenced.open(QUIET)
  assert.equal(fenced.write(Uint8Array.of(1, 2)), true)
  may = false
  assert.equal(fenced.write(Uint8Array.of(3)), false)
  fenced.end()
  assert.deepEqual(did, ['write 2', 'destroy', 'destroy'])
})

test('a cut drops what is open, once', async () => {
  const { did, transport } = connection()
  const fence = new Fence(() => true)
  const fenced = await fence.around(async () => transport)(new AbortController().signal)
  fenced.open(QUIET)
  fence.cut()
  await Promise.resolve()
  fence.cut()
  assert.deepEqual(did, ['destroy'])
})
