import type { BindView, SmscView } from '@smpp-connect/contracts'
import { agoWords, countdownWords, spanWords } from './duration.ts'
import type { Tone } from './state-words.ts'

export interface BindWords {
  readonly label: string
  readonly tone: Tone
  /** The rest of the sentence; may be empty. */
  readonly detail: string
}

/** What a bind does, in words. `clock` writes a time of the day. */
export function bindWords(bind: BindView, nowMs: number, clock: (ms: number) => string): BindWords {
  const sinceMs = Date.parse(bind.since)
  const since = `since ${clock(sinceMs)} (${agoWords(nowMs - sinceMs)})`
  switch (bind.status) {
    case 'bound':
      return { label: 'Bound', tone: 'good', detail: since }
    case 'connecting':
      return { label: 'Connecting', tone: 'move', detail: bind.reason }
    case 'binding':
      return { label: 'Binding', tone: 'move', detail: bind.reason }
    case 'waiting': {
      const retry = bind.retryAt === null ? '' : `Tries again ${inWords(Date.parse(bind.retryAt) - nowMs)}.`
      return { label: 'Waiting', tone: 'bad', detail: [sentence(bind.reason), retry].filter(Boolean).join(' ') }
    }
    case 'draining':
      return { label: 'Draining', tone: 'move', detail: bind.reason || 'Lets the last answers come in, then closes.' }
    case 'disabled':
      return { label: 'Disabled', tone: 'wait', detail: bind.reason }
    case 'closed':
      return { label: 'Closed', tone: 'wait', detail: bind.reason }
  }
}

/** One word for the whole SMSC: the bind that is worst off speaks. */
export function smscWords(smsc: SmscView): { readonly label: string; readonly tone: Tone } {
  if (smsc.deletion) return { label: 'Being deleted', tone: 'warn' }
  if (!smsc.enabled) return { label: 'Disabled', tone: 'wait' }
  const states = smsc.binds.map((bind) => bind.status)
  if (states.length === 0) return { label: 'Not bound yet', tone: 'move' }
  if (states.every((status) => status === 'bound')) return { label: 'Bound', tone: 'good' }
  if (states.includes('bound')) return { label: 'Partly bound', tone: 'warn' }
  if (states.includes('waiting')) return { label: 'Not bound', tone: 'bad' }
  if (states.some((status) => status === 'connecting' || status === 'binding'))
    return { label: 'Binding', tone: 'move' }
  return { label: 'Not bound', tone: 'wait' }
}

const BIND_TYPE_WORDS = { transceiver: 'Transceiver', transmitter: 'Transmitter', receiver: 'Receiver' } as const

/** Its kind, with its number where there are several of that kind. */
export function bindName(
  bind: Pick<BindView, 'bindType' | 'number'>,
  all: readonly Pick<BindView, 'bindType'>[],
): string {
  const words = BIND_TYPE_WORDS[bind.bindType]
  return all.filter(({ bindType }) => bindType === bind.bindType).length > 1 ? `${words} ${bind.number}` : words
}

/** How long answers take; empty while none was measured. */
export function roundTripWords(roundTripMs: number | null): string {
  if (roundTripMs === null) return ''
  return roundTripMs < 1 ? 'answers in less than 1 ms' : `answers in ${spanWords(roundTripMs)}`
}

function inWords(ms: number): string {
  const words = countdownWords(ms)
  return words === 'now' ? 'now' : `in ${words}`
}

function sentence(reason: string): string {
  if (reason === '') return ''
  const text = reason.charAt(0).toUpperCase() + reason.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
