import { z } from 'zod'
import { classTreatmentsPatchSchema, classTreatmentsSchema } from './class-treatment.ts'
import type { SmscId } from './ids.ts'
import { smppDefaultsSchema, smppOptionsSchema } from './smpp-options.ts'
import type { SmscDeletion } from './smsc-deletion.ts'
import { receiptErrorSchema, statusRuleSchema } from './status-rule.ts'
import { tlvDeclarationSchema } from './tlv.ts'

const printable = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\x20-\x7e]*$/, 'printable ASCII characters only')

/** A source address as SMPP has it: digits, a short code, or up to 11 characters of a name. */
export const senderAddressSchema = z
  .string()
  .min(1)
  .max(20)
  .regex(
    /^(\+?\d{3,15}|[A-Za-z0-9][A-Za-z0-9 .&_-]{0,10})$/,
    'a number (+447700900123), a short code, or a name of up to 11 letters and digits',
  )

/** The name of an edge, as its certificate has it. */
export const edgeIdSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'a name of 1 to 40 of a-z, 0-9 and -')

export const BIND_MODES = ['transceiver', 'transmitter-receiver'] as const
export const DEFAULT_ALPHABETS = ['gsm7', 'latin1', 'ascii', 'utf8'] as const
export const INTERFACE_VERSIONS = ['3.3', '3.4', '5.0'] as const
export const WINDOW_MODES = ['fixed', 'adaptive'] as const
export const ID_FORMS = ['learn', 'same', 'hexadecimal-answer', 'decimal-answer'] as const

/** What a user may set on an SMSC definition. Every limit is the specification's unless a comment says otherwise. */
const fields = {
  name: z.string().trim().min(1).max(60).describe('What people call this SMSC.'),
  enabled: z.boolean().describe('Whether Connect holds binds with it.'),
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.:_-]+$/, 'a host name or an IP address, without a port')
    .describe('Host name or address.'),
  port: z.int().min(1).max(65535).describe('TCP port.'),
  tls: z.boolean().describe('Whether the connection is encrypted (smpps).'),
  systemId: printable(15).min(1).describe('SMPP system_id, at most 15 characters.'),
  // The specification allows 8 characters; some providers issue, and some require, more.
  password: printable(64).describe('SMPP password.'),
  systemType: printable(12).describe('SMPP system_type, at most 12 characters.'),
  bindMode: z.enum(BIND_MODES).describe('One bind for both directions, or one transmitter and one receiver.'),
  interfaceVersion: z.enum(INTERFACE_VERSIONS).describe('SMPP version offered in the bind.'),
  addressRange: printable(40).describe('SMPP address_range of the bind.'),
  defaultSender: senderAddressSchema.describe('Sender address of messages that name none.'),
  defaultAlphabet: z.enum(DEFAULT_ALPHABETS).describe('What data_coding 0 means to this SMSC.'),
  windowSize: z.int().min(1).max(1000).describe('Requests that may be unanswered at once.'),
  windowMode: z
    .enum(WINDOW_MODES)
    .describe('fixed: always that window. adaptive: as much of it as rate and round trip call for.'),
  edges: z
    .array(edgeIdSchema)
    .max(20)
    .refine((edges) => new Set(edges).size === edges.length, 'each edge once')
    .describe('Which edges may hold its binds, in this order: the first that is there does. Empty: any edge.'),
  bindCount: z.int().min(1).max(20).describe('How many binds to hold at once (of each kind, with two kinds).'),
  perSecond: z
    .number()
    .min(0.1)
    .max(100_000)
    .nullable()
    .describe('Most parts a second over all binds; null for no limit of ours.'),
  burst: z.int().min(1).max(10_000).describe('How many parts may leave at once after a pause.'),
  maxAttempts: z.int().min(1).max(1_000).describe('After so many refused attempts a part is held for a person.'),
  statusRules: z.array(statusRuleSchema).max(200).describe('What to do about a status, where it differs here.'),
  tlvs: z.array(tlvDeclarationSchema).max(50).describe("The provider's own TLVs."),
  idForm: z
    .enum(ID_FORMS)
    .describe('How message ids of receipts relate to those of answers: learned, the same, or in another radix.'),
  receiptErrors: z.array(receiptErrorSchema).max(500).describe("What this provider's error codes mean."),
  responseTimeoutSeconds: z.int().min(5).max(600).describe('How long an answer may take.'),
  enquireLinkSeconds: z.int().min(5).max(600).describe('Idle time after which the link is probed.'),
  uncertainWaitSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .describe(
      'How long a late answer or a receipt may still resolve an uncertain part, counted while the SMSC is bound.',
    ),
  userMessageReference: z
    .boolean()
    .describe('Send the user_message_reference TLV, which lets a receipt resolve an uncertain part.'),
}

/** What making a definition takes: only what has no sensible default must be said. */
export const smscSettingsSchema = z.strictObject({
  ...fields,
  enabled: fields.enabled.default(true),
  port: fields.port.default(2775),
  tls: fields.tls.default(false),
  password: fields.password.default(''),
  systemType: fields.systemType.default(''),
  bindMode: fields.bindMode.default('transceiver'),
  interfaceVersion: fields.interfaceVersion.default('3.4'),
  addressRange: fields.addressRange.default(''),
  defaultAlphabet: fields.defaultAlphabet.default('gsm7'),
  windowSize: fields.windowSize.default(10),
  windowMode: fields.windowMode.default('fixed'),
  edges: fields.edges.default([]),
  bindCount: fields.bindCount.default(1),
  perSecond: fields.perSecond.default(null),
  burst: fields.burst.default(1),
  maxAttempts: fields.maxAttempts.default(12),
  statusRules: fields.statusRules.default([]),
  classes: classTreatmentsSchema.describe('How each class of messages is treated.'),
  defaults: smppDefaultsSchema.prefault({}).describe('SMPP options of messages that do not set them.'),
  tlvs: fields.tlvs.default([]),
  idForm: fields.idForm.default('learn'),
  receiptErrors: fields.receiptErrors.default([]),
  responseTimeoutSeconds: fields.responseTimeoutSeconds.default(60),
  enquireLinkSeconds: fields.enquireLinkSeconds.default(30),
  uncertainWaitSeconds: fields.uncertainWaitSeconds.default(30),
  userMessageReference: fields.userMessageReference.default(true),
})
export type SmscSettings = z.infer<typeof smscSettingsSchema>

/**
 * A change: any of the settings, and within `classes` and `defaults` any of theirs; a list is replaced whole. What is left
 * out stays as it is, the password too.
 */
export const smscPatchSchema = z
  .strictObject(fields)
  .partial()
  .extend({
    classes: classTreatmentsPatchSchema.optional(),
    defaults: smppOptionsSchema.optional(),
    version: z.int().min(1).optional().describe('The version that was edited; refused when it changed since.'),
  })
export type SmscPatch = z.infer<typeof smscPatchSchema>

/** An SMSC definition as it is stored and sent to the edges. */
export interface SmscDefinition extends SmscSettings {
  readonly id: SmscId
  /** Counts up with every change. */
  readonly version: number
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** There while it is being deleted. */
  readonly deletion?: SmscDeletion | undefined
}

/** Whether it takes texts that are new: it is enabled, and not being deleted. */
export function takesNew({ enabled, deletion }: Pick<SmscDefinition, 'enabled' | 'deletion'>): boolean {
  return enabled && deletion === undefined
}

/** Whether what waits for it may leave through it: always, but where whoever deletes it wants that to go elsewhere, or to end. */
export function leavesThroughIt({ deletion }: Pick<SmscDefinition, 'deletion'>): boolean {
  return deletion === undefined || deletion.waiting === 'drain'
}

/** Whether the definition is carried out by a bind, in plain words. */
export type BindStatus = 'disabled' | 'connecting' | 'binding' | 'bound' | 'waiting' | 'draining' | 'closed'

export const BIND_TYPES = ['transceiver', 'transmitter', 'receiver'] as const
export type BindType = (typeof BIND_TYPES)[number]

/** One bind as the edge sees it. */
export interface BindState {
  /** The edge that holds it; null for the one within the manager's process. An edge says nothing of itself. */
  readonly edgeId: string | null
  readonly smscId: SmscId
  readonly bindType: BindType
  /** Which of the binds of that type, from 1. */
  readonly number: number
  readonly status: BindStatus
  readonly sinceMs: number
  /** Why it is so, in a sentence a person understands; empty when there is nothing to say. */
  readonly reason: string
  /** When the next attempt comes, for `waiting`. */
  readonly retryAtMs: number | null
  /** Version of the definition that this bind carries out. */
  readonly definitionVersion: number
  /** Requests that may be unanswered: with an adaptive window, at the moment. */
  readonly windowSize: number
  readonly windowInUse: number
  /** How long answers to submits took lately, the median; null before there was one. */
  readonly roundTripMs: number | null
  /**
   * Parts a second over all binds that the SMSC is sent at most, because it asked for less than its definition allows;
   * `reason` says how. Null: it did not.
   */
  readonly slowedTo: number | null
}
