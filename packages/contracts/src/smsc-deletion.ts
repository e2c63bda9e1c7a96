import { z } from 'zod'

/** What becomes of what waits for an SMSC that is deleted. Whoever deletes it says so; nothing is settled silently. */
export const smscDeletionChoiceSchema = z.strictObject({
  waiting: z
    .enum(['drain', 'reroute', 'cancel'])
    .describe(
      'Texts that wait. drain: they still leave through it, and it goes when the last has its answer. reroute: they go to other SMSCs by the routing rules; what cannot go stays and is named. cancel: they end as cancelled.',
    ),
  named: z
    .enum(['keep', 'reroute'])
    .default('keep')
    .describe('With reroute, texts whose sender named this SMSC. keep: they stay until somebody decides.'),
  uncertain: z
    .enum(['wait', 'close'])
    .default('wait')
    .describe(
      'Parts whose answer was lost. wait: for a late answer, a receipt, or the policy of their class. close: they end as uncertain-closed.',
    ),
  receipts: z
    .enum(['wait', 'forgo'])
    .default('wait')
    .describe(
      'Parts that it took and whose receipt is not there. wait: until all have come or are given up. forgo: not; a day after their validity they end as expired (no-receipt).',
    ),
})
export type SmscDeletionChoice = z.infer<typeof smscDeletionChoiceSchema>

/** That an SMSC is being deleted, as it stands in its definition. From then on it takes nothing new. */
export const smscDeletionSchema = z.object({
  ...smscDeletionChoiceSchema.shape,
  sinceMs: z.int(),
  /** Who wants it, as the history names people; empty: Connect itself. */
  by: z.string(),
})
export type SmscDeletion = z.infer<typeof smscDeletionSchema>
