/** What every PDU carries (3.4 section 3.2). `command` is the specification's name of the command. */
export interface PduBase<C extends string> {
  readonly command: C
  /** `command_status`: 0 in requests; a status number in responses. Numbers outside the tables are kept. */
  readonly commandStatus: number
  /** `sequence_number`: 1 to 0x7fffffff by the book; any unsigned 32-bit number is read and echoed. */
  readonly sequenceNumber: number
}

/** A TLV kept as it came: tag, and the octets of its value. */
export interface RawTlv {
  readonly tag: number
  readonly value: Uint8Array
}

/** One destination of `submit_multi`: an SME address (`dest_flag` 1) or a distribution list (`dest_flag` 2). */
export type DestAddress =
  | {
      readonly destFlag: 1
      readonly destAddrTon: number
      readonly destAddrNpi: number
      /** At most 20 characters. */
      readonly destinationAddr: string
    }
  | {
      readonly destFlag: 2
      /** At most 20 characters. */
      readonly dlName: string
    }

/** One destination that `submit_multi` did not reach, with the reason. */
export interface UnsuccessSme {
  readonly destAddrTon: number
  readonly destAddrNpi: number
  readonly destinationAddr: string
  /** `error_status_code`: a command_status number. */
  readonly errorStatusCode: number
}

/**
 * The provider's TLVs, open for declaration merging: a project that declares `billingCode` with `declareTlv` adds
 * `declare module '@smpp-connect/smpp' { interface ProviderTlvs { readonly billingCode?: string } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it exists to be merged with
export interface ProviderTlvs {}
