// What this bench uses of npm `smpp` 0.5.1, which carries no types.
declare module 'smpp' {
  type Fields = Readonly<Record<string, unknown>>
  class PDU {
    constructor(command: string | Buffer, fields?: Fields)
    toBuffer(): Buffer
    readonly sequence_number: number
    readonly source_addr: string
    readonly destination_addr: string
    readonly short_message: { readonly message: string | Buffer }
    readonly user_message_reference: number
    readonly sar_msg_ref_num: number
    readonly sar_total_segments: number
  }
  const smpp: { readonly PDU: typeof PDU }
  export = smpp
}
