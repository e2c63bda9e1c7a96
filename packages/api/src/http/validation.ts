import type { ErrorPlace } from '@smpp-connect/contracts'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** A request that does not fit its schema: where, what was found, what is allowed. */
export class Unfit extends Error {
  override readonly name = 'Unfit'
  readonly part: string
  readonly places: readonly ErrorPlace[]

  constructor(part: string, places: readonly ErrorPlace[]) {
    super('the request does not fit its schema')
    this.part = part
    this.places = places
  }
}

/** Most places named in one answer; a batch of 500 could otherwise fill a screen with one mistake. */
const MAX_PLACES = 20

/** Fastify's validator: judges a part of the request by its Zod schema. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    const result = schema.safeParse(data)
    return result.success
      ? { value: result.data }
      : { error: new Unfit(httpPart ?? 'body', placesOf(result.error.issues, data)) }
  }
}

/** One place for each wrong field, in words that say what was found. */
export function placesOf(issues: readonly Issue[], data: unknown): readonly ErrorPlace[] {
  return issues.flatMap((issue) => placesOfIssue(issue, data)).slice(0, MAX_PLACES)
}

function placesOfIssue(issue: Issue, data: unknown): readonly ErrorPlace[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'there is no such field' }))
  }
  if (issue.code === 'invalid_union') {
    // The branch that came closest says most: the one that complains deepest inside.
    const closest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0]
    if (closest) {
      const inner = closest.map((each) => ({ ...each, path: [...issue.path, ...each.path] }))
      return inner.flatMap((each) => placesOfIssue(each, data))
    }
  }
  return [{ pointer: pointerTo(issue.path), detail: wordsOf(issue, at(data, issue.path)) }]
}

function wordsOf(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (found === undefined) return `missing; expected ${kindWord(issue.expected)}`
      return `expected ${kindWord(issue.expected)}, found ${kindOf(found)}`
    case 'too_small':
      if (issue.origin === 'string') {
        return `expected at least ${count(issue.minimum, 'character')}, found ${lengthOf(found)}`
      }
      if (issue.origin === 'array') return `expected at least ${count(issue.minimum, 'item')}, found ${lengthOf(found)}`
      return `expected at least ${issue.minimum}, found ${kindOf(found)}`
    case 'too_big':
      if (issue.origin === 'string') {
        return `expected at most ${count(issue.maximum, 'character')}, found ${lengthOf(found)}`
      }
      if (issue.origin === 'array') return `expected at most ${count(issue.maximum, 'item')}, found ${lengthOf(found)}`
      return `expected at most ${issue.maximum}, found ${kindOf(found)}`
    case 'invalid_value':
      return `expected ${oneOf(issue.values)}, found ${kindOf(found)}`
    case 'invalid_format':
      // The schema's own message says what the pattern means; Zod's default only quotes the pattern.
      return issue.message.startsWith('Invalid') ? `not in the form that is allowed (${issue.format})` : issue.message
    default:
      return issue.message
  }
}

function kindWord(expected: string): string {
  if (expected === 'int') return 'whole number'
  return expected === 'record' ? 'object' : expected
}

/** What kind of thing was found; small numbers and booleans are named, texts never are. */
function kindOf(found: unknown): string {
  if (found === null) return 'null'
  if (found === undefined) return 'nothing'
  if (Array.isArray(found)) return 'array'
  return typeof found
}

function lengthOf(found: unknown): string {
  return typeof found === 'string' || Array.isArray(found) ? String(found.length) : kindOf(found)
}

function count(limit: number | bigint, noun: string): string {
  return `${limit} ${noun}${Number(limit) === 1 ? '' : 's'}`
}

function oneOf(values: readonly unknown[]): string {
  const named = values.map((value) => JSON.stringify(value))
  return named.length === 1 ? (named[0] ?? '') : `one of ${named.join(', ')}`
}

/** JSON pointer (RFC 6901). The whole document is `/` here, so that it is seen in a sentence. */
function pointerTo(path: readonly PropertyKey[]): string {
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

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length))
}
