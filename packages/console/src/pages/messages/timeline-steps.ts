import type { EventKind, MessageDetail, TimelineEntry } from '@smpp-connect/contracts'
import type { Tone } from '../../format/state-words.ts'

/** A step of the timeline with the time since the step before it. */
export interface TimelineStep {
  readonly entry: TimelineEntry
  readonly tone: Tone
  /** Null for the first. */
  readonly sinceBeforeMs: number | null
}

const TONES: Readonly<Partial<Record<EventKind, Tone>>> = {
  'message.submitted': 'move',
  'message.sending': 'move',
  'message.released': 'move',
  'message.rerouted': 'move',
  'message.replaced': 'move',
  'message.asked': 'move',
  'message.received': 'good',
  'message.refused': 'bad',
  'message.uncertain': 'warn',
  'message.resent': 'warn',
  'message.held': 'warn',
  'message.retrying': 'warn',
  'opt-out.recorded': 'warn',
  'opt-out.possible': 'warn',
  'opt-out.withdrawn': 'good',
}

export function timelineSteps(timeline: readonly TimelineEntry[]): readonly TimelineStep[] {
  return timeline.map((entry, index) => {
    const before = timeline[index - 1]
    return {
      entry,
      tone: toneOf(entry),
      sinceBeforeMs: before ? Math.max(0, Date.parse(entry.at) - Date.parse(before.at)) : null,
    }
  })
}

function toneOf({ kind, detail }: TimelineEntry): Tone {
  if (kind === 'message.final' || kind === 'message.receipt') {
    const state = String(detail.state ?? detail.stat ?? '').toLowerCase()
    if (state.startsWith('deliv')) return 'good'
    return kind === 'message.final' ? 'bad' : 'move'
  }
  return TONES[kind] ?? 'wait'
}

/** One leg of the journey: what was reached, when, and how long it took from the leg before. */
export interface Leg {
  readonly label: string
  readonly atMs: number | undefined
  readonly tookMs: number | undefined
  readonly tone: Tone
}

/**
 * The way of an outbound message in four legs, each reached when the last part reached it: stored, handed to the Sender,
 * taken by the SMSC, ended. What has not happened has no time.
 */
export function journeyOf(message: MessageDetail): readonly Leg[] {
  const parts = message.partDetails
  const lastOf = (times: readonly (string | null)[]) =>
    times.length > 0 && times.every((time) => time !== null)
      ? Math.max(...times.map((time) => Date.parse(time as string)))
      : undefined
  const times = [
    Date.parse(message.createdAt),
    lastOf(parts.map((part) => part.sentAt)),
    lastOf(parts.map((part) => part.answeredAt)),
    message.finalAt === null ? undefined : Date.parse(message.finalAt),
  ]
  const delivered = message.state === 'delivered'
  const labels = ['Stored', 'Sent', 'Taken by the SMSC', delivered ? 'Delivered' : 'Ended']
  return labels.map((label, index) => {
    const atMs = times[index]
    const before = times.slice(0, index).findLast((time) => time !== undefined)
    return {
      label,
      atMs,
      tookMs: atMs === undefined || before === undefined ? undefined : Math.max(0, atMs - before),
      tone: atMs === undefined ? 'wait' : index === 3 ? (delivered ? 'good' : 'bad') : 'move',
    }
  })
}
