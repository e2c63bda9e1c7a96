import type { Random } from './random.ts'

/** Octets that parsers stumble over. */
const TELLING = [0x00, 0x01, 0x04, 0x1b, 0x7f, 0x80, 0xc0, 0xfe, 0xff] as const

const scratch = new Uint8Array(4096)

/**
 * A seed, spoilt in up to eight places: single octets, telling octets, lengths, stretches taken out, doubled, or put in from
 * another seed. One in four gets its length field put right afterwards, so that the body is looked at as a whole. The octets
 * are those of a shared buffer: they hold until the next call.
 */
export function mutate(seeds: readonly Uint8Array[], random: Random): Uint8Array<ArrayBuffer> {
  const seed = seeds[random.below(seeds.length)]!
  let length = Math.min(seed.length, scratch.length)
  scratch.set(seed.subarray(0, length))
  for (let turn = random.below(9); turn > 0; turn--) length = mutateOnce(length, seeds, random)
  if (length >= 4 && random.below(4) !== 0) {
    scratch[0] = 0
    scratch[1] = 0
    scratch[2] = length >> 8
    scratch[3] = length
  }
  return scratch.subarray(0, length)
}

function mutateOnce(length: number, seeds: readonly Uint8Array[], random: Random): number {
  if (length === 0) return length
  const at = random.below(length)
  switch (random.below(7)) {
    case 0:
      scratch[at] = random.below(256)
      return length
    case 1:
      scratch[at] = TELLING[random.below(TELLING.length)]!
      return length
    case 2:
      scratch[at]! ^= 1 << random.below(8)
      return length
    case 3:
      return at
    case 4: {
      const end = Math.min(length, at + 1 + random.below(16))
      scratch.copyWithin(at, end, length)
      return length - (end - at)
    }
    case 5: {
      const size = Math.min(1 + random.below(16), scratch.length - length)
      scratch.copyWithin(at + size, at, length)
      return length + size
    }
    default: {
      const other = seeds[random.below(seeds.length)]!
      const from = random.below(other.length)
      const size = Math.min(other.length - from, 1 + random.below(64), scratch.length - at)
      scratch.set(other.subarray(from, from + size), at)
      return Math.max(length, at + size)
    }
  }
}
