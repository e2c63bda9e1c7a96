import { z } from 'zod'
import { MESSAGE_CLASSES } from '../message-class.ts'
import { sendMessageSchema } from './message.ts'

/** Where a message goes. Rules are tried in their order; the first all of whose conditions hold decides. */
export const routeRuleSchema = z.strictObject({
  name: z.string().trim().min(1).max(60).describe('What people call this rule.'),
  enabled: z.boolean().default(true),
  when: z
    .strictObject({
      prefixes: z
        .array(z.string().regex(/^\+?[1-9]\d{0,14}$/, 'digits of an international number: +4477'))
        .max(500)
        .default([])
        .describe('The destination begins with one of these.'),
      countries: z
        .array(z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166): GB'))
        .max(250)
        .default([])
        .describe('The destination belongs to one of these countries.'),
      senders: z.array(z.string().min(1).max(21)).max(200).default([]).describe('The sender address is one of these.'),
      classes: z.array(z.enum(MESSAGE_CLASSES)).max(3).default([]).describe('The class is one of these.'),
      callers: z.array(z.string().min(1).max(60)).max(200).default([]).describe('API keys or users, by id.'),
    })
    .prefault({})
    .describe('What must hold, all of it; an empty list always holds.'),
  to: z
    .array(
      z.strictObject({
        smscId: z.string(),
        weight: z.int().min(1).max(1_000).default(1).describe('Its part of the traffic, relative to the others.'),
      }),
    )
    .min(1)
    .max(20)
    .describe('SMSCs that share the traffic.'),
  fallback: z
    .array(z.string())
    .max(20)
    .default([])
    .describe('SMSCs to take, in this order, while none of the others is able to.'),
})
export type RouteRule = z.infer<typeof routeRuleSchema>

export const routingSchema = z.strictObject({
  rules: z.array(routeRuleSchema).max(500),
  failoverSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(30)
    .describe('How long an SMSC may be unable to take anything before what waits for it is routed anew.'),
})
export type Routing = z.infer<typeof routingSchema>

export const routingViewSchema = routingSchema.extend({
  version: z.int(),
  updatedAt: z.iso.datetime().nullable(),
  warnings: z
    .array(z.object({ pointer: z.string(), detail: z.string() }))
    .describe('What is allowed and is most likely not meant: a rule that an earlier one shadows.'),
})
export type RoutingView = z.infer<typeof routingViewSchema>
export const routingChangeSchema = routingSchema.extend({
  version: z.int().min(0).optional().describe('The version that was edited; refused when it changed since.'),
})
export type RoutingChange = z.infer<typeof routingChangeSchema>

/** What would happen to a message, without sending it. */
export const routeQuestionSchema = sendMessageSchema
  .partial({ text: true })
  .extend({ caller: z.string().max(60).optional().describe('As if this API key or user sent it.') })
export type RouteQuestionBody = z.infer<typeof routeQuestionSchema>

export const routeExplanationSchema = z.object({
  smscId: z.string().nullable().describe('The SMSC that takes it; null when it would be refused.'),
  refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
  decidedBy: z
    .enum(['message', 'conversation', 'rule', 'sender', 'any'])
    .nullable()
    .describe(
      'message: it names its SMSC. conversation: it answers in one. rule: that rule. sender: its sender address is the SMSC’s default. any: nothing of these.',
    ),
  rule: z.string().nullable(),
  rules: z.array(
    z.object({
      name: z.string(),
      matched: z.boolean(),
      why: z.string().describe('What held, or the first condition that did not.'),
    }),
  ),
  candidates: z.array(
    z.object({
      smscId: z.string(),
      name: z.string(),
      able: z.boolean().describe('Enabled, and bound so that it takes messages now.'),
      chance: z
        .number()
        .describe(
          'Its part of what the rule takes now, 0 to 1. Whose a message is depends on the person, and stays so.',
        ),
      why: z.string(),
    }),
  ),
  parts: z.int().nullable(),
  encoding: z.string().nullable(),
  forcedBy: z.string().nullable().describe('The character that forced the coding.'),
})
export type RouteExplanation = z.infer<typeof routeExplanationSchema>
