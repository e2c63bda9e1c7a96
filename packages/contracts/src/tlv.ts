import { z } from 'zod'

/** A TLV as it is on the wire (3.4 section 5.3): `value` without tag and length. */
export interface WireTlv {
  readonly tag: number
  readonly value: Uint8Array
}

export const TLV_TYPES = ['integer', 'c_octet_string', 'octet_string'] as const
export const TLV_DIRECTIONS = ['submit', 'deliver', 'both'] as const

/**
 * The value of a TLV in JSON. Integers: a number. Strings: text of printable ASCII, or octets in hexadecimal after `0x`.
 */
export const tlvValueSchema = z.union([
  z.int().min(0).max(0xffff_ffff_ffff),
  z
    .string()
    .max(2_000)
    .regex(/^(0x([0-9a-fA-F]{2})*|[\x20-\x7e]*)$/, 'printable ASCII, or 0x and an even number of hexadecimal digits'),
])
export type TlvValue = z.infer<typeof tlvValueSchema>

/** TLVs that Connect writes itself: a value of the caller's would contradict the rest of the PDU. */
export const CONNECT_TLVS: ReadonlySet<string> = new Set([
  'message_payload',
  'sar_msg_ref_num',
  'sar_total_segments',
  'sar_segment_seqnum',
  'user_message_reference',
])

/** TLVs by name: one of the specification (`dest_addr_subunit`), one declared on the SMSC definition, or a tag (`0x1401`). */
export const tlvValuesSchema = z.record(
  z.string().regex(/^([A-Za-z][A-Za-z0-9_]{0,63}|0x[0-9a-fA-F]{4})$/, 'a name, or a tag such as 0x1401'),
  tlvValueSchema,
)
export type TlvValues = z.infer<typeof tlvValuesSchema>

/** A TLV of the provider's own, declared once on the SMSC definition (3.4 section 5.3.2: 0x1400 to 0x3fff by the book). */
export const tlvDeclarationSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a letter, then letters, digits and underscores')
    .describe('What it is called in requests: billing_code.'),
  tag: z.int().min(1).max(0xffff).describe('Its number; 0x1400 to 0x3fff by the book, others in practice.'),
  type: z.enum(TLV_TYPES).describe('integer, a string that ends with NUL, or plain octets.'),
  maxOctets: z
    .int()
    .min(1)
    .max(1_000)
    .describe('Most octets of its value, a NUL included; the exact size of an integer.'),
  direction: z.enum(TLV_DIRECTIONS).default('both').describe('Where the provider uses it.'),
  value: tlvValueSchema.nullable().default(null).describe('Sent with every submit that gives no other; null for none.'),
})
export type TlvDeclaration = z.infer<typeof tlvDeclarationSchema>

/** A TLV as people are shown it. */
export const tlvViewSchema = z.object({
  tag: z.string().describe('0x and four digits.'),
  name: z.string().nullable().describe('Its name, where it is one of the specification or declared on the SMSC.'),
  value: z.string().describe('As text, a number, or 0x and octets.'),
})
export type TlvView = z.infer<typeof tlvViewSchema>
