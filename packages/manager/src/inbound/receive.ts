import type { InboundPdu, InboundVerdict, MessageId, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Clock, Log, Metrics } from '@smpp-connect/kernel'
import type { InboundRecord, ReceiptRecord, Store } from '@smpp-connect/store'
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
  const receipts: { readonly at: number; readonly record: ReceiptRecord }[] = []
  const texts: { readonly at: number; readonly record: InboundRecord }[] = []
  batch.forEach((pdu, at) => {
    const sorted = classify(pdu, {
      definition: parts.definition(pdu.smscId),
      newId: parts.newId,
      duplicateWithinMs: redelivery.duplicateWithinMs(pdu.smscId, pdu.atMs),
    })
    if (sorted.kind === 'receipt') receipts.push({ at, record: sorted.record })
    else texts.push({ at, record: sorted.record })
  })

  const verdicts: InboundVerdict[] = batch.map(() => ({ kind: 'try-later' }))
  const keep = async <Item extends { readonly at: number }>(
    what: string,
    items: readonly Item[],
    write: () => Promise<readonly (MessageId | undefined)[]>,
  ): Promise<void> => {
    if (items.length === 0) return
    try {
      const messageIds = await write()
      for (const [index, { at }] of items.entries()) {
        const messageId = messageIds[index]
        verdicts[at] = messageId === undefined ? { kind: 'stored' } : { kind: 'stored', messageId }
      }
    } catch (failure) {
      log.error('inbound not stored', { what, count: items.length, cause: String(failure) })
      for (const { at } of items) redelivery.mishap((batch[at] as InboundPdu).smscId, clock.nowMs())
    }
  }
  await Promise.all([
    keep('receipts', receipts, async () => {
      const results = await parts.receipts.record(
        receipts.map(({ record }) => record),
        clock.nowMs(),
      )
      return results.map((result) => (result.kind === 'parked' ? undefined : result.part.messageId))
    }),
    keep('texts', texts, () =>
      recordTexts(
        texts.map(({ record }) => record),
        parts,
      ),
    ),
  ])
  for (const { at, record } of texts) {
    const isStored = verdicts[at]?.kind === 'stored'
    metrics.count(isStored ? 'connect_inbound_total' : 'connect_inbound_refused_total', { smsc: record.smscId })
  }
  const tookMs = clock.monotonicMs() - beganMs
  for (const { smscId } of batch) redelivery.answered(smscId, tookMs, clock.nowMs())
  return verdicts
}

/** What a text says about consent is recorded with it. Returns the ids under which they are stored, as far as they are. */
async function recordTexts(
  texts: readonly InboundRecord[],
  { store, consent }: Pick<ReceiveParts, 'store' | 'consent'>,
): Promise<readonly (MessageId | undefined)[]> {
  const records = await consent.read(texts)
  try {
    const results = await store.recordInbound(records)
    consent.stored(records, results)
    return results.map((result) => (result.kind === 'stored' ? result.messageId : undefined))
  } catch (failure) {
    consent.lost(records)
    throw failure
  }
}
