import type { ConversationId, MessageId, PartRef } from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'
import type { EndedMessage, MessagePlace, PartInsert, Tables, WholeMessage } from '../../engine/tables.ts'
import type { NewPart } from '../../port.ts'
import type { MessageRecord, WireFields } from '../../records.ts'
import type { MessageHead, PartRow } from '../../rules/rows.ts'
import { contentColumn, tlvsColumn } from '../octets/tlvs.ts'
import { encodingCode, flagsOf, messageState, partState } from '../state-codes.ts'
import { isSameProfile, profileOf, writtenDestination } from '../wire-profiles.ts'
import { type TableContext, WriterStatements } from './context.ts'
import { marks } from './marks.ts'
import { MESSAGE_COLUMNS, MESSAGE_TABLES, messageRecord } from './message-rows.ts'
import { PART_COLUMNS, PART_TABLES, type PartByKey, partKey, partOfMessage } from './part-rows.ts'
import { Places } from './places.ts'

type MessageTables = Pick<
  Tables,
  | 'append'
  | 'nextMessageSeq'
  | 'insertMessage'
  | 'replaceMessage'
  | 'replaceText'
  | 'placeOf'
  | 'find'
  | 'whole'
  | 'verdicts'
  | 'change'
  | 'ended'
  | 'removeMessage'
>

const NO_OCTETS = new Uint8Array(0)

/** Where more waits in a stream, what is accepted is not leased for a while, and it is not worth to remember it. */
const MOST_FRESH = 4000

/** Messages and their parts, one at a time. `conversationSeq` gives the row of a conversation. */
export function messageTables(
  context: TableContext,
  conversationSeq: (id: ConversationId) => number,
  partByKey: PartByKey,
): MessageTables {
  const { smscs, streams, wires, book, cache, held, newParts, sending } = context
  const statements = new WriterStatements(context)
  const places = new Places(statements)
  const names = { stream: (key: number) => streams.stream(key), profile: (key: number) => wires.profile(key) }
  const insertMessage = statements.of(`INSERT INTO messages VALUES (${marks(21)})`)
  // A row that is not there yet has no change that is held back.
  const insertFurther = statements.indifferent(`
    INSERT INTO parts (key, stream, smsc, attempts, excused, due_at_ms, deadline_ms, user_message_reference, esm_class, content,
      state, answered_attempt, may_be_duplicate, history)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, x'')`)
  const placeOf = statements.of(`
    SELECT m.seq, c.id, m.smsc FROM messages m JOIN conversations c ON c.seq = m.conversation WHERE m.id = ?`)
  const seqOf = statements.of('SELECT seq FROM messages WHERE id = ?')
  const verdicts = statements.of('SELECT state, error_code FROM parts WHERE key BETWEEN ? AND ? ORDER BY key')
  const message = statements.of(`SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE_TABLES} WHERE m.id = ?`)
  const partsOf = statements.of(`
    SELECT ${PART_COLUMNS} FROM ${PART_TABLES} WHERE p.key BETWEEN ? AND ? ORDER BY p.key`)
  const histories = statements.of('SELECT history FROM parts WHERE key BETWEEN ? AND ? ORDER BY key')
  const addHistory = statements.of('UPDATE messages SET history = CAST(history || ? AS BLOB) WHERE seq = ?')
  const replaceText = statements.of('UPDATE messages SET text = ?, history = CAST(history || ? AS BLOB) WHERE seq = ?')
  const touchHead = statements.of('UPDATE parts SET updated_at_ms = ? WHERE key = ?')
  const replaceMessage = statements.of(`
    UPDATE messages SET smsc = ?, stream = ?, parts = ?, encoding = ?, flags = ?, wire = ?, destination = ?,
      schedule_at_ms = ?, tlvs = ?, content = ?, text = ?, history = CAST(history || ? AS BLOB)
    WHERE seq = ?`)
  const removeParts = statements.of('DELETE FROM parts WHERE key BETWEEN ? AND ?')
  const removeIdForms = statements.of('DELETE FROM more_id_forms WHERE part BETWEEN ? AND ?')
  const removeMessage = statements.of('DELETE FROM messages WHERE seq = ?')
  const endedOut = statements.of(`
    SELECT m.seq, 1, p.message_state, p.message_may_be_duplicate, c.id, p.final_at_ms
    FROM parts p CROSS JOIN messages m ON m.seq = p.key >> 8 CROSS JOIN conversations c ON c.seq = m.conversation
    WHERE p.final_at_ms IS NOT NULL AND p.final_at_ms < ? ORDER BY p.final_at_ms, p.key LIMIT ?`)
  const endedIn = statements.of(`
    SELECT m.seq, 0, 5, 0, c.id, m.created_at_ms
    FROM messages m INDEXED BY messages_inbound_by_time CROSS JOIN conversations c ON c.seq = m.conversation
    WHERE m.stream IS NULL AND m.created_at_ms < ? ORDER BY m.created_at_ms, m.seq LIMIT ?`)
  let lastWire: { readonly wire: WireFields; readonly key: number } | undefined

  /** Messages that come together mostly have the same profile. */
  const wireKey = (wire: WireFields): number => {
    if (lastWire && isSameProfile(wire, lastWire.wire)) return lastWire.key
    lastWire = { wire, key: wires.of(profileOf(wire)) }
    return lastWire.key
  }

  /** Whether all that may leave in its stream before it is held, too: a lease takes the first ones first. */
  const mayBeHeld = ({ stream, dueAtMs }: PartRow, parts: number, ready: number): boolean =>
    parts === 1 && dueAtMs === 0 && newParts.queuedIn(stream) === ready

  const insertParts = (parts: readonly PartInsert[], updatedAtMs: number): void => {
    for (const { row, content } of parts) {
      if (row.number === 1) newParts.writeQueued(row, updatedAtMs)
      else insertFurtherPart(row, content)
      if (row.dueAtMs > 0) context.dueTimes.note(row.stream, row.dueAtMs)
    }
  }

  const insertFurtherPart = (row: PartRow, content: NewPart): void => {
    insertFurther.run(
      partKey(row.messageSeq, row.number),
      row.stream,
      smscs.of(row.smscId),
      row.attempts,
      row.excused,
      row.dueAtMs,
      row.deadlineMs,
      row.userMessageReference,
      row.esmClass,
      contentColumn(content),
    )
  }

  return {
    append(event, place) {
      if (place) addHistory.run(book.tellOne(event, place), place.seq)
      else book.append(event)
    },

    nextMessageSeq: () => book.nextMessageSeq(),

    insertMessage({ seq, record, smscFixed, optOutExempt, parts }, event) {
      const isOutbound = record.direction === 'outbound'
      const [first] = parts
      const { wire } = record
      const { id, conversationId, smscId } = record
      insertMessage.run(
        seq,
        id,
        conversationSeq(conversationId),
        smscs.of(smscId),
        first ? first.row.stream : null,
        isOutbound ? record.to : record.from,
        isOutbound ? record.from : record.to,
        record.parts,
        encodingCode(record.encoding),
        flagsOf(smscFixed, optOutExempt),
        record.createdAtMs,
        record.expiresAtMs,
        record.sendAtMs,
        record.reference,
        wire ? wireKey(wire) : null,
        wire ? writtenDestination(wire.destination.address, record.to) : null,
        wire ? wire.scheduleAtMs : null,
        tlvsColumn(record.tlvs),
        first ? contentColumn(first.content) : null,
        record.text,
        book.tell({ seq, id, conversationId, smscId }, [event]),
      )
      places.note(seq, isOutbound ? record.from : record.to, first?.row.stream)
      book.noteMessage(seq)
      if (!first) return
      const ready = book.readyOf(first.row.stream)
      if (!wire || ready >= MOST_FRESH) {
        insertParts(parts, record.updatedAtMs)
        return
      }
      const head = headOf(seq, record, smscFixed, optOutExempt)
      if (mayBeHeld(first.row, parts.length, ready)) newParts.hold(first.row, head)
      else insertParts(parts, record.updatedAtMs)
      for (const { row, content } of parts) {
        const tlvs = content.tlvs.length === 0 ? record.tlvs : [...record.tlvs, ...content.tlvs]
        cache.note({ part: row, head }, { wire, shortMessage: content.shortMessage, tlvs })
      }
    },

    replaceMessage({ seq, record, smscFixed, optOutExempt, parts }, _before, events) {
      const [first] = parts
      const { wire } = record
      invariant(first !== undefined && wire !== null, `message ${record.id} is replaced by nothing`)
      const told = histories.all(partKey(seq, 1), partKey(seq, 255)).map(([history]) => history as Uint8Array)
      replaceMessage.run(
        smscs.of(record.smscId),
        first.row.stream,
        record.parts,
        encodingCode(record.encoding),
        flagsOf(smscFixed, optOutExempt),
        wireKey(wire),
        writtenDestination(wire.destination.address, record.to),
        wire.scheduleAtMs,
        tlvsColumn(record.tlvs),
        contentColumn(first.content),
        record.text,
        Buffer.concat([...told, book.tell({ ...record, seq }, events)]),
        seq,
      )
      places.note(seq, record.from, first.row.stream)
      removeParts.run(partKey(seq, 1), partKey(seq, 255))
      insertParts(parts, record.updatedAtMs)
      cache.forget(seq)
    },

    replaceText(head, text, event) {
      replaceText.run(text, book.tell(head, [event]), head.seq)
      touchHead.run(event.atMs, partKey(head.seq, 1))
      cache.forget(head.seq)
    },

    placeOf(id): MessagePlace | undefined {
      const row = placeOf.get(id)
      if (!row) return undefined
      const [seq, conversationId, smsc] = row as [number, ConversationId, number]
      return { seq, conversationId, smscId: smscs.idOf(smsc) }
    },

    find({ messageId, number }: PartRef) {
      const seq = cache.seqOf(messageId) ?? (seqOf.get(messageId)?.[0] as number | undefined)
      return seq === undefined || number < 1 || number > 255 ? undefined : partByKey(partKey(seq, number))
    },

    whole(id: MessageId): WholeMessage | undefined {
      const row = message.get(id)
      if (!row) return undefined
      const record = messageRecord(row, names)
      const seq = row[0] as number
      const found = partsOf.all(partKey(seq, 1), partKey(seq, 255)).map((part) => partOfMessage(part, streams))
      const [first] = found
      return first && { head: first.head, record, parts: found.map(({ part }) => part) }
    },

    verdicts(messageSeq) {
      const rows = verdicts.all(partKey(messageSeq, 1), partKey(messageSeq, 255))
      return rows.map(([state, error]) => ({ state: partState(state as number), errorCode: error as string | null }))
    },

    change(before, after, atMs, events) {
      const { part, head } = after
      sending.note(before.part, part)
      held.put(before, after, events.length === 0 ? NO_OCTETS : book.tellOfPart(head, part.number, atMs, events))
      cache.change(after)
      if (part.dueAtMs > 0 && part.dueAtMs !== before.part.dueAtMs) context.dueTimes.note(part.stream, part.dueAtMs)
    },

    ended(beforeMs, limit): readonly EndedMessage[] {
      const most = Math.max(0, limit)
      const rows = [...endedOut.all(beforeMs, most), ...endedIn.all(beforeMs, most)]
      rows.sort((a, b) => Number(a[5]) - Number(b[5]) || Number(a[0]) - Number(b[0]))
      return rows.slice(0, most).map((row) => ({
        seq: row[0] as number,
        direction: row[1] === 1 ? 'outbound' : 'inbound',
        state: messageState(row[2] as number),
        mayBeDuplicate: row[3] === 1,
        conversationId: row[4] as ConversationId,
      }))
    },

    removeMessage(seq) {
      const [first, last] = [partKey(seq, 1), partKey(seq, 255)]
      removeParts.run(first, last)
      removeIdForms.run(first, last)
      removeMessage.run(seq)
      places.forget(seq)
      cache.forget(seq)
    },
  }
}

function headOf(seq: number, record: MessageRecord, smscFixed: boolean, optOutExempt: boolean): MessageHead {
  const { id, smscId, conversationId, from, to, parts, sendAtMs, state, mayBeDuplicate } = record
  return {
    seq,
    id,
    smscId,
    conversationId,
    from,
    to,
    messageClass: record.messageClass as MessageHead['messageClass'],
    parts,
    expiresAtMs: record.expiresAtMs as number,
    sendAtMs,
    smscFixed,
    optOutExempt,
    state,
    mayBeDuplicate,
    errorCode: record.errorCode,
    updatedAtMs: record.updatedAtMs,
    finalAtMs: record.finalAtMs,
  }
}
