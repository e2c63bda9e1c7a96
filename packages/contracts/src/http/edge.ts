import { z } from 'zod'
import { EDGE_ROLES } from '../edge-role.ts'

/** A process that hosts Sender, Receiver or both, as the manager sees it. */
export const edgeViewSchema = z.object({
  id: z.string().describe('Its name, as its certificate has it.'),
  role: z.enum(EDGE_ROLES).nullable().describe('What it hosts, as it said last; null while it has not connected.'),
  up: z.boolean(),
  since: z.iso.datetime(),
  reason: z
    .string()
    .describe('Why it is down, or that nothing is heard of it though its link is up; empty while all is well.'),
  from: z.string().describe('Where it connected from, or was dialled.'),
  version: z.string().describe('The Connect that it runs.'),
  definitions: z
    .array(
      z.object({
        smscId: z.string(),
        version: z.int().describe('The version that it is to have.'),
        applied: z.int().nullable().describe('The version that it has said to carry out.'),
      }),
    )
    .describe('Its cache of SMSC definitions.'),
  stale: z.boolean().describe('Whether it has not confirmed all of them yet.'),
  outstanding: z.int().describe('Parts that it has and has not answered for.'),
  certificate: z
    .object({
      endsAt: z.iso.datetime(),
      ofOlderAuthority: z
        .boolean()
        .describe('The authority is being replaced, and this edge has no certificate of the new one yet.'),
    })
    .nullable()
    .describe('What it proves itself with; null: nothing that counts.'),
})
export type EdgeOverview = z.infer<typeof edgeViewSchema>
export const edgeListSchema = z.object({ items: z.array(edgeViewSchema) })
