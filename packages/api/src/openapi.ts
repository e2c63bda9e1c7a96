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
  Smsc: contracts.smscViewSchema,
  SmscSettings: contracts.smscSettingsSchema,
  SmscPatch: contracts.smscPatchSchema,
  ApiKey: contracts.apiKeyViewSchema,
  System: contracts.systemSchema,
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
  { name: 'smscs', description: 'SMSC definitions and what their binds do.' },
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
          'Two-way SMS over SMPP. Every error is problem+json (RFC 9457) with a `code`; its `type` leads to a page that says what to do.',
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
      const response = { ...problemResponses(codesOf(route, schema)), ...(schema.response as object) }
      const security = access === 'open' ? [] : [{ key: [] }, { session: [] }]
      return jsonSchemaTransform({ ...document, schema: { ...schema, response, security } })
    },
    transformObject: jsonSchemaTransformObject,
  })
}
