/** Octets of a slab: enough for a few hundred PDUs, so that its cost is shared by them. */
export const SLAB_OCTETS = 65_536
/** Slabs kept for whoever writes next; connections that write in the same turn of the event loop need one each. */
const KEPT_SLABS = 16

const free: Uint8Array[] = []

/** A slab to write into. What stood in it before may still be there. */
export function claimSlab(): Uint8Array {
  return free.pop() ?? new Uint8Array(SLAB_OCTETS)
}

/** Gives a slab back. Nobody may use a view of it any more. */
export function returnSlab(slab: Uint8Array): void {
  if (free.length < KEPT_SLABS) free.push(slab)
}
