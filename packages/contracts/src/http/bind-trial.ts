import { z } from 'zod'
import { TRIAL_STEPS } from '../bind-trial.ts'
import { BIND_TYPES, smscPatchSchema, smscSettingsSchema } from '../smsc.ts'

const time = z.iso.datetime()

/** Settings that are not saved: what no bind depends on need not be there yet. */
const trialSettingsSchema = smscSettingsSchema.extend({
  name: smscSettingsSchema.shape.name.default('Not saved'),
  defaultSender: smscSettingsSchema.shape.defaultSender.default('Connect'),
})

/** Which bind to test: of settings that are not saved, or of a definition, with a change to it or as it is. */
export const bindTrialRequestSchema = z
  .strictObject({
    settings: trialSettingsSchema.optional().describe('Settings that are not saved.'),
    id: z
      .string()
      .optional()
      .describe('An SMSC definition. Its stored password is used unless the change has another.'),
    change: smscPatchSchema.optional().describe('With `id`: what would be changed. Nothing is.'),
  })
  .superRefine(({ settings, id, change }, context) => {
    const wrong = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
    if (settings === undefined && id === undefined)
      wrong('settings', 'missing; expected these, or the id of a definition')
    if (settings !== undefined && id !== undefined) wrong('id', 'there are settings too; give one of the two')
    if (change !== undefined && id === undefined) wrong('change', 'a change of what? give the id of the definition')
  })
export type BindTrialRequest = z.infer<typeof bindTrialRequestSchema>
/** As a client writes it, before what it leaves out gets its default. */
export type BindTrialRequestBody = z.input<typeof bindTrialRequestSchema>

const tlsFactsSchema = z.object({
  protocol: z.string(),
  cipher: z.string(),
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()).describe('Names and addresses that the certificate is for.'),
  validFrom: time,
  validTo: time,
  fingerprint: z.string().describe('SHA-256 of the certificate.'),
})

export const bindTrialViewSchema = z.object({
  bindType: z.enum(BIND_TYPES),
  edge: z.string().nullable().describe('The edge that tried it; null within the manager itself.'),
  ok: z.boolean(),
  steps: z
    .array(
      z.object({
        name: z.enum(TRIAL_STEPS),
        ok: z.boolean(),
        tookMs: z.number(),
        words: z.string().describe('What came of it.'),
      }),
    )
    .describe('In their order; the last is the one that failed, if one did.'),
  diagnosis: z
    .object({
      code: z.string().describe('For programs; docs/reference/bind-diagnoses.md lists them.'),
      title: z.string(),
      seen: z.string().describe('What led to it: octets, a status, an error code.'),
      cause: z.string().describe('The likeliest.'),
      advice: z.string(),
    })
    .nullable()
    .describe('Null: the bind stood.'),
  facts: z.object({
    remoteAddress: z.string().nullable(),
    localAddress: z.string().nullable().describe('Of the edge’s machine; behind a NAT the provider sees another one.'),
    tls: tlsFactsSchema.nullable(),
    smscSystemId: z.string().nullable().describe('The SMSC’s own system_id.'),
    smscVersion: z.string().nullable().describe('sc_interface_version; null where it told none.'),
    roundTripMs: z.number().nullable().describe('How long enquire_link took.'),
  }),
  notes: z.array(z.string()).describe('What went well and should be known all the same.'),
})
export type BindTrialView = z.infer<typeof bindTrialViewSchema>

export const bindTrialReportSchema = z.object({
  ok: z.boolean().describe('Every bind that the definition asks for stood.'),
  trials: z.array(bindTrialViewSchema).describe('One for each type of bind; after one that fails no other is tried.'),
  notTried: z
    .array(z.object({ bindType: z.enum(BIND_TYPES), reason: z.string() }))
    .describe('Types of bind that were not tried, and why.'),
})
export type BindTrialReport = z.infer<typeof bindTrialReportSchema>
