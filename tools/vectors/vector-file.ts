/** A header as a vector lists it. */
export type ListedHeader = {
  readonly command_length: number
  readonly command_id: string
  readonly command_status: number
  readonly sequence_number: number
}

/** A TLV as a vector lists it: an integer or text as `value`, octets as `hex`. */
export type ListedTlv = {
  readonly tag: string
  readonly length: number
  readonly name?: string
  readonly value?: number | string
  readonly hex?: string
}

/** A PDU as a vector lists it. */
export type ListedPdu = {
  readonly header?: ListedHeader
  readonly command?: string | null
  readonly body?: Readonly<Record<string, unknown>>
  readonly body_absent?: boolean
  readonly tlvs?: readonly ListedTlv[]
  readonly error?: string
}

/** One vector. */
export type Vector = {
  readonly id: string
  readonly kind: 'valid' | 'lenient' | 'malformed' | 'incomplete' | 'stream'
  readonly hex: string
  readonly expected: ListedPdu & { readonly pdus?: readonly ListedPdu[]; readonly rest?: { readonly hex: string } }
  readonly also_acceptable?: string
}

/** A receipt text and its fields. */
export type ListedReceipt = {
  readonly id: string
  readonly text: string
  readonly expected: Readonly<Record<string, string>>
}

/** The file. */
export type VectorFile = { readonly vectors: readonly Vector[]; readonly receipts: readonly ListedReceipt[] }
