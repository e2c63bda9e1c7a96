import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERRORS } from '@smpp-connect/contracts'
import { z } from 'zod'
import { apiOver } from './world.ts'

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  security: z.array(z.unknown()),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
  requestBody: z.unknown().optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })).optional(),
    }),
  ),
})
const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

async function document() {
  const api = apiOver()
  const routes: string[] = []
  api.addHook('onRoute', ({ method, url, schema }) => {
    if (method !== 'HEAD' && schema?.hide !== true) routes.push(`${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
  })
  const answer = await api.inject('/openapi.json')
  assert.equal(answer.statusCode, 200)
  return { routes, text: answer.body, openapi: documentSchema.parse(answer.json()) }
}

const { routes, text, openapi } = await document()
const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method,
    path,
    operation,
  })),
)

test('every route is in the document, and nothing else', () => {
  assert.deepEqual(operations.map(({ name }) => name).toSorted(), routes.toSorted())
})

test('operations have names of their own and a tag that exists', () => {
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length)
  const tags = openapi.tags.map(({ name }) => name)
  for (const { name, operation } of operations) assert.ok(tags.includes(operation.tags[0] ?? ''), name)
})

test('every reference leads somewhere, and every component is referred to', () => {
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]))
  assert.deepEqual([...referred].toSorted(), Object.keys(openapi.components.schemas).toSorted())
})

test('every parameter of an address is described', () => {
  for (const { name, path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const described = operation.parameters
      ?.filter((parameter) => parameter.in === 'path')
      .map((parameter) => parameter.name)
    assert.deepEqual(described ?? [], inPath, name)
  }
})

test('every operation has one success, and its errors are problems of the catalogue under their own status', () => {
  for (const { name, operation } of operations) {
    const successes = Object.keys(operation.responses).filter((status) => status.startsWith('2'))
    assert.equal(successes.length, 1, name)
    for (const [status, response] of Object.entries(operation.responses)) {
      if (status.startsWith('2')) continue
      assert.deepEqual(Object.keys(response.content ?? {}), ['application/problem+json'], `${name} ${status}`)
      const codes = [...response.description.matchAll(/`([a-z-]+)`/g)].map((match) => match[1] as keyof typeof ERRORS)
      assert.ok(codes.length > 0)
      for (const code of codes) assert.equal(String(ERRORS[code]?.httpStatus), status, `${name} ${code}`)
    }
  }
})

test('whatever wants a body says what may be wrong with it; whatever is guarded says how to come in', () => {
  for (const { name, operation } of operations) {
    assert.equal('415' in operation.responses, operation.requestBody !== undefined, name)
    assert.equal('401' in operation.responses && !name.includes('session'), operation.security.length > 0, name)
    assert.ok('500' in operation.responses, name)
  }
})

test('descriptions of fields come through', () => {
  assert.match(text, /Destination in international form/)
})
