import type { Random } from '@smpp-connect/kernel'

/** What a disk writes in one go: it has all of a sector or nothing of it. */
export const SECTOR = 512

/** A change of a file that was not synced. */
export type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly size: number }
type Write = Extract<Change, { kind: 'write' }>

/**
 * How a power cut treats the changes that were not synced, in their order: it loses all; keeps all; keeps those up to one
 * that is torn at a sector; keeps some and not others; keeps some sectors and not others, whatever they belong to.
 */
export const FATES = ['none', 'all', 'torn', 'some', 'sectors'] as const
export type Fate = (typeof FATES)[number]

/** What is kept, in order, and the pieces of writes that are lost. */
export function survivors(
  changes: readonly Change[],
  fate: Fate,
  random: Random,
): { readonly kept: Change[]; readonly lost: readonly Write[] } {
  const kept: Change[] = []
  const lost: Write[] = []
  const put = (change: Change, isKept: boolean): void => {
    if (isKept) kept.push(change)
    else if (change.kind === 'write') lost.push(change)
  }
  const coin = (): boolean => random.fraction() < 0.5
  const torn = Math.floor(random.fraction() * (changes.length + 1))
  changes.forEach((change, index) => {
    if (fate === 'none' || fate === 'all') put(change, fate === 'all')
    else if (fate === 'torn' && index !== torn) put(change, index < torn)
    else if (fate === 'some' || change.kind === 'truncate') put(change, coin())
    else {
      const cutAt = change.offset + Math.floor(random.fraction() * change.data.length)
      for (const piece of sectorsOf(change)) put(piece, fate === 'torn' ? endOf(piece) <= cutAt : coin())
    }
  })
  return { kept, lost }
}

export function endOf({ offset, data }: Write): number {
  return offset + data.length
}

function* sectorsOf({ offset, data }: Write): Iterable<Write> {
  const end = offset + data.length
  for (let at = offset; at < end; ) {
    const next = Math.min(end, (Math.floor(at / SECTOR) + 1) * SECTOR)
    yield { kind: 'write', offset: at, data: data.subarray(at - offset, next - offset) }
    at = next
  }
}
