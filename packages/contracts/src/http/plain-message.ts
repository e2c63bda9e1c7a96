import { MESSAGE_CLASSES } from '../message-class.ts'
import { MAX_BATCH, MESSAGE_LIMITS } from './message.ts'

/**
 * Whether a body read from JSON is a message of none but the usual fields, each within its limits. What this says yes to,
 * `sendMessageSchema` takes too, and leaves as it is: so the texts that come by the million need no copy made by Zod, which
 * is a tenth of all that is done for one. What it says no to may fit as well; the schema alone says what is wrong.
 */
export function isPlainMessage(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  const message = body as Readonly<Record<string, unknown>>
  for (const field in message) if (!isPlainField(field, message[field])) return false
  return Object.hasOwn(message, 'to') && Object.hasOwn(message, 'text')
}

/** The same of a batch, and `sendBatchSchema`. */
export function isPlainBatch(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  for (const field in body) if (field !== 'messages') return false
  const { messages } = body as { readonly messages?: unknown }
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > MAX_BATCH) return false
  return messages.every(isPlainMessage)
}

function isPlainField(field: string, value: unknown): boolean {
  switch (field) {
    case 'to':
      return isText(value, 1, MESSAGE_LIMITS.to)
    case 'text':
      return isText(value, 0, MESSAGE_LIMITS.text)
    case 'from':
      return isText(value, 1, MESSAGE_LIMITS.from)
    case 'reference':
      return isText(value, 0, MESSAGE_LIMITS.reference)
    case 'smscId':
      return typeof value === 'string'
    case 'class':
      return (MESSAGE_CLASSES as readonly unknown[]).includes(value)
    default:
      return false
  }
}

function isText(value: unknown, least: number, most: number): boolean {
  return typeof value === 'string' && value.length >= least && value.length <= most
}
