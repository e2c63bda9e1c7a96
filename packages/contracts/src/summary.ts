import type { ConnectEvent, EventDetail, EventKind } from './event.ts'

type Sentence = (event: ConnectEvent) => string

/** What each kind says. Every kind has an entry: the type sees to it. */
const SENTENCES: Readonly<Record<EventKind, Sentence>> = {
  'message.accepted': ({ detail }) => {
    const parts = number(detail, 'parts')
    return parts !== undefined && parts > 1 ? `Accepted, in ${parts} parts.` : 'Accepted.'
  },
  'message.sending': (event) => `${part(event)}handed to the Sender${attempt(event.detail)}.`,
  'message.submitted': (event) => {
    const id = word(event.detail, 'smscMessageId')
    return `The SMSC took ${it(event)}${id ? ` under its message id ${id}` : ''}.`
  },
  'message.refused': (event) => `The SMSC refused ${it(event)}${status(event.detail)}.`,
  'message.retrying': (event) => {
    const dueAtMs = number(event.detail, 'dueAtMs')
    const delay = dueAtMs === undefined ? '' : ` in ${duration(Math.max(0, dueAtMs - event.atMs))}`
    return `${part(event)}waits and is tried again${delay}.`
  },
  'message.returned': (event) => `${part(event)}came back from the Sender unsent${because(event.detail)}.`,
  'message.uncertain': (event) =>
    `${part(event)}left for the SMSC, and its answer never came${because(event.detail)}. It may have arrived.`,
  'message.resent': (event) =>
    `${part(event)}queued again after its answer was lost${because(event.detail)}. The person may get it twice.`,
  'message.held': (event) => `${part(event)}held until a person decides${because(event.detail)}.`,
  'message.released': (event) => `${part(event)}released, and queued again${because(event.detail)}.`,
  'message.receipt': (event) => {
    const stat = word(event.detail, 'stat') ?? word(event.detail, 'state')
    const error = word(event.detail, 'error')
    const code = error && !/^0+$/.test(error) ? `, error ${error}` : ''
    return `Delivery receipt${event.part === null ? '' : ` for part ${event.part}`}${stat ? `: ${stat}` : ''}${code}.`
  },
  'message.final': (event) => {
    const state = word(event.detail, 'state') ?? 'ended'
    const sentence = ENDINGS[state] ?? `ended as ${state}`
    const code = word(event.detail, 'errorCode') ?? word(event.detail, 'error')
    return `${part(event)}${sentence}${code && state !== 'delivered' ? ` (${code})` : ''}.`
  },
  'message.received': ({ detail }) => {
    const parts = number(detail, 'parts')
    return parts !== undefined && parts > 1 ? `Received, joined from ${parts} parts.` : 'Received.'
  },
  'conversation.read': () => 'The conversation was read.',
  'smsc.created': ({ detail }) => `SMSC${named(detail)} added.`,
  'smsc.changed': ({ detail }) => {
    const version = number(detail, 'version')
    return `SMSC${named(detail)} changed${version === undefined ? '' : `, now version ${version}`}.`
  },
  'smsc.deleted': ({ detail }) => `SMSC${named(detail)} deleted.`,
  'smsc.bind': ({ detail }) => {
    const bindType = word(detail, 'bindType')
    const state = word(detail, 'status') ?? 'changed'
    const reason = word(detail, 'reason')
    return `${bindType ? capital(bindType) : 'Bind'}: ${state}${reason ? `. ${sentenceOf(reason)}` : '.'}`
  },
  'receipt.parked': () => 'A delivery receipt came that matches no message yet; it is kept and tried again.',
}

/** How a message or a part ended, after its name. */
const ENDINGS: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  undelivered: 'not delivered: the operator could not reach the phone',
  expired: 'expired: its time passed before it could be delivered',
  rejected: 'rejected by the SMSC',
  failed: 'given up: every attempt failed',
  cancelled: 'cancelled',
  blocked: 'blocked: the person does not want messages from us',
  'uncertain-closed': 'closed without knowing whether it arrived',
}

/**
 * What happened, in a sentence an operator understands: "Handed to the Sender, attempt 2." The message's timeline and
 * the live feed say the same. Reads of `detail` what is there (parts, attempt, status, smscMessageId, dueAtMs, reason,
 * stat, state, error, errorCode, name, version, bindType) and leaves out what is not.
 */
export function summarizeEvent(event: ConnectEvent): string {
  return capital(SENTENCES[event.kind](event))
}

function part(event: ConnectEvent): string {
  return event.part === null ? '' : `part ${event.part} `
}

function it(event: ConnectEvent): string {
  return event.part === null ? 'it' : `part ${event.part}`
}

function attempt(detail: EventDetail): string {
  const count = number(detail, 'attempt')
  return count === undefined ? '' : `, attempt ${count}`
}

function status(detail: EventDetail): string {
  const name = word(detail, 'statusName') ?? word(detail, 'errorCode')
  const code = detail.status
  if (name) return ` with ${name}`
  if (typeof code === 'string' && code !== '') return ` with ${code}`
  return typeof code === 'number' ? ` with status 0x${code.toString(16).padStart(8, '0')}` : ''
}

function because(detail: EventDetail): string {
  const reason = word(detail, 'reason')
  return reason ? `: ${reason.replace(/\.+$/, '')}` : ''
}

function named(detail: EventDetail): string {
  const name = word(detail, 'name')
  return name ? ` “${name}”` : ''
}

function duration(delayMs: number): string {
  if (delayMs < 1000) return 'a moment'
  const seconds = Math.round(delayMs / 1000)
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}

function sentenceOf(reason: string): string {
  return /[.!?]$/.test(reason) ? capital(reason) : `${capital(reason)}.`
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function word(detail: EventDetail, key: string): string | undefined {
  const value = detail[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(detail: EventDetail, key: string): number | undefined {
  const value = detail[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
