import { z } from 'zod'
import { tlvValuesSchema } from './tlv.ts'

export const RECEIPT_WISHES = ['none', 'final', 'failure', 'success', 'intermediate'] as const
export const MESSAGE_MODES = ['default', 'datagram', 'forward', 'store-and-forward'] as const
export const CODINGS = ['auto', 'gsm7', 'latin1', 'ascii', 'iso-8859-5', 'iso-8859-8', 'ucs2'] as const
export const NATIONAL_LANGUAGES = [
  'turkish',
  'spanish',
  'portuguese',
  'bengali',
  'gujarati',
  'hindi',
  'kannada',
  'malayalam',
  'oriya',
  'punjabi',
  'tamil',
  'telugu',
  'urdu',
] as const
export const LONG_MESSAGE_METHODS = ['udh8', 'udh16', 'sar', 'payload'] as const
export const VALIDITY_FORMS = ['relative', 'absolute', 'none'] as const

const octet = z.int().min(0).max(255)

/**
 * What SMPP lets a sender choose. Each may be set on the SMSC definition for all its messages, and on a message for that
 * one; what neither sets is as SMPP has it by default.
 */
const options = {
  registeredDelivery: z
    .enum(RECEIPT_WISHES)
    .describe('Which receipts to ask for (3.4 section 5.2.17): none, final, failure, success, or intermediate too.'),
  messageMode: z.enum(MESSAGE_MODES).describe('How the SMSC is to handle it (esm_class, 3.4 section 5.2.12).'),
  coding: z
    .enum(CODINGS)
    .describe('auto: the cheapest alphabet that keeps the text whole; else that one, or a refusal.'),
  dataCoding: octet
    .nullable()
    .describe('Sent as data_coding instead of the usual number of the alphabet; null for that.'),
  languages: z
    .array(z.enum(NATIONAL_LANGUAGES))
    .max(13)
    .describe('National shift tables to try where the default alphabet does not do (3GPP TS 23.038).'),
  transliterate: z
    .boolean()
    .describe('Replace curly quotes, dashes and odd spaces where that alone makes the text fit GSM 7-bit.'),
  longMessage: z
    .enum(LONG_MESSAGE_METHODS)
    .describe('How a text of several parts goes: user data header of 8 or 16 bits, sar TLVs, or message_payload.'),
  flash: z.boolean().describe('Shown at once and not kept (message class 0).'),
  validity: z.enum(VALIDITY_FORMS).describe('How validity_period is written; none leaves it to the SMSC.'),
  scheduledBy: z
    .enum(['connect', 'smsc'])
    .describe('Who keeps a message until its time: Connect, or the SMSC (schedule_delivery_time).'),
  priority: z.int().min(0).max(4).describe('priority_flag (3.4 section 5.2.14): 0 to 3, in 5.0 to 4.'),
  serviceType: z
    .string()
    .max(5)
    .regex(/^[\x20-\x7e]*$/, 'printable ASCII characters only')
    .describe('service_type, at most 5 characters.'),
  protocolId: octet.describe('protocol_id (3.4 section 5.2.13).'),
  replaceIfPresent: z
    .boolean()
    .describe('Replaces a message to the same person that waits at the SMSC (replace_if_present_flag).'),
  sourceTon: octet.nullable().describe('Type of number of the sender address; null: from its shape.'),
  sourceNpi: octet.nullable().describe('Numbering plan of the sender address; null: from its shape.'),
  destinationTon: octet.nullable().describe('Type of number of the destination; null: from its shape.'),
  destinationNpi: octet.nullable().describe('Numbering plan of the destination; null: from its shape.'),
  tlvs: tlvValuesSchema.describe('TLVs to send along, by name or tag.'),
}

/** Options of one message: any of them. */
export const smppOptionsSchema = z.strictObject(options).partial()
export type SmppOptions = z.infer<typeof smppOptionsSchema>

/** Options with nothing left open, as an SMSC definition has them. */
export const smppDefaultsSchema = z.strictObject({
  registeredDelivery: options.registeredDelivery.default('final'),
  messageMode: options.messageMode.default('default'),
  coding: options.coding.default('auto'),
  dataCoding: options.dataCoding.default(null),
  languages: options.languages.default([]),
  transliterate: options.transliterate.default(false),
  longMessage: options.longMessage.default('udh8'),
  flash: options.flash.default(false),
  validity: options.validity.default('relative'),
  scheduledBy: options.scheduledBy.default('connect'),
  priority: options.priority.default(0),
  serviceType: options.serviceType.default(''),
  protocolId: options.protocolId.default(0),
  replaceIfPresent: options.replaceIfPresent.default(false),
  sourceTon: options.sourceTon.default(null),
  sourceNpi: options.sourceNpi.default(null),
  destinationTon: options.destinationTon.default(null),
  destinationNpi: options.destinationNpi.default(null),
  tlvs: options.tlvs.default({}),
})
export type SmppDefaults = z.infer<typeof smppDefaultsSchema>
