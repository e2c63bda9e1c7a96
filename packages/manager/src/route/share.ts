/** One of several that share something; `seed` is the hash of its id (`shareSeed`). */
export interface Sharer {
  readonly seed: number
  /** Its part relative to the others', above 0. */
  readonly weight: number
}

/**
 * Whose a key is, among several that share by weight: weighted rendezvous hashing. Each sharer draws a number for the key,
 * from both their hashes, and the earliest of exponential arrival times with its weight for a rate wins. So over many
 * keys each gets its part; the same key always goes to the same one; and when one joins or leaves, only what it gains
 * or had moves. Nothing is drawn at random and nothing is remembered. `sharers` is not empty.
 */
export function sharerOf<Kind extends Sharer>(key: string, sharers: readonly Kind[]): Kind {
  let best = sharers[0] as Kind
  if (sharers.length === 1) return best
  const keyHash = shareSeed(key)
  let earliest = Number.POSITIVE_INFINITY
  for (const sharer of sharers) {
    const fraction = (mix(keyHash ^ sharer.seed) + 0.5) / 2 ** 32
    const arrival = -Math.log(fraction) / sharer.weight
    if (arrival >= earliest) continue
    earliest = arrival
    best = sharer
  }
  return best
}

/** FNV-1a over the characters, mixed: the low bits of neighbouring numbers must not look alike. 32 bits, unsigned. */
export function shareSeed(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mix(hash)
}

/** The last step of MurmurHash3 (32 bits): every bit of what goes in changes about half of those that come out. */
function mix(bits: number): number {
  let hash = bits
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
