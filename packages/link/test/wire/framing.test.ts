import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FrameSplitter, joinFrames } from '../../src/wire/framing.ts'

const FRAMES = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(300).fill(9)]

test('frames stand behind one another, each after four octets of its length', () => {
  assert.equal(Buffer.from(joinFrames(FRAMES.slice(0, 2))).toString('hex'), '00000003' + '010203' + '00000000')
})

test('what was joined is cut again, wherever the pieces were cut', () => {
  const octets = joinFrames(FRAMES)
  for (let first = 0; first <= octets.length; first++) {
    for (const second of [first, Math.min(first + 1, octets.length), Math.min(first + 5, octets.length)]) {
      const splitter = new FrameSplitter()
      const pieces = [octets.subarray(0, first), octets.subarray(first, second), octets.subarray(second)]
      const frames = pieces.flatMap((piece) => splitter.take(piece) as readonly Uint8Array[])
      assert.deepEqual(
        frames.map((frame) => Uint8Array.from(frame)),
        FRAMES,
      )
    }
  }
})

test('a frame that is too long is refused by its first four octets', () => {
  const splitter = new FrameSplitter(1_000)
  assert.deepEqual(splitter.take(Buffer.from('000003e9', 'hex')), { kind: 'too-long', octets: 1_001 })
})

test('the generated code is that of the schema', () => {
  const room = join(import.meta.dirname, '../..')
  const digest = createHash('sha256')
    .update(readFileSync(join(room, 'proto/connect/link/v1/link.proto')))
    .digest('hex')
  const generated = readFileSync(join(room, 'src/wire/link.generated.ts'), 'utf8')
  assert.ok(
    generated.startsWith(`// Of link.proto with SHA-256 ${digest}\n`),
    'link.proto changed: run packages/link/scripts/generate-wire.ts',
  )
})
