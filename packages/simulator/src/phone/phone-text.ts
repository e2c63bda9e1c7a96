import type { PhoneText } from '@smpp-connect/contracts'
import { type JoinPart, joinParts, type MessageFields, userDataOf } from '@smpp-connect/smpp/text'
import type { PhoneTextRecord, SubmitRecord } from '../journal/record.ts'

/** What a phone keeps of a short message until the text is whole. Octets stay in base64, as in the journal. */
export interface PhonePart {
  readonly esm: number
  readonly dc: number
  readonly data: string
}

/** The fields of a record that its text depends on. */
export function messageFieldsOf({ esm, dc, data, sar }: PhonePart & Pick<SubmitRecord, 'sar'>): MessageFields {
  const fields = { esmClass: esm, dataCoding: dc, shortMessage: Buffer.from(data, 'base64') }
  if (sar === undefined) return fields
  return { ...fields, tlvs: { sarMsgRefNum: sar[0], sarTotalSegments: sar[1], sarSegmentSeqnum: sar[2] } }
}

/**
 * A text on a phone, as far as its parts have come. What came is kept as octets and read when somebody looks: most
 * texts are never looked at.
 */
export class PhoneTextEntry {
  readonly id: string
  /** Counts up over all phones; the place of a text in time. */
  readonly order: number
  readonly other: string
  readonly atMs: number
  readonly total: number
  /** Tells the parts of this text from others; absent when there is but one. */
  readonly joinKey: string | undefined
  /** Of a text written here. */
  readonly #text: string | undefined
  /** Of a text that came: its parts by their place less 1. */
  readonly #parts: (PhonePart | undefined)[] = []
  #came = 0

  constructor(record: PhoneTextRecord) {
    this.id = record.id
    this.order = record.order
    this.other = record.other
    this.atMs = record.at
    this.total = record.total
    this.joinKey = record.joinKey
    this.#text = record.text
    for (const [place, esm, dc, data] of record.parts ?? []) this.add(place, { esm, dc, data })
  }

  get missingParts(): number {
    return this.#text === undefined ? this.total - this.#came : 0
  }

  /** What the phone shows; `…` stands for missing parts. */
  get text(): string {
    if (this.#text !== undefined) return this.#text
    let text = ''
    let run: JoinPart[] = []
    for (let place = 1; place <= this.total; place++) {
      const part = this.#parts[place - 1]
      if (part !== undefined) {
        run.push({ ...userDataOf(messageFieldsOf(part)), dataCoding: part.dc })
        continue
      }
      text += joinParts(run)
      run = []
      if (!text.endsWith('…')) text += '…'
    }
    return text + joinParts(run)
  }

  /** Takes a part: `added`, or there is one in its place, `same` or with `other` content. */
  add(place: number, part: PhonePart): 'added' | 'same' | 'other' {
    const held = this.#parts[place - 1]
    if (held !== undefined) return held.data === part.data && held.dc === part.dc ? 'same' : 'other'
    this.#parts[place - 1] = part
    this.#came++
    return 'added'
  }

  view(): PhoneText {
    return {
      id: this.id,
      direction: this.#text === undefined ? 'received' : 'sent',
      other: this.other,
      text: this.text,
      parts: this.total,
      missingParts: this.missingParts,
      at: new Date(this.atMs).toISOString(),
    }
  }

  record(): PhoneTextRecord {
    const { id, order, other, atMs: at, total } = this
    if (this.#text !== undefined) return { id, order, other, at, total, text: this.#text }
    const parts = this.#parts.flatMap((part, index) =>
      part === undefined ? [] : [[index + 1, part.esm, part.dc, part.data] as const],
    )
    const joinKey = this.joinKey === undefined || this.missingParts === 0 ? {} : { joinKey: this.joinKey }
    return { id, order, other, at, total, parts, ...joinKey }
  }
}
