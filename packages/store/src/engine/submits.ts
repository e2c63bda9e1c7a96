import type { PartRef } from '@smpp-connect/contracts'
import type { ChangeResult, ResolveRequest, SubmitRecord } from '../port.ts'
import { expirePart, loseAnswer } from '../rules/lease.ts'
import { applyResolve } from '../rules/resolve.ts'
import type { MessageHead } from '../rules/rows.ts'
import { applySubmit } from '../rules/submit.ts'
import { changePart } from './change-part.ts'
import { attachId } from './receipts.ts'
import type { PartOfMessage, Tables } from './tables.ts'

/** See `Store.recordSubmits`. */
export function recordSubmits(tables: Tables, batch: readonly SubmitRecord[]): readonly ChangeResult[] {
  return batch.map((record) => {
    const found = tables.find(record.part)
    if (!found) return NO_SUCH_PART
    const change = applySubmit(found.part, record, found.head.expiresAtMs)
    if (!change) return unchanged(found)
    let after = changePart(tables, found.part, found.head, change, record.atMs)
    if (record.result.kind === 'submitted') after = attachId(tables, after, record.result.idForms, record.atMs)
    return changeResult(found, after)
  })
}

/** See `Store.resolve`. */
export function resolve(tables: Tables, batch: readonly ResolveRequest[]): readonly ChangeResult[] {
  return batch.map((request) => {
    const found = tables.find(request.part)
    if (!found) return NO_SUCH_PART
    const change = applyResolve(found.part, request, found.head.expiresAtMs)
    if (!change) return unchanged(found)
    return changeResult(found, changePart(tables, found.part, found.head, change, request.atMs))
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
  return changeAll(tables, tables.sending(smscIds), atMs, ({ part, head }) =>
    loseAnswer(part, reason, atMs, head.expiresAtMs),
  )
}

/** See `Store.expire`. */
export function expire(tables: Tables, nowMs: number, limit: number): number {
  return changeAll(tables, tables.overdue(nowMs, limit), nowMs, ({ part, head }) => expirePart(part, head.expiresAtMs))
}

function changeAll(
  tables: Tables,
  found: readonly PartOfMessage[],
  atMs: number,
  rule: (one: PartOfMessage) => ReturnType<typeof expirePart>,
): number {
  /** Several parts of a message may be among them: its head as the part before left it. */
  const heads = new Map<number, MessageHead>()
  for (const { part, head: asRead } of found) {
    const head = heads.get(asRead.seq) ?? asRead
    heads.set(head.seq, changePart(tables, part, head, rule({ part, head }), atMs).head)
  }
  return found.length
}

const NO_SUCH_PART: ChangeResult = { changed: false, state: undefined, messageState: undefined }

function unchanged({ part, head }: PartOfMessage): ChangeResult {
  return { changed: false, state: part.state, messageState: head.state }
}

function changeResult(before: PartOfMessage, after: PartOfMessage): ChangeResult {
  return {
    changed: before.part.state !== after.part.state,
    state: after.part.state,
    messageState: after.head.state,
  }
}

/** The parts' references alone. */
export function refsOf(found: readonly PartOfMessage[]): readonly PartRef[] {
  return found.map(({ part }) => ({ messageId: part.messageId, number: part.number }))
}
