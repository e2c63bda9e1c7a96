import { z } from 'zod'
import { MESSAGE_CLASSES } from '../message-class.ts'
import { BIND_TYPES, ID_FORMS, smscSettingsSchema } from '../smsc.ts'
import { smscDeletionChoiceSchema } from '../smsc-deletion.ts'

const time = z.iso.datetime()

export const bindViewSchema = z.object({
  edge: z.string().nullable().describe('The edge that holds it; null within the manager itself.'),
  bindType: z.enum(BIND_TYPES),
  number: z.int().describe('Which of the binds of that type, from 1.'),
  status: z.enum(['disabled', 'connecting', 'binding', 'bound', 'waiting', 'draining', 'closed']),
  since: time,
  reason: z.string(),
  retryAt: time.nullable(),
  definitionVersion: z.int(),
  windowSize: z.int(),
  windowInUse: z.int(),
  roundTripMs: z.number().nullable().describe('How long answers took lately, the median.'),
  slowedTo: z
    .number()
    .nullable()
    .describe('Parts a second that the SMSC is sent at most because it asked for less; null where it did not.'),
})
export type BindView = z.infer<typeof bindViewSchema>

/** An SMSC definition without its password, with what its binds do and what waits for it. */
export const smscViewSchema = z.object({
  ...smscSettingsSchema.omit({ password: true }).shape,
  id: z.string(),
  hasPassword: z.boolean(),
  version: z.int(),
  createdAt: time,
  updatedAt: time,
  binds: z.array(bindViewSchema),
  staleAt: z
    .array(z.string())
    .describe('Edges that have not confirmed this version: what they hold follows an older one.'),
  waiting: z.int().describe('Parts queued for it.'),
  waitingByClass: z.record(z.enum(MESSAGE_CLASSES), z.int()).describe('The same by class.'),
  held: z.int().describe('Parts that a person has to decide about.'),
  oldestWaitingAt: time.nullable().describe('When the message that waits longest was accepted.'),
  idForm: z.enum(ID_FORMS).describe('How ids of receipts relate to those of answers, as set.'),
  idFormLearned: z.enum(ID_FORMS).nullable().describe('The same as learned from receipts; null while not known.'),
  outstanding: z.int().describe('Parts handed to the Sender and not answered yet.'),
  uncertain: z.int(),
  deletion: smscDeletionChoiceSchema
    .extend({ since: time, by: z.string().nullable() })
    .nullable()
    .describe('That it is being deleted, and takes nothing new; how far that is, GET …/deletion says.'),
})
export type SmscView = z.infer<typeof smscViewSchema>
export const smscListSchema = z.object({ items: z.array(smscViewSchema) })
