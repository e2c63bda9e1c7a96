import { z } from 'zod'
import type { MessageClass } from './message-class.ts'

export const UNCERTAIN_POLICIES = ['hold', 'resend', 'fail'] as const

/** How an SMSC treats one class of messages. */
const fields = {
  validityMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 30)
    .describe('How long a message may wait and be tried before it expires, where it says nothing itself.'),
  uncertainPolicy: z
    .enum(UNCERTAIN_POLICIES)
    .describe('What to do with a part whose answer was lost with the link, once nothing has resolved it.'),
  share: z.int().min(1).max(100).describe('Its guaranteed share of the pace while the other classes wait too.'),
}
export interface ClassTreatment {
  readonly validityMinutes: number
  readonly uncertainPolicy: (typeof UNCERTAIN_POLICIES)[number]
  readonly share: number
}
export type ClassTreatments = Readonly<Record<MessageClass, ClassTreatment>>

/**
 * A one-time code is worth nothing after minutes, and whoever waits for it asks for another; an alert is better had twice
 * than not at all; nobody is to get a campaign twice.
 */
export const USUAL_TREATMENTS: ClassTreatments = {
  code: { validityMinutes: 10, uncertainPolicy: 'fail', share: 60 },
  transactional: { validityMinutes: 24 * 60, uncertainPolicy: 'resend', share: 30 },
  bulk: { validityMinutes: 24 * 60, uncertainPolicy: 'hold', share: 10 },
}

const withDefaults = (usual: ClassTreatment) =>
  z
    .strictObject({
      validityMinutes: fields.validityMinutes.default(usual.validityMinutes),
      uncertainPolicy: fields.uncertainPolicy.default(usual.uncertainPolicy),
      share: fields.share.default(usual.share),
    })
    .prefault({})

/** What is left out is as usual. */
export const classTreatmentsSchema = z
  .strictObject({
    code: withDefaults(USUAL_TREATMENTS.code),
    transactional: withDefaults(USUAL_TREATMENTS.transactional),
    bulk: withDefaults(USUAL_TREATMENTS.bulk),
  })
  .prefault({})

const changes = z.strictObject(fields).partial().optional()
/** What is left out stays as it is. */
export const classTreatmentsPatchSchema = z.strictObject({ code: changes, transactional: changes, bulk: changes })
