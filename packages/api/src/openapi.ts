import swagger from '@fastify/swagger'
import * as contracts from '@smpp-connect/contracts'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { App } from './app.ts'
import { codesOf, problemResponses } from './http/route-docs.ts'

/** Schemas that have a name of their own in the document; everything else is written out where it is used. */
const NAMED = {
  SendMessage: contracts.sendMessageSchema,
  Accepted: contracts.acceptedSchema,
  BatchResult: contracts.batchResultSchema,
  Message: contracts.messageViewSchema,
  MessageDetail: contracts.messageDetailSchema,
  MessagePage: contracts.messagePageSchema,
  Conversation: contracts.conversationViewSchema,
  OptOut: contracts.optOutViewSchema,
  OptOutPage: contracts.optOutPageSchema,
  KeywordSet: contracts.keywordSetSchema,
  Keywords: contracts.keywordsViewSchema,
  Smsc: contracts.smscViewSchema,
  SmscSettings: contracts.smscSettingsSchema,
  SmscPatch: contracts.smscPatchSchema,
  BindTrialReport: contracts.bindTrialReportSchema,
  ParkedReceipt: contracts.parkedReceiptSchema,
  Routing: contracts.routingViewSchema,
  RoutingChange: contracts.routingChangeSchema,
  RouteExplanation: contracts.routeExplanationSchema,
  ApiKey: contracts.apiKeyViewSchema,
  System: contracts.systemSchema,
  VerificationSlice: contracts.verificationSliceSchema,
  Session: contracts.sessionViewSchema,
  Phone: contracts.phoneViewSchema,
  PhoneText: contracts.phoneTextSchema,
  FeedEvent: contracts.feedEventSchema,
  Changes: contracts.changesSchema,
  Heartbeat: contracts.heartbeatSchema,
  Problem: contracts.problemSchema,
}

const TAGS = [
  { name: 'messages', description: 'Send texts, and see what became of them.' },
  { name: 'conversations', description: 'What was said with one person.' },
  { name: 'opt-outs', description: 'Who wants no texts, and the words that say so.' },
  { name: 'smscs', description: 'SMSC definitions and what their binds do.' },
  { name: 'edges', description: 'The processes that hold the binds.' },
  { name: 'routing', description: 'Which SMSC a message goes to.' },
  { name: 'system', description: 'Figures, the live feed, and how Connect is.' },
  { name: 'access', description: 'Set-up, sessions and API keys.' },
  { name: 'simulator', description: 'The simulator’s phones.' },
]

/** Makes the OpenAPI document from the schemas that also validate. Comes before the routes. */
export function registerOpenApi(app: App, version: string): void {
  for (const [id, schema] of Object.entries<z.ZodType>(NAMED)) {
    const known = z.globalRegistry.get(schema)
    if (known?.id === undefined) z.globalRegistry.add(schema, { ...known, id })
  }
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Connect',
        version,
        description:
          'Two-way SMS over SMPP. Every error is problem+json (RFC 9457) with a `code`; its `type` leads to a page that says what to do. Every POST that changes something takes an Idempotency-Key: the same request with the same key is done once.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
          session: { type: 'apiKey', in: 'cookie', name: 'connect_session', description: 'The console’s session.' },
        },
      },
    },
    transform: (document) => {
      const { schema, route } = document
      if (!schema || schema.hide) return { schema: { ...schema, hide: true }, url: document.url }
      const access = route.config?.access ?? 'caller'
      const response = { ...problemResponses(codesOf(route, schema)), ...successResponses(schema.response) }
      const security = access === 'open' ? [] : [{ key: [] }, { session: [] }]
      return jsonSchemaTransform({ ...document, schema: { ...schema, response, security } })
    },
    transformObject: (document) => {
      const whole = jsonSchemaTransformObject(document)
      return { ...whole, components: withoutUnused(whole as Parameters<typeof withoutUnused>[0]) } as typeof whole
    },
  })
}

const DONE: Readonly<Record<string, string>> = { 201: 'Made.', 202: 'Stored; it is on its way.', 204: 'Done.' }

/** The responses that are no problems, each with a sentence. */
function successResponses(responses: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(responses as Record<string, unknown>).map(([status, schema]) => {
      if (!(schema instanceof z.ZodType) || schema instanceof z.ZodUndefined) return [status, schema]
      return [status, { description: DONE[status] ?? 'Here it is.', content: { 'application/json': { schema } } }]
    }),
  )
}

/** The transform names every schema twice, as it goes in and as it comes out; only what is referred to stays. */
function withoutUnused({ components, ...rest }: { readonly components?: { readonly schemas?: object } }): object {
  const all = new Map<string, unknown>(Object.entries(components?.schemas ?? {}))
  const used = new Set<string>()
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      visit(all.get(name) ?? null)
    }
  }
  visit(rest)
  return { ...components, schemas: Object.fromEntries([...all].filter(([name]) => used.has(name))) }
}
