import { isFinal, type PartState } from '@smpp-connect/contracts/states'
import { rollUpHead } from '../rules/message.ts'
import type { MessageHead, PartChange, PartRow } from '../rules/rows.ts'
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
  const { part, events } = change
  tables.updatePart(part, before)
  countMove(tables, before, part.state)
  const verdicts = head.parts === 1 ? [part] : tables.verdicts(head.seq)
  const after = rollUpHead(head, part, verdicts, atMs)
  tables.updateHead(after, head)
  if (after.state !== head.state) {
    tables.count(head.state, -1)
    tables.count(after.state, 1)
  }
  if (after.mayBeDuplicate && !head.mayBeDuplicate) tables.count('mayBeDuplicate', 1)

  const common = { atMs, messageId: head.id, conversationId: head.conversationId, smscId: head.smscId }
  const say = (kind: (typeof events)[number]['kind'], detail: (typeof events)[number]['detail'], whole = false): void =>
    tables.append({ ...common, kind, part: whole ? null : part.number, detail }, head.seq)
  for (const { kind, detail } of events) say(kind, detail)
  if (isFinal(part.state) && !isFinal(before.state)) {
    const whole = isFinal(after.state)
    const { state, errorCode } = whole ? after : part
    say('message.final', { state, errorCode }, whole)
  }
  return { part, head: after }
}

function countMove(tables: Tables, before: PartRow, state: PartState): void {
  if (before.state === state) return
  if (!isFinal(before.state)) tables.countParts(before.smscId, before.state as OpenPartState, -1)
  if (!isFinal(state)) tables.countParts(before.smscId, state as OpenPartState, 1)
}
