/** Most octets of content in one frame: far below the most that a frame may have, and soon through a slow line. */
const MOST_OCTETS = 256 * 1024
const MOST_ITEMS = 500

/** Cuts a list into batches of a size that crosses in one frame, in order. `octetsOf` need not be exact. */
export function cutIntoBatches<Item>(
  items: readonly Item[],
  octetsOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const batches: Item[][] = []
  let batch: Item[] = []
  let octets = 0
  for (const item of items) {
    const size = octetsOf(item)
    if (batch.length > 0 && (batch.length === MOST_ITEMS || octets + size > MOST_OCTETS)) {
      batches.push(batch)
      batch = []
      octets = 0
    }
    batch.push(item)
    octets += size
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}

/** What the fixed fields of an order or a text take on the wire, about. */
const FIXED_OCTETS = 150

interface WithTlvs {
  readonly tlvs: readonly { readonly value: Uint8Array }[]
}

export function tlvOctets({ tlvs }: WithTlvs): number {
  return tlvs.reduce((sum, { value }) => sum + value.length + 8, FIXED_OCTETS)
}
