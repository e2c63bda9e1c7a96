import type { SmscId } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import type { ConsentChange, InboundRecord, InboundResult, NewMessage, OptOutRecord, Store } from '@smpp-connect/store'
import type { ReplyTo } from './automatic-reply.ts'
import { isEverydayAnswer } from './everyday-answers.ts'
import type { Keyword, KeywordReader, Reading } from './keyword-reader.ts'
import { ReplyLimit } from './reply-limit.ts'

export interface InboundConsentParts {
  readonly store: Pick<Store, 'optOuts'>
  readonly clock: Clock
  /** The words as they are now. */
  readonly reader: () => KeywordReader
  readonly reply: (to: ReplyTo) => NewMessage | null
  /** What is durable now. */
  readonly onOptedOut: (changes: readonly ConsentChange[]) => void
  readonly onReplied: (smscIds: ReadonlySet<SmscId>) => void
}

/** Most opt-outs of one person that are looked through for that of one address. */
const MOST_OPT_OUTS = 200

/**
 * What the texts that come in say about consent.
 *
 * - A stop word opts out of the address that it was written to, and is confirmed, once.
 * - A start word takes back the opt-out of that address. Without one it is an answer to something else, and nothing
 *   happens; nor by a word that answers all kinds of questions (yes), unless the opt-out came by a word too.
 *   An opt-out of all our addresses was not recorded by a word, and is not taken back by one.
 * - A help word is told who we are, also where the person opted out.
 * - What may mean stop, and is not one of the words, is marked for a person to decide.
 */
export class InboundConsent {
  readonly #parts: InboundConsentParts
  readonly #limit = new ReplyLimit()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: InboundConsentParts) {
    this.#parts = parts
  }

  /**
   * The records as they are to be stored. Rejects when the store cannot be asked. Batches are done in the order in which
   * they came, so that a text that has to be looked up is not overtaken.
   */
  read(records: readonly InboundRecord[]): Promise<readonly InboundRecord[]> {
    const mine = this.#turn.then(() => this.#readAll(records))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #readAll(records: readonly InboundRecord[]): Promise<readonly InboundRecord[]> {
    const read: InboundRecord[] = []
    for (const record of records) {
      const found = this.#worthReading(record) ? this.#parts.reader().read(record.text) : undefined
      read.push(found ? await this.#withConsent(record, found, read) : record)
    }
    return read
  }

  /** They are durable, with these results. */
  stored(records: readonly InboundRecord[], results: readonly InboundResult[]): void {
    const optedOut: ConsentChange[] = []
    const replied = new Set<SmscId>()
    for (const [at, { consent }] of records.entries()) {
      // What is taken for a repetition opts out all the same.
      if (!consent || results[at]?.kind === 'part-kept') continue
      if (consent.to === 'opted-out') optedOut.push(consent)
      if (consent.reply) replied.add(consent.reply.smscId)
    }
    if (optedOut.length > 0) this.#parts.onOptedOut(optedOut)
    if (replied.size > 0) this.#parts.onReplied(replied)
  }

  /** They could not be stored, and will come again. */
  lost(records: readonly InboundRecord[]): void {
    for (const { consent } of records) if (consent?.reply) this.#limit.giveBack(limitKey(consent))
  }

  /** Whole texts between two addresses: no word is longer than a part. */
  #worthReading({ from, to, segment }: InboundRecord): boolean {
    return segment === null && from !== '' && to !== ''
  }

  /** `before` is what came in together with it, earlier. */
  async #withConsent(
    record: InboundRecord,
    reading: Reading,
    before: readonly InboundRecord[],
  ): Promise<InboundRecord> {
    const { from, to } = record
    const { keyword } = reading
    if (reading.kind === 'possible-stop') return this.#with(record, keyword, 'unclear', '')
    if (keyword.kind === 'stop') return this.#with(record, keyword, 'opted-out', keyword.set.stopReply)
    if (keyword.kind === 'help') return this.#with(record, keyword, 'as-is', keyword.set.helpReply)
    const justNow = before.flatMap(({ consent }) => (consent?.to === 'opted-out' ? [consent] : []))
    const standing = [...(await this.#optOutsOf(from)), ...justNow.filter(({ person }) => person === from)]
    const { mayStart, saysSo } = whatStartDoes(keyword, to, standing)
    return mayStart ? this.#with(record, keyword, 'opted-in', saysSo ? keyword.set.startReply : '') : record
  }

  async #optOutsOf(person: string): Promise<readonly OptOutRecord[]> {
    return (await this.#parts.store.optOuts({ person, limit: MOST_OPT_OUTS })).items
  }

  #with(record: InboundRecord, { word }: Keyword, to: ConsentChange['to'], reply: string): InboundRecord {
    const { id, from, smscId, atMs } = record
    const change: ConsentChange = {
      person: from,
      ours: record.to,
      source: 'keyword',
      keyword: word,
      messageId: id,
      by: null,
      atMs,
      to,
      reply: null,
    }
    const answer = reply === '' ? null : this.#parts.reply({ person: from, ours: record.to, smscId, reply })
    const mayAnswer = answer !== null && this.#limit.take(limitKey(change), this.#parts.clock.monotonicMs())
    const consent = { ...change, reply: mayAnswer ? answer : null }
    return consent.to === 'as-is' && consent.reply === null ? record : { ...record, consent }
  }
}

/** What a start word does, given what stands recorded: whether it takes anything back, and whether that may be said. */
export function whatStartDoes(
  { folded }: Pick<Keyword, 'folded'>,
  ours: string,
  standing: readonly Pick<OptOutRecord, 'ours' | 'source'>[],
): { readonly mayStart: boolean; readonly saysSo: boolean } {
  const mine = standing.find((one) => one.ours?.toLowerCase() === ours.toLowerCase())
  const mayStart = mine !== undefined && (mine.source === 'keyword' || !isEverydayAnswer(folded))
  return { mayStart, saysSo: mayStart && standing.every((one) => one.ours !== null) }
}

const limitKey = ({ person, ours, to }: ConsentChange): string => `${to}|${person}|${ours}`
