import type { MessageId } from '@smpp-connect/contracts'
import type { InboundRecord, InboundResult, JoinIncomplete } from '../port.ts'
import { changeOne } from './consent.ts'
import type { KeptSegment, OpenJoin, Tables } from './tables.ts'

/** Stands for a part that never came, where gaps are marked. */
export const GAP_MARK = '[…]'

/** See `Store.recordInbound`. */
export function recordInbound(tables: Tables, batch: readonly InboundRecord[]): readonly InboundResult[] {
  return batch.map((record) => record1(tables, record))
}

/** See `Store.yieldIncomplete`. */
export function yieldIncomplete(tables: Tables, beforeMs: number, joinAs: JoinIncomplete): number {
  const stale = tables.joinsBefore(beforeMs)
  for (const join of stale) storeJoined(tables, join, joinAs)
  return stale.length
}

function record1(tables: Tables, record: InboundRecord): InboundResult {
  const { smscId, fingerprint, atMs, duplicateWithinMs, segment } = record
  const beforeMs = tables.fingerprintAtMs(smscId, fingerprint)
  if (beforeMs !== undefined && Math.abs(atMs - beforeMs) < duplicateWithinMs) {
    // It may be no repetition: STOP, START, STOP. To miss an opt-out is worse than to record one twice.
    if (record.consent?.to === 'opted-out') changeOne(tables, { ...record.consent, messageId: null })
    return { kind: 'duplicate' }
  }
  if (!segment || !isSegment(segment)) {
    tables.putFingerprint(smscId, fingerprint, atMs)
    const messageId = storeWhole(tables, record, record.text, 1, {})
    if (record.consent) changeOne(tables, record.consent)
    return { kind: 'stored', messageId }
  }
  return keepSegment(tables, record, segment)
}

/** Anything else is kept as a text of its own: refusing it would only make the SMSC send it again. */
function isSegment({ number, total }: NonNullable<InboundRecord['segment']>): boolean {
  return Number.isInteger(number) && Number.isInteger(total) && total > 1 && number >= 1 && number <= total
}

/**
 * A reference comes again after 256 or 65,536 texts, so several texts may be open under one key. A part goes to the
 * newest that lacks its number; the same part again (by fingerprint) is dropped however much later it comes.
 */
function keepSegment(
  tables: Tables,
  record: InboundRecord,
  segment: NonNullable<InboundRecord['segment']>,
): InboundResult {
  const { number, total, key } = segment
  const { segment: _segment, duplicateWithinMs: _duplicateWithinMs, consent: _consent, ...rest } = record
  const kept: KeptSegment = { number, record: rest }
  const open = tables.joins(record.smscId, key).filter((join) => join.total === total)
  const isRepeated = (join: OpenJoin): boolean =>
    join.segments.some((one) => one.number === number && one.record.fingerprint === record.fingerprint)
  if (open.some(isRepeated)) return { kind: 'duplicate' }
  tables.putFingerprint(record.smscId, record.fingerprint, record.atMs)
  const join = open.find((one) => !one.segments.some((other) => other.number === number))
  if (!join) {
    tables.insertJoin(key, total, kept)
    return { kind: 'part-kept' }
  }
  if (join.segments.length + 1 < total) {
    tables.addSegment(join.seq, kept)
    return { kind: 'part-kept' }
  }
  const segments = [...join.segments, kept].sort((a, b) => a.number - b.number)
  return {
    kind: 'stored',
    messageId: storeJoined(tables, { ...join, segments }, 'gaps-omitted', record),
  }
}

/** The segments as one message, under the id and time of the one that came last. */
function storeJoined(
  tables: Tables,
  join: OpenJoin,
  joinAs: JoinIncomplete,
  last: KeptSegment['record'] = latest(join),
): MessageId {
  tables.removeJoin(join.seq)
  const texts = Array.from({ length: join.total }, (_, index) => textOf(join, index + 1))
  const text = texts.map((part) => part ?? (joinAs === 'gaps-marked' ? GAP_MARK : '')).join('')
  const missing = join.total - join.segments.length
  const encodings = new Set(join.segments.map(({ record }) => record.encoding))
  const encoding = encodings.size === 1 ? last.encoding : encodings.has('other') ? 'other' : 'ucs2'
  const detail = missing > 0 ? { missing } : {}
  const tlvs = join.segments[0]?.record.tlvs ?? []
  return storeWhole(tables, { ...last, encoding, tlvs }, text, join.total, detail)
}

function textOf(join: OpenJoin, number: number): string | undefined {
  return join.segments.find((segment) => segment.number === number)?.record.text
}

function latest(join: OpenJoin): KeptSegment['record'] {
  const byTime = join.segments.toSorted((a, b) => a.record.atMs - b.record.atMs || a.number - b.number)
  return (byTime.at(-1) as KeptSegment).record
}

function storeWhole(
  tables: Tables,
  record: KeptSegment['record'],
  joined: string,
  parts: number,
  detail: { readonly missing?: number },
): MessageId {
  const { id, smscId, atMs, from, to, encoding } = record
  const seq = tables.nextMessageSeq()
  const text = joined.toWellFormed()
  const conversationId = tables.touchConversation({
    id: record.conversationId,
    person: from,
    ours: to,
    isInbound: true,
  })
  const times = { createdAtMs: atMs, updatedAtMs: atMs, finalAtMs: null, expiresAtMs: null, sendAtMs: null }
  const nothing = {
    reference: null,
    mayBeDuplicate: false,
    errorCode: null,
    messageClass: null,
    owner: null,
    wire: null,
  }
  tables.insertMessage(
    {
      seq,
      record: {
        id,
        direction: 'inbound',
        state: 'received',
        from,
        to,
        text,
        parts,
        encoding,
        smscId,
        conversationId,
        tlvs: record.tlvs,
        ...nothing,
        ...times,
      },
      smscFixed: false,
      optOutExempt: false,
      parts: [],
    },
    { atMs, kind: 'message.received', part: null, detail: { parts, encoding, ...detail } },
  )
  tables.count('received', 1)
  tables.count('inbound', 1)
  return id
}
