import {
  type ErrorPlace,
  isPlainBatch,
  isPlainMessage,
  sendBatchSchema,
  sendMessageSchema,
} from '@smpp-connect/contracts'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue
type Words = (issue: Issue, found: unknown) => string

/** A request that does not fit its schema: where, what was found, what is allowed. */
export class Unfit extends Error {
  override readonly name = 'Unfit'
  readonly places: readonly ErrorPlace[]

  constructor(places: readonly ErrorPlace[]) {
    super('the request does not fit its schema')
    this.places = places
  }
}

/** Most places named in one answer; a batch of 500 could otherwise fill a screen with one mistake. */
const MAX_PLACES = 20

/** Recognise bodies that need no look at their schema. */
const PLAIN = new Map<z.ZodType, (body: unknown) => boolean>([
  [sendMessageSchema, isPlainMessage],
  [sendBatchSchema, isPlainBatch],
])

/** Fastify's validator: judges a part of the request by its Zod schema. Headers are only documented by theirs. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  if (httpPart === 'headers') return (data: unknown) => ({ value: data })
  const places = httpPart === 'body' || httpPart === undefined ? placesInBody : placesInParameters
  const isPlain = PLAIN.get(schema)
  return (data: unknown) => {
    if (isPlain?.(data)) return { value: data }
    const result = schema.safeParse(data)
    return result.success ? { value: result.data } : { error: new Unfit(places(result.error.issues, data)) }
  }
}

/** One place for each wrong field of a body, as JSON pointers. Says kinds and lengths, never what a text holds. */
export function placesInBody(issues: readonly Issue[], data: unknown): readonly ErrorPlace[] {
  if (data === undefined || data === null) return [{ pointer: '/', detail: 'missing; expected a JSON object' }]
  return places(issues, data, { pointerTo: jsonPointerTo, unknownKey: 'there is no such field', wordsOf: wordsOfBody })
}

/** One place for each wrong parameter, by name. Parameters are always text, so their kind says nothing. */
export function placesInParameters(issues: readonly Issue[], data: unknown): readonly ErrorPlace[] {
  return places(issues, data, {
    pointerTo: (path) => path.map(String).join('.'),
    unknownKey: 'there is no such parameter',
    wordsOf: wordsOfParameter,
  })
}

interface Wording {
  readonly pointerTo: (path: readonly PropertyKey[]) => string
  readonly unknownKey: string
  readonly wordsOf: Words
}

function places(issues: readonly Issue[], data: unknown, wording: Wording): readonly ErrorPlace[] {
  return issues.flatMap((issue) => placesOfIssue(issue, data, wording)).slice(0, MAX_PLACES)
}

function placesOfIssue(issue: Issue, data: unknown, wording: Wording): readonly ErrorPlace[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: wording.pointerTo([...issue.path, key]), detail: wording.unknownKey }))
  }
  return [{ pointer: wording.pointerTo(issue.path), detail: wording.wordsOf(issue, at(data, issue.path)) }]
}

function wordsOfBody(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (found === undefined) return `missing; expected ${kindWord(issue.expected)}`
      return `expected ${kindWord(issue.expected)}, found ${kindOf(found)}`
    case 'too_small':
      return `expected at least ${amount(issue.minimum, issue.origin)}, found ${sizeOf(found)}`
    case 'too_big':
      return `expected at most ${amount(issue.maximum, issue.origin)}, found ${sizeOf(found)}`
    case 'invalid_value':
      return `expected ${oneOf(issue.values)}, found ${typeof found === 'string' ? 'another text' : kindOf(found)}`
    default:
      return messageOf(issue)
  }
}

function wordsOfParameter(issue: Issue, found: unknown): string {
  if (Array.isArray(found)) return 'expected one, found several'
  switch (issue.code) {
    case 'invalid_type':
      // All numbers in addresses are whole.
      if (issue.expected === 'number') return 'expected a whole number in decimal digits'
      return found === undefined ? 'missing' : `expected ${kindWord(issue.expected)}`
    case 'too_small':
      return `expected at least ${amount(issue.minimum, issue.origin)}`
    case 'too_big':
      return `expected at most ${amount(issue.maximum, issue.origin)}`
    case 'invalid_value':
      return `expected ${oneOf(issue.values)}`
    default:
      return messageOf(issue)
  }
}

/** The schema's own message says what a pattern means; Zod's default message only quotes it. */
function messageOf(issue: Issue): string {
  if (issue.code !== 'invalid_format') return issue.message
  return issue.message.startsWith('Invalid') ? 'not in the form that is allowed' : `expected ${issue.message}`
}

function kindWord(expected: string): string {
  if (expected === 'int') return 'whole number'
  return expected === 'record' ? 'object' : expected
}

function kindOf(found: unknown): string {
  if (found === null) return 'null'
  return Array.isArray(found) ? 'array' : typeof found
}

/** How large it is: numbers by value (they are settings here, never phone numbers), texts and lists by length. */
function sizeOf(found: unknown): string {
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' || Array.isArray(found) ? String(found.length) : kindOf(found)
}

function amount(limit: number | bigint, origin: string): string {
  if (origin !== 'string' && origin !== 'array') return String(limit)
  return `${limit} ${origin === 'string' ? 'character' : 'item'}${Number(limit) === 1 ? '' : 's'}`
}

function oneOf(values: readonly unknown[]): string {
  const named = values.map((value) => JSON.stringify(value))
  return named.length === 1 ? (named[0] ?? '') : `one of ${named.join(', ')}`
}

/** JSON pointer (RFC 6901). The whole document is `/` here, so that it is seen in a sentence. */
function jsonPointerTo(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '/'
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function at(data: unknown, path: readonly PropertyKey[]): unknown {
  let here = data
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<PropertyKey, unknown>)[step]
  }
  return here
}
