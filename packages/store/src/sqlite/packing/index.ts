import type { AcceptBatch } from '../../port.ts'
import type { LeasedPart } from '../../records.ts'
import { packLeased, unpackLeased } from './leased.ts'
import { packMessages, unpackMessages } from './messages.ts'
import type { Packed } from './packed.ts'

export { packEvents, unpackEvents } from './events.ts'
export type { Packed } from './packed.ts'

/** What crosses of the operations whose rows are many and large; everything else crosses as it is. */
export function packArguments(name: string, args: readonly unknown[]): readonly unknown[] {
  if (name !== 'accept') return args
  const { messages, ...rest } = args[0] as AcceptBatch
  return [{ ...rest, packed: packMessages(messages) }]
}

export function unpackArguments(name: string, args: readonly unknown[]): readonly unknown[] {
  if (name !== 'accept') return args
  const { packed, ...rest } = args[0] as Omit<AcceptBatch, 'messages'> & { readonly packed: Packed }
  return [{ ...rest, messages: unpackMessages(packed) }]
}

export function packResult(name: string, result: unknown): unknown {
  return name === 'lease' ? packLeased(result as readonly LeasedPart[]) : result
}

export function unpackResult(name: string, result: unknown): unknown {
  return name === 'lease' ? unpackLeased(result as Packed) : result
}
