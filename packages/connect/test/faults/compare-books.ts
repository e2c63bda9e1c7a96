import type { MessageClass } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import type { LedgerReply, LedgerSubmit } from '@smpp-connect/simulator'
import type { AcknowledgedText, ClientBook } from './client-book.ts'
import type { KillPlan } from './kill-points.ts'
import type { KeptMessage, StoreBook } from './store-book.ts'

/** One run of Connect from its start to the kill that ended it; no plan: it was not killed at a point. */
export interface Life {
  readonly startedAtMs: number
  readonly endedBy: KillPlan | undefined
}

export interface Books {
  readonly clients: ClientBook
  readonly submits: readonly LedgerSubmit[]
  readonly replies: readonly LedgerReply[]
  readonly kept: StoreBook
  readonly lives: readonly Life[]
  /** Parts that may be with the Sender at once, all SMSCs together. */
  readonly mostWithSenders: number
}

/** What one kill did. */
export interface KillEffect {
  readonly plan: KillPlan
  /** Parts that it found in flight, and so made uncertain. */
  uncertain: number
  /** Of these, those that are sent again where nothing resolves them, so that the SMSC may have them twice. */
  allowed: number
  /** Copies of parts that the SMSC has more than once for it. */
  doubled: number
  /** Texts whose 202 came in the life that it ended, and that are not there. */
  lost: number
}

export interface Comparison {
  readonly kills: readonly KillEffect[]
  readonly texts: number
  readonly replies: number
  readonly receipts: number
  /** Everything in which the books do not agree, or that may not be, as sentences. */
  readonly wrong: readonly string[]
}

/** How a message of each class may end, when the SMSC delivers all of them and a person cancels what is held. */
const ENDINGS: Readonly<Record<MessageClass, readonly string[]>> = {
  transactional: ['delivered'],
  bulk: ['delivered', 'cancelled'],
  code: ['delivered', 'uncertain-closed'],
}

/** Compares what clients were told, what the SMSC saw and what Connect kept. */
export function compareBooks(books: Books): Comparison {
  const { clients, submits, kept, lives } = books
  const wrong = [...clients.surprises, ...kept.unsound]
  const kills = lives.flatMap(({ endedBy }) =>
    endedBy ? [{ plan: endedBy, uncertain: 0, allowed: 0, doubled: 0, lost: 0 }] : [],
  )
  const effects = new Map(lives.map((life, index) => [index, kills.find(({ plan }) => plan === life.endedBy)]))
  /** The kill that ended the life before the one in which something happened. */
  const killBefore = (atMs: number): KillEffect | undefined => effects.get(lifeAt(lives, atMs) - 1)

  const byId = new Map(kept.messages.map((message) => [message.record.id as string, message]))
  const seen = Map.groupBy(submits, (submit) => `+${submit.destination.address}#${submit.concatenation?.sequence ?? 1}`)
  for (const text of clients.acknowledged) {
    const message = byId.get(text.id)
    if (!message) {
      wrong.push(`lost: ${text.id} (${text.text.slice(0, 12)})`)
      const life = effects.get(lifeAt(lives, text.atMs))
      if (life) life.lost += 1
      continue
    }
    wrong.push(...judgeMessage(text, message, clients.finals.get(text.id)))
    for (let part = 1; part <= message.record.parts; part++) {
      const copies = seen.get(`${text.to}#${part}`) ?? []
      wrong.push(...judgePart(text, message, part, copies))
      const uncertain = uncertainEvents(message, part)
      for (const { atMs } of uncertain) {
        const kill = killBefore(atMs)
        if (!kill) continue
        kill.uncertain += 1
        if (text.messageClass === 'transactional') kill.allowed += 1
      }
      for (const copy of copies.slice(1)) {
        const cause = uncertain.findLast(({ atMs }) => atMs <= copy.submittedAtMs)
        const kill = cause && killBefore(cause.atMs)
        if (kill) kill.doubled += 1
      }
    }
  }
  for (const { plan, uncertain } of kills) {
    if (uncertain > books.mostWithSenders)
      wrong.push(
        `a kill at ${plan.point} left ${uncertain} uncertain, at most ${books.mostWithSenders} were with the Senders`,
      )
  }
  const outbound = kept.messages.filter(({ record }) => record.direction === 'outbound')
  if (outbound.length !== clients.acknowledged.length) {
    wrong.push(`${outbound.length} texts are kept, ${clients.acknowledged.length} were acknowledged`)
  }
  wrong.push(...judgeReceipts(books, byId), ...judgeReplies(books), ...judgeCounts(kept), ...judgeDefinitions(books))
  const receipts = submits.filter(({ receiptStatus }) => receiptStatus === 0).length
  return { kills, texts: clients.acknowledged.length, replies: books.replies.length, receipts, wrong }
}

function lifeAt(lives: readonly Life[], atMs: number): number {
  return lives.findLastIndex(({ startedAtMs }) => startedAtMs <= atMs)
}

function uncertainEvents({ timeline }: KeptMessage, part: number): KeptMessage['timeline'] {
  return timeline.filter((event) => event.kind === 'message.uncertain' && event.part === part)
}

function judgeMessage(
  text: AcknowledgedText,
  { record, timeline }: KeptMessage,
  seenFinal?: string,
): readonly string[] {
  const wrong: string[] = []
  if (record.text !== text.text || record.to !== text.to) wrong.push(`${text.id} is not the text that was sent`)
  const endings = timeline.filter(({ kind, part }) => kind === 'message.final' && part === null)
  const isOver = record.state === 'expired' && (endings.at(-1)?.atMs ?? 0) >= text.expiresAtMs
  if (!isOver && !(text.endings ?? ENDINGS[text.messageClass]).includes(record.state)) {
    wrong.push(`${text.id} (${text.messageClass}) ended as ${record.state}`)
  }
  if (endings.length !== 1) wrong.push(`${text.id} has ${endings.length} ends`)
  if (seenFinal !== undefined && seenFinal !== record.state) {
    wrong.push(`${text.id} was seen as ${seenFinal} and is ${record.state}`)
  }
  return wrong
}

/** The SMSC has each part at most once, and once more for each time that it was in flight, where it is sent again. */
function judgePart(
  text: AcknowledgedText,
  message: KeptMessage,
  part: number,
  copies: readonly LedgerSubmit[],
): readonly string[] {
  const wrong: string[] = []
  const times = uncertainEvents(message, part).length
  const allowed = 1 + (text.messageClass === 'transactional' ? times : 0)
  const name = `part ${part} of ${text.id} (${text.messageClass})`
  if (copies.length > allowed) wrong.push(`the SMSC has ${name} ${copies.length} times, allowed ${allowed}`)
  if (copies.length > 1 && !message.record.mayBeDuplicate) wrong.push(`${name} does not say that it may be a duplicate`)
  if (copies.length === 0 && message.record.state === 'delivered') wrong.push(`the SMSC never saw ${name}, delivered`)
  if (new Set(copies.map(({ octets }) => Buffer.from(octets).toString('hex'))).size > 1) {
    wrong.push(`copies of ${name} differ`)
  }
  return wrong
}

/** A receipt that was acknowledged has done its work, unless the answer that brings the id was lost. */
function judgeReceipts({ submits }: Books, byId: ReadonlyMap<string, KeptMessage>): readonly string[] {
  const wrong: string[] = []
  const byNumber = new Map([...byId.values()].map((message) => [message.record.to, message]))
  for (const { smscMessageId, destination, concatenation, receiptStatus, state } of submits) {
    const number = concatenation?.sequence ?? 1
    const message = byNumber.get(`+${destination.address}`)
    const part = message?.parts.find((one) => one.number === number)
    if (!message || !part) wrong.push(`the SMSC has ${smscMessageId}, of which Connect knows nothing`)
    else if (receiptStatus !== 0)
      wrong.push(`the receipt of ${smscMessageId} was never acknowledged (${receiptStatus})`)
    else if (part.smscMessageId === smscMessageId) {
      if (part.state !== (state === 'EXPIRED' ? 'expired' : 'delivered'))
        wrong.push(`the receipt of ${smscMessageId} is lost: its part is ${part.state}`)
    } else if (uncertainEvents(message, number).length === 0) {
      wrong.push(`the answer ${smscMessageId} was lost, and its part was never uncertain`)
    }
  }
  return wrong
}

/** What people wrote and got an OK for is there, once. */
function judgeReplies({ replies, kept }: Books): readonly string[] {
  const wrong: string[] = []
  const inbound = kept.messages.filter(({ record }) => record.direction === 'inbound')
  const byText = Map.groupBy(inbound, ({ record }) => `${record.from} ${record.text}`)
  for (const { phone, text, partStatuses } of replies) {
    const name = text.slice(0, 12)
    const times = byText.get(`${phone} ${text}`)?.length ?? 0
    if (partStatuses.some((status) => status !== 0)) wrong.push(`${name} was not acknowledged: ${partStatuses}`)
    else if (times !== 1) wrong.push(`${name} was acknowledged and is there ${times} times`)
  }
  if (inbound.length !== replies.length) wrong.push(`${inbound.length} texts came in, ${replies.length} were written`)
  return wrong
}

function judgeCounts({ messages, counts }: StoreBook): readonly string[] {
  const byState: Record<string, number> = {}
  for (const { record } of messages) byState[record.state] = (byState[record.state] ?? 0) + 1
  const wrong: string[] = []
  for (const state of new Set([...Object.keys(byState), ...Object.keys(counts.byState)])) {
    const [told, there] = [counts.byState[state as keyof typeof counts.byState] ?? 0, byState[state] ?? 0]
    if (told !== there) wrong.push(`the counts say ${told} ${state}, there are ${there}`)
    if (state !== 'received' && !isFinal(state as never) && there > 0) wrong.push(`${there} are still ${state}`)
  }
  return wrong
}

/** A definition is what was acknowledged last, or what was asked for after that. */
function judgeDefinitions({ clients, kept }: Books): readonly string[] {
  return kept.definitions.flatMap(({ id, name }) => {
    const { tried = [], acknowledged } = clients.names.get(id) ?? {}
    const isLost = acknowledged !== undefined && tried.indexOf(name) < tried.indexOf(acknowledged)
    return isLost ? [`the definition ${id} is "${name}", but "${acknowledged}" was acknowledged`] : []
  })
}
