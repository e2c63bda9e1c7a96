import { isFinal, type PartState } from '@smpp-connect/contracts/states'
import { rollUpHead, rollUpOnly } from '../rules/message.ts'
import type { MessageHead, PartChange, PartEvent, PartRow } from '../rules/rows.ts'
import type { OpenPartState, PartOfMessage, Tables } from './tables.ts'

/**
 * Writes down what a rule decided: the part, its message rolled up anew, the figures and the events. Every change of a
 * part goes through here.
 *
 * A part that ends is a `message.final`: with its number while other parts are open, and for the whole message (no part
 * number) with the one that ends last. So each message has exactly one `message.final` without a part number.
 */
export function changePart(
  tables: Tables,
  before: PartRow,
  head: MessageHead,
  change: PartChange,
  atMs: number,
): PartOfMessage {
  const { part } = change
  const rolledUp =
    head.parts === 1 ? rollUpOnly(head, part, atMs) : rollUpHead(head, part, othersWith(tables, part), atMs)
  const was = { part: before, head }
  const after = { part, head: rolledUp }
  const hasEnded = isFinal(part.state) && !isFinal(before.state)
  tables.change(was, after, atMs, hasEnded ? [...change.events, endOf(after)] : change.events)
  countChange(tables, was, after)
  return after
}

function endOf({ part, head }: PartOfMessage): PartEvent {
  if (!isFinal(head.state)) {
    return { kind: 'message.final', detail: { state: part.state, errorCode: part.errorCode } }
  }
  return { kind: 'message.final', detail: { state: head.state, errorCode: head.errorCode }, ofWhole: true }
}

/** Changes a time at which a part is looked at. Nothing happened to it that anybody needs to be told. */
export function adjustPart(tables: Tables, before: PartOfMessage, part: PartRow): void {
  const after = { part, head: before.head }
  tables.change(before, after, after.head.updatedAtMs, [])
  countChange(tables, before, after)
}

/** What of each part decides about the whole, with this part as it will be. */
function othersWith(tables: Tables, part: PartRow): ReturnType<Tables['verdicts']> {
  return tables.verdicts(part.messageSeq).with(part.number - 1, part)
}

function countChange(tables: Tables, before: PartOfMessage, after: PartOfMessage): void {
  if (after.head.state !== before.head.state) {
    tables.count(before.head.state, -1)
    tables.count(after.head.state, 1)
  }
  if (after.head.mayBeDuplicate && !before.head.mayBeDuplicate) tables.count('mayBeDuplicate', 1)
  const { stream, state, dueAtMs } = before.part
  if (state === after.part.state && dueAtMs > 0 === after.part.dueAtMs > 0) return
  countPart(tables, stream, before, -1)
  countPart(tables, stream, after, 1)
}

/** Counts a part in the figures of its stream, or no longer. */
export function countPart(tables: Tables, stream: number, { part, head }: PartOfMessage, by: 1 | -1): void {
  if (!isOpen(part.state)) return
  tables.countParts(stream, part.state, by)
  if (part.state !== 'queued') return
  if (part.dueAtMs > 0) tables.countParts(stream, 'delayed', by)
  if (!head.smscFixed) tables.countParts(stream, 'movable', by)
}

function isOpen(state: PartState): state is OpenPartState {
  return !isFinal(state)
}
