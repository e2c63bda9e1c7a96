import type { PduInput } from '@smpp-connect/smpp'

/** PDUs that differ as they do on a line: 5,000 senders, every destination another. */
export const SAMPLE_COUNT = 1000

const MESSAGE = Uint8Array.from({ length: 134 }, (_, index) => 0x20 + (index % 90))

/** The `index`th of a series of 207-octet submit_sm with three TLVs. */
export function samplePdu(index: number): PduInput<'submit_sm'> & { readonly sequenceNumber: number } {
  return {
    command: 'submit_sm',
    sequenceNumber: index + 1,
    sourceAddrTon: 1,
    sourceAddrNpi: 1,
    sourceAddr: String(44770000000 + (index % 5000)),
    destAddrTon: 1,
    destAddrNpi: 1,
    destinationAddr: String(447700000000 + index * 7),
    registeredDelivery: 1,
    shortMessage: MESSAGE,
    tlvs: { userMessageReference: index & 0xffff, sarMsgRefNum: index & 0xffff, sarTotalSegments: 3 },
  }
}
