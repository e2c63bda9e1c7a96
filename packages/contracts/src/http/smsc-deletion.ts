import { z } from 'zod'
import { MESSAGE_CLASSES } from '../message-class.ts'
import { smscDeletionChoiceSchema } from '../smsc-deletion.ts'
import { bindViewSchema } from './smsc.ts'

const time = z.iso.datetime()
const count = z.int().min(0)

/** Parts that are open at an SMSC. */
export const smscLoadSchema = z.object({
  waiting: count.describe('Parts queued for it.'),
  waitingByClass: z.record(z.enum(MESSAGE_CLASSES), count).describe('The same by class.'),
  scheduled: z
    .object({ count, isMore: z.boolean().describe('Counting ended there: there are more.') })
    .describe('Of those, parts of texts whose time (`sendAt`) has not come.'),
  named: count.describe('Of those that wait, parts of texts whose sender named this SMSC.'),
  held: count.describe('Parts that a person has to decide about.'),
  outstanding: count.describe('Parts with the Sender, and not answered yet.'),
  uncertain: count.describe('Parts whose answer was lost.'),
  awaitingReceipt: count.describe('Parts that it took and whose receipt may still come.'),
})
export type SmscLoadView = z.infer<typeof smscLoadSchema>

/** A routing rule that names an SMSC. */
export const namingRuleSchema = z.object({
  position: z.int().min(1).describe('Its place in the order of the rules, from 1.'),
  name: z.string(),
  enabled: z.boolean(),
  as: z
    .enum(['share', 'only', 'reserve'])
    .describe('share: one of those that share. only: nobody beside. reserve: in `fallback`.'),
})
export type NamingRule = z.infer<typeof namingRuleSchema>

/** Who uses an SMSC, and what waits there. */
export const smscUsageSchema = z.object({
  smscId: z.string(),
  name: z.string(),
  version: z.int().describe('Of the definition, for the deletion to name.'),
  load: smscLoadSchema,
  rules: z.array(namingRuleSchema).describe('Routing rules that name it.'),
  usual: z.object({
    defaultSender: z.string().describe('Texts from this address that no rule takes go to it.'),
    isUsed: z.boolean().describe('Whether some text without a rule would come to it now.'),
    isLast: z.boolean().describe('No other SMSC takes anything: without it texts are refused.'),
  }),
  owners: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().describe('Of the API key or user; the id where it is gone.'),
        parts: count,
      }),
    )
    .describe('Whose texts are open there, those with most first; at most 20.'),
  binds: z.array(bindViewSchema),
  edges: z.array(z.string()).describe('Edges that may hold its binds; empty: any.'),
  lastMessageAt: time.nullable().describe('When the last text was accepted for it.'),
})
export type SmscUsage = z.infer<typeof smscUsageSchema>

const routing = z
  .enum(['refuse', 'remove'])
  .default('refuse')
  .describe(
    'Routing rules that name it. refuse: then nothing is done. remove: it is taken out of them, in the same step; a rule that has nobody left goes with it.',
  )
/** What a deletion is to do, where it is not known yet which one. */
export const smscRemovalSchema = smscDeletionChoiceSchema.extend({ routing })
export type SmscRemoval = z.infer<typeof smscRemovalSchema>
export const smscDeletionRequestSchema = smscRemovalSchema.extend({
  version: z.int().min(1).optional().describe('The version that was looked at; refused when it is another one by now.'),
})
export type SmscDeletionRequest = z.infer<typeof smscDeletionRequestSchema>
/** As it is asked: what has a usual value may be left out. */
export type SmscDeletionRequestBody = z.input<typeof smscDeletionRequestSchema>

const stuckSchema = z.object({
  reason: z.string().describe('Why they stay, in a sentence.'),
  texts: count,
  examples: z.array(z.string()).describe('Ids of some of them.'),
})
export type StuckTexts = z.infer<typeof stuckSchema>

/** What becomes of a routing rule that an SMSC is taken out of. */
export const ruleChangeSchema = z.object({
  position: z.int().min(1),
  name: z.string(),
  becomes: z
    .enum(['shared-by-others', 'taken-by-reserve', 'without-reserve', 'removed'])
    .describe(
      'shared-by-others: those left in `to` share. taken-by-reserve: the first of `fallback` takes all. without-reserve: a reserve less. removed: it names nobody else.',
    ),
  to: z.array(z.object({ smscId: z.string(), weight: z.int() })).describe('Afterwards.'),
  fallback: z.array(z.string()),
})
export type RuleChange = z.infer<typeof ruleChangeSchema>

/** What a deletion would do now. Nothing is done. */
export const smscDeletionPlanSchema = z.object({
  usage: smscUsageSchema,
  refusal: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('Why it would be refused; null: it would not.'),
  rules: z.array(ruleChangeSchema).describe('What becomes of the routing rules.'),
  waitsFor: z
    .array(z.string())
    .describe('What it would wait for before the SMSC is gone, in sentences; empty: for nothing.'),
  rerouted: z
    .object({
      looked: count.describe('Texts that were looked at: all that wait, up to 2,000 of them.'),
      isMore: z.boolean(),
      goTo: z.array(z.object({ smscId: z.string(), name: z.string(), texts: count })),
      stay: z.array(stuckSchema),
    })
    .nullable()
    .describe('Where waiting texts would go; null where they are not to go elsewhere.'),
})
export type SmscDeletionPlan = z.infer<typeof smscDeletionPlanSchema>

/** A deletion that is under way. */
export const smscDeletionViewSchema = z.object({
  ...smscDeletionChoiceSchema.shape,
  since: time,
  by: z.string().nullable().describe('Who wants it; null: Connect itself.'),
  waitsFor: z.array(z.string()).describe('What it waits for, in sentences; empty: it is gone in a moment.'),
  stuck: z.array(stuckSchema).describe('Texts that cannot do what was chosen, and wait for a decision.'),
})
export type SmscDeletionView = z.infer<typeof smscDeletionViewSchema>

/** How far a deletion is. */
export const smscDeletionStateSchema = z.object({
  smscId: z.string(),
  state: z.enum(['under-way', 'deleted']),
  deletion: smscDeletionViewSchema.nullable().describe('Null once it is over.'),
  rules: z.array(ruleChangeSchema).describe('Routing rules that this request changed.'),
  deletedAt: time.nullable(),
  deletedBy: z.string().nullable(),
})
export type SmscDeletionState = z.infer<typeof smscDeletionStateSchema>
