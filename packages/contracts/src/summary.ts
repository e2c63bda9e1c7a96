import type { ConnectEvent, EventDetail, EventKind } from './event.ts'

/** What whoever asks for a sentence knows beside the event. */
export interface SummaryContext {
  /** How many parts the message has: with more than one, sentences name the part. */
  readonly parts?: number
  /** The name of an SMPP status, such as ESME_RTHROTTLED for 0x58. */
  readonly statusName?: (status: number) => string
}

type Sentence = (event: ConnectEvent, context: SummaryContext) => string

/** What each kind says. Every kind has an entry: the type sees to it. */
const SENTENCES: Readonly<Record<EventKind, Sentence>> = {
  'message.accepted': ({ detail }) => {
    const parts = number(detail, 'parts')
    return parts !== undefined && parts > 1 ? `Accepted, in ${parts} parts.` : 'Accepted.'
  },
  'message.sending': (event, context) => `${part(event, context)}handed to the Sender${attempt(event.detail)}.`,
  'message.submitted': (event, context) => {
    const id = word(event.detail, 'smscMessageId')
    return `The SMSC took ${it(event, context)}${id ? ` under its message id ${id}` : ''}.`
  },
  'message.refused': (event, context) => {
    return `The SMSC refused ${it(event, context)}${status(event.detail, context)}.`
  },
  'message.retrying': (event, context) => {
    const dueAtMs = number(event.detail, 'dueAtMs')
    const delay = dueAtMs === undefined ? '' : ` in ${duration(Math.max(0, dueAtMs - event.atMs))}`
    return `${part(event, context)}waiting, to be tried again${delay}.`
  },
  'message.returned': (event, context) => {
    return `${part(event, context)}back from the Sender, unsent${because(event.detail)}.`
  },
  'message.uncertain': (event, context) => {
    return `${part(event, context)}uncertain: it left, and its answer never came${because(event.detail, ' (', ')')}. It may have arrived.`
  },
  'message.resent': (event, context) => {
    return `${part(event, context)}queued again${because(event.detail)}. The person may get it twice.`
  },
  'message.held': (event, context) => `${part(event, context)}held until a person decides${because(event.detail)}.`,
  'message.released': (event, context) => `${part(event, context)}released, and queued again${because(event.detail)}.`,
  'message.receipt': (event, context) => {
    const stat = word(event.detail, 'stat') ?? word(event.detail, 'state')
    const error = word(event.detail, 'error')
    const code = error && !/^0+$/.test(error) ? `, error ${error}` : ''
    return `Delivery receipt${severalParts(event, context) ? ` for part ${event.part}` : ''}${stat ? `: ${stat}` : ''}${code}.`
  },
  'message.final': (event, context) => {
    const state = word(event.detail, 'state') ?? 'ended'
    const code = word(event.detail, 'errorCode')
    if (code === 'no-receipt') return `${part(event, context)}given up: no receipt came in time.`
    if (code === 'smsc-deleted') return `${part(event, context)}cancelled: the SMSC that it waited for was deleted.`
    if (code === 'unsendable') return `${part(event, context)}not sendable: it breaks a limit of SMPP.`
    const reason = code === undefined || code === state || state === 'delivered' ? '' : ` (${code})`
    return `${part(event, context)}${ENDINGS[state] ?? `ended as ${state}`}${reason}.`
  },
  'message.received': ({ detail }) => {
    const parts = number(detail, 'parts')
    const missing = number(detail, 'missing')
    const gaps = missing ? `; ${missing === 1 ? 'one never came' : `${missing} never came`}` : ''
    return parts !== undefined && parts > 1 ? `Received, joined from ${parts} parts${gaps}.` : 'Received.'
  },
  'message.rerouted': (event) => {
    const to = word(event.detail, 'smscName')
    return `Given to another SMSC${to ? `, “${to}”` : ''}${because(event.detail)}.`
  },
  'message.replaced': () => 'Replaced by another text while it waited.',
  'message.asked': (event, context) => {
    const asked = ASKED[word(event.detail, 'operation') ?? ''] ?? 'asked about'
    const answer = word(event.detail, 'answer')
    return `The SMSC was ${asked} ${it(event, context)}${answer ? `: ${answer}` : status(event.detail, context)}.`
  },
  'conversation.read': () => 'The conversation was read.',
  'smsc.created': ({ detail }) => `SMSC${named(detail)} added.`,
  'smsc.changed': ({ detail }) => {
    const version = number(detail, 'version')
    if (word(detail, 'deleting')) return `SMSC${named(detail)} is being deleted, and takes nothing new.`
    return `SMSC${named(detail)} changed${version === undefined ? '' : `, now version ${version}`}.`
  },
  'smsc.deleted': ({ detail }) => `SMSC${named(detail)} deleted.`,
  'smsc.bind': ({ detail }) => {
    const bindType = word(detail, 'bindType')
    const state = word(detail, 'status') ?? 'changed'
    const reason = word(detail, 'reason')
    return `${bindType ?? 'Bind'}: ${state}${reason ? `. ${sentenceOf(reason)}` : '.'}`
  },
  'opt-out.recorded': ({ detail }) => {
    const keyword = word(detail, 'keyword')
    return `Opted out${keyword ? ` by the word ${keyword}` : ''}: nothing more is sent.`
  },
  'opt-out.withdrawn': ({ detail }) => {
    const keyword = word(detail, 'keyword')
    return `Opted in again${keyword ? ` by the word ${keyword}` : ''}.`
  },
  'opt-out.possible': ({ detail }) => {
    const keyword = word(detail, 'keyword')
    return `May be a wish to opt out${keyword ? ` (it holds ${keyword})` : ''}: nothing was done, a person should look.`
  },
  'settings.changed': ({ detail }) => {
    const version = number(detail, 'version')
    return `${word(detail, 'name') ?? 'Settings'} changed${version === undefined ? '' : `, now version ${version}`}.`
  },
  'receipt.parked': () => 'A delivery receipt came that matches no message yet; it is kept and tried again.',
}

/** What an SMSC was asked to do, before what it was asked about. */
const ASKED: Readonly<Record<string, string>> = {
  cancel: 'asked to cancel',
  query: 'asked about',
  replace: 'asked to replace',
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
 * the live feed say the same. Reads of `detail` what is there (parts, missing, attempt, status, smscMessageId, dueAtMs,
 * reason, stat, state, error, errorCode, name, version, deleting, bindType) and leaves out what is not.
 */
export function summarizeEvent(event: ConnectEvent, context: SummaryContext = {}): string {
  return capital(SENTENCES[event.kind](event, context))
}

/** Whether the event is about one part of several. */
function severalParts(event: ConnectEvent, { parts = 1 }: SummaryContext): boolean {
  return event.part !== null && parts > 1
}

function part(event: ConnectEvent, context: SummaryContext): string {
  return severalParts(event, context) ? `part ${event.part} ` : ''
}

function it(event: ConnectEvent, context: SummaryContext): string {
  return severalParts(event, context) ? `part ${event.part}` : 'it'
}

function attempt(detail: EventDetail): string {
  const count = number(detail, 'attempt')
  return count === undefined ? '' : `, attempt ${count}`
}

function status(detail: EventDetail, { statusName }: SummaryContext): string {
  const named = word(detail, 'errorCode')
  if (named) return ` with ${named}`
  const code = number(detail, 'status')
  if (code === undefined) return ''
  return ` with ${statusName ? statusName(code) : `status 0x${code.toString(16).padStart(8, '0')}`}`
}

function because(detail: EventDetail, before = ': ', after = ''): string {
  const reason = word(detail, 'reason')
  return reason ? `${before}${reason.replace(/\.+$/, '')}${after}` : ''
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
