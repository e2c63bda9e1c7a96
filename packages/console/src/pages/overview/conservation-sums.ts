import type { Counts, MessageState } from '@smpp-connect/contracts'
import type { Tone } from '../../format/state-words.ts'

/** One stretch of the bar: how many outbound messages are in these states now. */
export interface Stretch {
  readonly key: 'delivered' | 'ended' | 'waiting' | 'uncertain'
  readonly label: string
  readonly tone: Tone
  readonly count: number
  /** The states it counts, the most telling one first. */
  readonly states: readonly MessageState[]
}

const ENDED: readonly MessageState[] = [
  'undelivered',
  'rejected',
  'expired',
  'failed',
  'cancelled',
  'blocked',
  'uncertain-closed',
]

/** The law as four figures. They are the server's; nothing is filled up here, so that a mistake would show. */
export function stretchesOf(counts: Counts): readonly Stretch[] {
  const delivered = counts.byState.delivered ?? 0
  return [
    { key: 'delivered', label: 'Delivered', tone: 'good', count: delivered, states: ['delivered'] },
    { key: 'ended', label: 'Ended otherwise', tone: 'bad', count: counts.final - delivered, states: ENDED },
    {
      key: 'waiting',
      label: 'On the way',
      tone: 'move',
      count: counts.waiting,
      states: ['accepted', 'sending', 'submitted', 'held'],
    },
    { key: 'uncertain', label: 'Uncertain', tone: 'warn', count: counts.uncertain, states: ['uncertain'] },
  ]
}

/** Whether accepted = final + waiting + uncertain holds. */
export function addsUp(counts: Counts): boolean {
  return counts.accepted === counts.final + counts.waiting + counts.uncertain
}

/** Widths in per cent that add up to 100; what is there at all is never thinner than can be seen. */
export function widthsOf(counts: readonly number[], thinnest = 1.2): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return counts.map(() => 0)
  const raw = counts.map((count) => (count === 0 ? 0 : Math.max(thinnest, (count / total) * 100)))
  const sum = raw.reduce((all, width) => all + width, 0)
  return raw.map((width) => (width / sum) * 100)
}
