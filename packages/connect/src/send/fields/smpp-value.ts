import { smppOptionsSchema } from '@smpp-connect/contracts'
import { z } from 'zod'

const { tlvs: _tlvs, ...OPTIONS } = smppOptionsSchema.shape

export type SmppKey = keyof typeof OPTIONS
/** The SMPP options of a message; TLVs are named one by one. */
export const SMPP_KEYS = Object.keys(OPTIONS) as readonly SmppKey[]

/** What an option may be, in a few words, and what it does: from the schema that judges it. */
export function aboutSmpp(key: SmppKey): { readonly allowed: string; readonly help: string } {
  const { description = '', ...schema } = z.toJSONSchema(OPTIONS[key]) as JsonSchema
  return { allowed: allowedBy(schema), help: description }
}

/**
 * The value of an option from a word of the command line or a cell: the first reading of it that the option allows.
 * Undefined when none is.
 */
export function readSmpp(key: SmppKey, text: string): unknown {
  return readingsOf(text).find((value) => OPTIONS[key].safeParse(value).success)
}

/** Everything that a word may stand for. */
function readingsOf(text: string): readonly unknown[] {
  const readings: unknown[] = [text]
  if (/^(\d{1,9}|0x[0-9a-fA-F]{1,4})$/.test(text)) readings.push(Number(text))
  if (text === 'true' || text === 'false') readings.push(text === 'true')
  if (text === 'null') readings.push(null)
  readings.push(text === '' ? [] : text.split(',').map((word) => word.trim()))
  return readings
}

interface JsonSchema {
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
}

function allowedBy(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(allowedBy).join(' or ')
  if (schema.enum) return schema.enum.join(', ')
  if (schema.type === 'array' && schema.items) return `any of these with commas between: ${allowedBy(schema.items)}`
  if (schema.type === 'boolean') return 'true or false'
  if (schema.type === 'integer') return `${schema.minimum} to ${schema.maximum}`
  if (schema.type === 'null') return 'null'
  return `a text of at most ${schema.maxLength} printable ASCII characters`
}
