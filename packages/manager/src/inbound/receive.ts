import type { InboundPdu, InboundVerdict, MessageId, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Clock, Log, Metrics } from '@smpp-connect/kernel'
import type { InboundRecord, InboundResult, ReceiptRecord, ReceiptResult, Store } from '@smpp-connect/store'
import type { InboundConsent } from '../consent/inbound-consent.ts'
import type { Receipts } from '../receipts/record-receipts.ts'
import { classify } from './classify.ts'
import type { Redelivery } from './redelivery.ts'

export interface ReceiveParts {
  readonly store: Pick<Store, 'recordInbound'>
  readonly receipts: Pick<Receipts, 'record'>
  readonly consent: Pick<InboundConsent, 'read' | 'stored' | 'lost'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly newId: () => MessageId
  readonly definition: (smscId: SmscId) => SmscDefinition | undefined
  readonly redelivery: Redelivery
}

/**
 * The way back: sorts receipts from texts and stores both. Only what is durable is answered with `stored`; when the
 * store cannot take it the SMSC is asked to try later and keeps it.
 */
export async function receive(batch: readonly InboundPdu[], parts: ReceiveParts): Promise<readonly InboundVerdict[]> {
  const { clock, log, redelivery, metrics } = parts
  const beganMs = clock.monotonicMs()
  const receipts = new Sorted<ReceiptRecord>()
  const texts = new Sorted<InboundRecord>()
  for (let at = 0; at < batch.length; at += 1) {
    const sorted = classify(batch[at] as InboundPdu, parts)
    if (sorted.kind === 'receipt') receipts.add(at, sorted.record)
    else texts.add(at, sorted.record)
  }

  const verdicts: InboundVerdict[] = batch.map(() => TRY_LATER)
  const keep = async <Kept>(
    what: string,
    { at, records }: Sorted<{ readonly smscId: SmscId }>,
    write: () => Promise<readonly Kept[]>,
    messageIdOf: (kept: Kept) => MessageId | undefined,
  ): Promise<void> => {
    if (records.length === 0) return
    try {
      const kept = await write()
      for (let index = 0; index < records.length; index += 1) {
        const messageId = messageIdOf(kept[index] as Kept)
        verdicts[at[index] as number] = messageId === undefined ? STORED : { kind: 'stored', messageId }
      }
    } catch (failure) {
      log.error('inbound not stored', { what, count: records.length, cause: String(failure) })
      for (const { smscId } of records) redelivery.mishap(smscId, clock.nowMs())
    }
  }
  await Promise.all([
    keep('receipts', receipts, () => parts.receipts.record(receipts.records, clock.nowMs()), messageIdOfReceipt),
    keep('texts', texts, () => recordTexts(texts.records, parts), messageIdOfText),
  ])
  for (let index = 0; index < texts.records.length; index += 1) {
    const { smscId } = texts.records[index] as InboundRecord
    const isStored = verdicts[texts.at[index] as number]?.kind === 'stored'
    metrics.count(isStored ? 'connect_inbound_total' : 'connect_inbound_refused_total', { smsc: smscId })
  }
  const tookMs = clock.monotonicMs() - beganMs
  const nowMs = clock.nowMs()
  for (const { smscId } of batch) redelivery.answered(smscId, tookMs, nowMs)
  return verdicts
}

const TRY_LATER: InboundVerdict = { kind: 'try-later' }
const STORED: InboundVerdict = { kind: 'stored' }

/** What of a batch is of one kind, and where in the batch it stood. */
class Sorted<Item> {
  readonly at: number[] = []
  readonly records: Item[] = []

  add(at: number, record: Item): void {
    this.at.push(at)
    this.records.push(record)
  }
}

function messageIdOfReceipt(result: ReceiptResult): MessageId | undefined {
  return result.kind === 'parked' ? undefined : result.part.messageId
}

function messageIdOfText(result: InboundResult): MessageId | undefined {
  return result.kind === 'stored' ? result.messageId : undefined
}

/** What a text says about consent is recorded with it. */
async function recordTexts(
  texts: readonly InboundRecord[],
  { store, consent }: Pick<ReceiveParts, 'store' | 'consent'>,
): Promise<readonly InboundResult[]> {
  const records = await consent.read(texts)
  try {
    const results = await store.recordInbound(records)
    consent.stored(records, results)
    return results
  } catch (failure) {
    consent.lost(records)
    throw failure
  }
}
