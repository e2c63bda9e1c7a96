// Messages, answers and receipts as they come in life, and how long it takes to get many of them through a store.
import { hash } from 'node:crypto'
import type { ConversationId, MessageId, SmscId } from '@smpp-connect/contracts'
import type { LeasedPart, NewMessage, ReceiptRecord, Store, SubmitRecord, WireFields } from '@smpp-connect/store'

export const SMSC_ID: SmscId = 'smsc_bench'
export const OURS = '12345'
export const OWNER = 'key_bench'
export const TEXT =
  'Your parcel is on its way and will be with you between 10:00 and 12:00. Reply STOP to hear no more.'
export const SHARES = { code: 60, transactional: 30, bulk: 10 }
const OCTETS = new Uint8Array(100).fill(0x41)

/** The person with that number of theirs: there are 100,000,000, in no order. */
export function person(index: number): string {
  return `+4477${String((index * 7_919) % 100_000_000).padStart(8, '0')}`
}

/** As the manager makes them: in no order, which is what an index of them costs. */
export function conversationId(number: string): ConversationId {
  return `cnv_${hash('sha256', `${number}\0${OURS}`, 'hex').slice(0, 26)}`
}

/** Ids sort by time, as in life. */
export function messageId(name: string, index: number): MessageId {
  return `msg_01jv5w0d3k8q6r2m${name}${String(index).padStart(9, '0')}`
}

export function wireTo(number: string): WireFields {
  return {
    source: { ton: 3, npi: 0, address: OURS },
    destination: { ton: 1, npi: 1, address: number.slice(1) },
    serviceType: '',
    protocolId: 0,
    priorityFlag: 0,
    registeredDelivery: 1,
    replaceIfPresent: false,
    dataCoding: 0,
    validity: 'relative',
    scheduleAtMs: null,
  }
}

export function message(name: string, index: number, to: string, nowMs: number): NewMessage {
  return {
    id: messageId(name, index),
    from: OURS,
    to,
    text: TEXT,
    encoding: 'gsm7',
    smscId: SMSC_ID,
    conversationId: conversationId(to),
    reference: null,
    expiresAtMs: nowMs + 86_400_000,
    messageClass: 'transactional',
    owner: OWNER,
    sendAtMs: null,
    smscFixed: false,
    optOutExempt: false,
    wire: wireTo(to),
    tlvs: [],
    parts: [{ esmClass: 0, shortMessage: OCTETS, userMessageReference: index & 0xffff, tlvs: [] }],
  }
}

export interface Plan {
  readonly name: string
  readonly messages: number
  readonly batch: number
  readonly window: number
  /** Whom the message with that number goes to. */
  readonly to: (index: number) => string
}

/** Four callers, each with one batch after the other; they wait while `full` says so. */
export async function acceptAll(store: Store, plan: Plan, full = (_accepted: number): boolean => false): Promise<void> {
  const { name, messages, batch, to } = plan
  const batches = Math.ceil(messages / batch)
  let next = 0
  let accepted = 0
  const caller = async (): Promise<void> => {
    for (let at = next++; at < batches; at = next++) {
      while (full(accepted)) await new Promise((resolve) => setTimeout(resolve, 1))
      const size = Math.min(batch, messages - at * batch)
      const atMs = Date.now()
      const some = Array.from({ length: size }, (_, index) => {
        return message(name, at * batch + index, to(at * batch + index), atMs)
      })
      accepted += size
      await store.accept({ messages: some, atMs })
    }
  }
  await Promise.all(Array.from({ length: 4 }, caller))
}

/** Three lanes that lease a window, answer it, and send its receipts, until so many are delivered. */
export async function sendAll(store: Store, { messages, window }: Plan, leased = { count: 0 }): Promise<void> {
  let delivered = 0
  const lane = async (): Promise<void> => {
    while (delivered < messages) {
      const { parts } = await store.lease({ smscId: SMSC_ID, limit: window, nowMs: Date.now(), shares: SHARES })
      if (parts.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        continue
      }
      leased.count += parts.length
      await store.recordSubmits(parts.map(answer))
      await store.recordReceipts(parts.map(receipt))
      delivered += parts.length
    }
  }
  await Promise.all([lane(), lane(), lane()])
}

/**
 * The whole life, as it flows: what was accepted leaves at once, so that little waits. `waiting`: so many are there already,
 * and leave first.
 */
export async function flow(store: Store, plan: Plan, waiting = 0): Promise<void> {
  const leased = { count: 0 }
  const full = (accepted: number): boolean => accepted + waiting - leased.count > 2 * plan.window
  await Promise.all([
    acceptAll(store, plan, full),
    sendAll(store, { ...plan, messages: waiting + plan.messages }, leased),
  ])
}

function smscMessageId(leased: LeasedPart): string {
  return `i${leased.part.messageId.slice(-10)}`
}

export function answer(leased: LeasedPart): SubmitRecord {
  const { part, attempt, smscId } = leased
  const atMs = Date.now()
  const id = smscMessageId(leased)
  const result = { kind: 'submitted', smscMessageId: id, idForms: [id] } as const
  return { part, attempt, smscId, atMs, sentAtMs: atMs, result }
}

export function receipt(leased: LeasedPart): ReceiptRecord {
  const id = smscMessageId(leased)
  return {
    smscId: leased.smscId,
    atMs: Date.now(),
    smscMessageId: id,
    idForms: [id],
    otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
    userMessageReference: leased.userMessageReference,
    destination: `+${leased.wire.destination.address}`,
    state: 'delivered',
    stat: 'DELIVRD',
    error: '000',
  }
}

/** Says how many a second, and what they cost; returns how many a second. */
export async function timed(what: string, count: number, work: () => Promise<void>): Promise<number> {
  const cpu = process.cpuUsage()
  const loop = performance.eventLoopUtilization()
  const beganMs = performance.now()
  await work()
  const tookMs = performance.now() - beganMs
  const { user, system } = process.cpuUsage(cpu)
  const { utilization } = performance.eventLoopUtilization(loop)
  const rate = Math.round((count / tookMs) * 1000)
  const cpuPer = (user + system) / count
  console.log(
    `${what.padEnd(40)} ${String(rate).padStart(7)} messages/s   ${cpuPer.toFixed(0).padStart(4)} µs CPU each   ` +
      `event loop ${(utilization * 100).toFixed(0)} %`,
  )
  return rate
}
