import { z } from 'zod'
import { EVENT_KINDS } from '../event.ts'
import { MESSAGE_CLASSES } from '../message-class.ts'
import { smppOptionsSchema } from '../smpp-options.ts'
import { MESSAGE_STATES, type MessageState, PART_STATES } from '../states.ts'
import { tlvViewSchema } from '../tlv.ts'
import { pageFields } from './page.ts'

const time = z.iso.datetime().describe('RFC 3339, UTC.')

/** Most messages in one batch request. */
export const MAX_BATCH = 500

/** Most characters (UTF-16 units) in the fields of a message. */
export const MESSAGE_LIMITS = { to: 40, text: 40_000, from: 21, reference: 100 } as const

export const sendMessageSchema = z.strictObject({
  to: z
    .string()
    .min(1)
    .max(MESSAGE_LIMITS.to)
    .describe('Destination in international form, +447700900123; or a short code.'),
  text: z
    .string()
    .max(MESSAGE_LIMITS.text)
    .describe('The text, any Unicode. Connect picks the cheapest coding that keeps it whole.'),
  from: z
    .string()
    .min(1)
    .max(MESSAGE_LIMITS.from)
    .optional()
    .describe("Sender address; left out, the SMSC definition's default."),
  smscId: z.string().optional().describe('The SMSC to send through; left out, Connect chooses, and may choose anew.'),
  reference: z
    .string()
    .max(MESSAGE_LIMITS.reference)
    .optional()
    .describe('Your own reference; given back with the message.'),
  class: z
    .enum(MESSAGE_CLASSES)
    .optional()
    .describe('How urgent it is: a one-time code, transactional (so unless told), or part of a campaign.'),
  sendAt: time.optional().describe('Not before this time, at any horizon. Left out: at once.'),
  validitySeconds: z
    .int()
    .min(1)
    .max(30 * 86_400)
    .optional()
    .describe('How long after its time it is still worth sending. Left out: as its class has it at the SMSC.'),
  expiresAt: time.optional().describe('The same as a point in time; one of the two.'),
  smpp: smppOptionsSchema
    .optional()
    .describe('What SMPP lets a sender choose; left out, as the SMSC definition has it.'),
})
export type SendMessage = z.infer<typeof sendMessageSchema>

export const acceptedSchema = z.object({
  id: z.string(),
  state: z.literal('accepted'),
  parts: z.int().describe('How many short messages it takes.'),
  encoding: z.enum(['gsm7', 'ucs2']),
  to: z.string(),
  from: z.string(),
  smscId: z.string(),
  conversationId: z.string(),
  reference: z.string().nullable(),
  class: z.enum(MESSAGE_CLASSES),
  sendAt: time.nullable(),
  expiresAt: time,
})
export type Accepted = z.infer<typeof acceptedSchema>

export const sendBatchSchema = z.strictObject({
  messages: z.array(sendMessageSchema).min(1).max(MAX_BATCH),
})
/** One result for each message of the batch, in its order: what was accepted, or why that one was not. */
export const batchResultSchema = z.object({
  accepted: z.int(),
  refused: z.int(),
  results: z.array(
    z.union([acceptedSchema, z.object({ state: z.literal('refused'), code: z.string(), detail: z.string() })]),
  ),
})
export type BatchResult = z.infer<typeof batchResultSchema>

export const partViewSchema = z.object({
  number: z.int(),
  state: z.enum(PART_STATES),
  attempts: z.int(),
  smscMessageId: z.string().nullable().describe("The SMSC's message id, from its answer."),
  sentAt: time.nullable(),
  answeredAt: time.nullable(),
  receiptAt: time.nullable(),
  status: z.string().nullable().describe('The last answer: ESME_ROK, or why the SMSC refused.'),
  receiptError: z.string().nullable().describe('err of the receipt.'),
  receiptErrorMeaning: z.string().nullable().describe('What that means, where the SMSC definition says so.'),
  mayBeDuplicate: z.boolean().describe('Sent again after an answer was lost: the person may have got it twice.'),
})
export type PartView = z.infer<typeof partViewSchema>

export const timelineEntrySchema = z.object({
  seq: z.int(),
  at: time,
  kind: z.enum(EVENT_KINDS),
  part: z.int().nullable(),
  summary: z.string().describe('What happened, in a sentence.'),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

export const messageViewSchema = z.object({
  id: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  state: z.enum(MESSAGE_STATES as readonly [MessageState, ...MessageState[]]),
  from: z.string(),
  to: z.string(),
  text: z.string(),
  parts: z.int(),
  encoding: z.enum(['gsm7', 'ucs2', 'other']),
  smscId: z.string(),
  conversationId: z.string(),
  reference: z.string().nullable(),
  class: z.enum(MESSAGE_CLASSES).nullable().describe('Null for inbound ones.'),
  sendAt: time.nullable().describe('Not before this time; null for at once.'),
  expiresAt: time.nullable().describe('When it stops being worth sending; null for inbound ones.'),
  mayBeDuplicate: z.boolean(),
  waitingFor: z
    .string()
    .nullable()
    .describe('Why it is not on its way yet, in a sentence; null when nothing holds it.'),
  error: z.object({ code: z.string(), text: z.string() }).nullable().describe('Why it did not arrive.'),
  createdAt: time,
  updatedAt: time,
  finalAt: time.nullable(),
})
export type MessageView = z.infer<typeof messageViewSchema>

/** What the submits of a message carry beside its text, as SMPP has it. */
export const wireViewSchema = z.object({
  sourceTon: z.int(),
  sourceNpi: z.int(),
  sourceAddress: z.string(),
  destinationTon: z.int(),
  destinationNpi: z.int(),
  destinationAddress: z.string(),
  serviceType: z.string(),
  messageMode: z.string(),
  registeredDelivery: z.int(),
  dataCoding: z.int(),
  protocolId: z.int(),
  priority: z.int(),
  replaceIfPresent: z.boolean(),
})

export const messageDetailSchema = messageViewSchema.extend({
  wire: wireViewSchema.nullable().describe('Null for inbound ones.'),
  tlvs: z.array(tlvViewSchema).describe('TLVs of the message: those it was sent with, or those it came with.'),
  partDetails: z.array(partViewSchema),
  timeline: z.array(timelineEntrySchema),
})
export type MessageDetail = z.infer<typeof messageDetailSchema>

export const messageQuerySchema = z.strictObject({
  ...pageFields('m'),
  state: z.enum(MESSAGE_STATES as readonly [MessageState, ...MessageState[]]).optional(),
  direction: z.enum(['outbound', 'inbound']).optional(),
  number: z.string().min(1).max(40).optional().describe('Either end; the whole number.'),
  smscId: z.string().min(1).optional(),
  mayBeDuplicate: z.stringbool().optional(),
  reference: z.string().max(100).optional(),
  class: z.enum(MESSAGE_CLASSES).optional(),
})
export type MessageQuery = z.infer<typeof messageQuerySchema>

/** Asks how many messages stand at once; for following a long run without reading each message. */
export const messageStatesRequestSchema = z.strictObject({
  ids: z.array(z.string().min(1).max(60)).min(1).max(MAX_BATCH),
})
export type MessageStatesRequest = z.infer<typeof messageStatesRequestSchema>
/** The answer: one entry for each id that exists; an unknown id is left out. */
export const messageStatesSchema = z.object({
  states: z.record(z.string(), z.enum(MESSAGE_STATES as readonly [MessageState, ...MessageState[]])),
})
export type MessageStates = z.infer<typeof messageStatesSchema>

/** A page, newest first. */
export const messagePageSchema = z.object({ items: z.array(messageViewSchema), next: z.string().nullable() })
export type MessagePage = z.infer<typeof messagePageSchema>

export const conversationViewSchema = z.object({
  id: z.string(),
  person: z.string().describe('The number at the other end.'),
  ours: z.string().describe('Our sender address.'),
  optedOut: z.boolean().describe('The person wants no texts from this address; what is sent is refused.'),
  smscId: z.string(),
  unread: z.int(),
  messageCount: z.int(),
  lastText: z.string(),
  lastDirection: z.enum(['outbound', 'inbound']),
  lastAt: time,
})
export type ConversationView = z.infer<typeof conversationViewSchema>

export const conversationQuerySchema = z.strictObject({
  ...pageFields('c'),
  search: z
    .string()
    .max(100)
    // No number or address has one, and SQLite would look for what stands before it.
    .refine((text) => !text.includes('\0'), 'expected text without NUL')
    .optional()
    .describe('Part of a number or of our address.'),
  unread: z.stringbool().optional(),
})
export type ConversationQuery = z.infer<typeof conversationQuerySchema>
export const conversationPageSchema = z.object({ items: z.array(conversationViewSchema), next: z.string().nullable() })
export type ConversationPage = z.infer<typeof conversationPageSchema>
export const conversationMessagesQuerySchema = z.strictObject(pageFields('m'))

/** What a text that came in did to the person's consent. */
export const CONSENT_EFFECTS = ['opted-out', 'opted-in', 'possible-stop'] as const
export type ConsentEffect = (typeof CONSENT_EFFECTS)[number]

/** A message as it stands in its conversation. */
export const threadMessageSchema = messageViewSchema.extend({
  consent: z
    .enum(CONSENT_EFFECTS)
    .nullable()
    .describe('What the text did: opted-out, opted-in, or possible-stop, which a person should look at.'),
})
export type ThreadMessage = z.infer<typeof threadMessageSchema>
/** A page, newest first. */
export const threadPageSchema = z.object({ items: z.array(threadMessageSchema), next: z.string().nullable() })
export type ThreadPage = z.infer<typeof threadPageSchema>

/** An answer goes to the person of the conversation, from the address that they know, so it names neither. */
export const answerSchema = sendMessageSchema.omit({ to: true, from: true, smscId: true })
export type ConversationAnswer = z.infer<typeof answerSchema>
