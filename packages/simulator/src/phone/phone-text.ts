import type { PhoneText } from '@smpp-connect/contracts'
import { joinParts, type MessageFields, type MessageUserData, userDataOf } from '@smpp-connect/smpp/text'
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

/** A text on a phone, as far as its parts have come. */
export class PhoneTextEntry {
  readonly id: string
  /** Counts up over all phones; the place of a text in time. */
  readonly order: number
  readonly sent: boolean
  readonly other: string
  readonly atMs: number
  readonly total: number
  /** Tells the parts of this text from others; absent when there is but one. */
  readonly joinKey: string | undefined
  /** Set once it is whole. */
  #text: string | undefined
  #parts: Map<number, PhonePart> | undefined

  constructor(record: PhoneTextRecord) {
    this.id = record.id
    this.order = record.order
    this.sent = record.sent === true
    this.other = record.other
    this.atMs = record.at
    this.total = record.total
    this.joinKey = record.joinKey
    this.#text = record.text
    if (record.parts !== undefined) {
      this.#parts = new Map(record.parts.map(([place, esm, dc, data]) => [place, { esm, dc, data }]))
    }
  }

  get whole(): boolean {
    return this.#text !== undefined
  }

  get missingParts(): number {
    return this.#parts === undefined ? 0 : this.total - this.#parts.size
  }

  /** What the phone shows; `…` stands for missing parts. */
  get text(): string {
    return this.#text ?? this.#joinRuns()
  }

  /** Takes a part: `added`, or there is one in its place, `same` or with `other` content. */
  add(place: number, part: PhonePart): 'added' | 'same' | 'other' {
    this.#parts ??= new Map()
    const held = this.#parts.get(place)
    if (held !== undefined) return held.data === part.data && held.dc === part.dc ? 'same' : 'other'
    this.#parts.set(place, part)
    if (this.#parts.size === this.total) {
      this.#text = this.#joinRuns()
      this.#parts = undefined
    }
    return 'added'
  }

  view(): PhoneText {
    return {
      id: this.id,
      direction: this.sent ? 'sent' : 'received',
      other: this.other,
      text: this.text,
      parts: this.total,
      missingParts: this.missingParts,
      at: new Date(this.atMs).toISOString(),
    }
  }

  record(): PhoneTextRecord {
    const { id, order, other, atMs: at, total } = this
    const sent = this.sent ? { sent: true as const } : {}
    if (this.#text !== undefined) return { id, order, ...sent, other, at, total, text: this.#text }
    const parts = [...(this.#parts ?? [])].map(([place, { esm, dc, data }]) => [place, esm, dc, data] as const)
    const joinKey = this.joinKey === undefined ? {} : { joinKey: this.joinKey }
    return { id, order, ...sent, other, at, total, parts, ...joinKey }
  }

  #joinRuns(): string {
    let text = ''
    let run: MessageUserDataWithCoding[] = []
    for (let place = 1; place <= this.total; place++) {
      const part = this.#parts?.get(place)
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
}

type MessageUserDataWithCoding = MessageUserData & { readonly dataCoding: number }
