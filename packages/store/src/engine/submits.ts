import type { ChangeResult, ResolveRequest, SubmitRecord } from '../port.ts'
import { expirePart, loseAnswer } from '../rules/lease.ts'
import { holdBackBehind, waitsUntilMs } from '../rules/order.ts'
import { applyResolve } from '../rules/resolve.ts'
import type { MessageHead, PartChange } from '../rules/rows.ts'
import { applySubmit } from '../rules/submit.ts'
import { adjustPart, changePart } from './change-part.ts'
import { attachId } from './receipts.ts'
import type { PartOfMessage, Tables } from './tables.ts'

/** See `Store.recordSubmits`. */
export function recordSubmits(tables: Tables, batch: readonly SubmitRecord[]): readonly ChangeResult[] {
  return batch.map((given) => {
    const found = tables.find(given.part)
    if (!found) return NO_SUCH_PART
    const record = unlessOptedOut(tables, found, given)
    const { kind } = record.result
    const after = kind === 'retry' || kind === 'returned' ? queueAgain : recordEnd
    return changeResult(found, after(tables, found, record) ?? found)
  })
}

/**
 * The Sender takes back more than the opt-out concerns: its confirmation, perhaps texts from another address, and what
 * the person wants again by now. That goes again.
 */
function unlessOptedOut(tables: Tables, { head }: PartOfMessage, record: SubmitRecord): SubmitRecord {
  if (record.result.kind !== 'blocked') return record
  if (!head.optOutExempt && tables.isOptedOut(head.to, head.from)) return record
  return { ...record, result: { kind: 'returned', reason: 'taken back with what the person does not want' } }
}

function recordEnd(tables: Tables, found: PartOfMessage, record: SubmitRecord): PartOfMessage | undefined {
  const { result, atMs } = record
  const change = applySubmit(found.part, record, 0)
  if (!change) return undefined
  const after = changePart(tables, found.part, found.head, change, atMs)
  return result.kind === 'submitted' ? attachId(tables, after, result.idForms, atMs) : after
}

/** It goes back to the queue, behind those that hold it back; and where it has to wait, it holds back those behind it. */
function queueAgain(tables: Tables, found: PartOfMessage, record: SubmitRecord): PartOfMessage | undefined {
  const { conversationId, messageClass } = found.head
  const { result, atMs } = record
  const mark = tables.holdBack(conversationId, messageClass)
  const change = applySubmit(found.part, record, waitsUntilMs(mark, found.part, atMs))
  if (!change) return undefined
  const { dueAtMs } = change.part
  if (result.kind === 'retry' && dueAtMs > atMs) {
    tables.putHoldBack(conversationId, messageClass, holdBackBehind(mark, found.part, dueAtMs, atMs), atMs)
  }
  return changePart(tables, found.part, found.head, change, atMs)
}

/** See `Store.resolve`. */
export function resolve(tables: Tables, batch: readonly ResolveRequest[]): readonly ChangeResult[] {
  return batch.map((request) => {
    const found = tables.find(request.part)
    if (!found) return NO_SUCH_PART
    const change = applyResolve(found.part, request, found.head)
    const after = change && changePart(tables, found.part, found.head, change, request.atMs)
    return changeResult(found, after ?? found)
  })
}

/** See `Store.markUncertain`. */
export function markUncertain(
  tables: Tables,
  request: {
    readonly smscIds?: readonly PartOfMessage['part']['smscId'][]
    readonly reason: string
    readonly atMs: number
  },
): number {
  const { smscIds, reason, atMs } = request
  const sending = tables.sending(smscIds)
  changeAll(tables, sending, atMs, ({ part }) => loseAnswer(part, reason, atMs))
  return sending.length
}

/** Most parts of which one step only finds that the SMSC still has time for them. */
const MOST_PUT_OFF = 1000

/** See `Store.expire`. */
export function expire(tables: Tables, nowMs: number, limit: number): number {
  let expired = 0
  for (let putOff = 0; expired < limit && putOff < MOST_PUT_OFF; ) {
    const found = tables.overdue(nowMs, limit - expired)
    if (found.length === 0) break
    const ended = changeAll(tables, found, nowMs, ({ part, head }) => expirePart(part, head.expiresAtMs, nowMs))
    expired += ended
    putOff += found.length - ended
  }
  return expired
}

/** Returns how many of them changed their state. */
function changeAll(
  tables: Tables,
  found: readonly PartOfMessage[],
  atMs: number,
  rule: (one: PartOfMessage) => PartChange,
): number {
  /** Several parts of a message may be among them: its head as the part before left it. */
  const heads = new Map<number, MessageHead>()
  let moved = 0
  for (const { part, head: asRead } of found) {
    const head = heads.get(asRead.seq) ?? asRead
    const change = rule({ part, head })
    if (change.part.state === part.state) {
      adjustPart(tables, { part, head }, change.part)
      continue
    }
    moved += 1
    heads.set(head.seq, changePart(tables, part, head, change, atMs).head)
  }
  return moved
}

const NO_SUCH_PART: ChangeResult = { changed: false, state: undefined, messageState: undefined }

function changeResult(before: PartOfMessage, after: PartOfMessage): ChangeResult {
  return {
    changed: before.part.state !== after.part.state,
    state: after.part.state,
    messageState: after.head.state,
  }
}
