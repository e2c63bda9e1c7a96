import type {
  AcceptBatch,
  AcceptResult,
  ChangeResult,
  Lease,
  ReceiptRecord,
  ReceiptResult,
  SubmitRecord,
} from '../../port.ts'
import { packLeased, unpackLeased } from './leased.ts'
import { packMessages, unpackMessages } from './messages.ts'
import type { Packed } from './packed.ts'
import { packReceiptResults, packReceipts, unpackReceiptResults, unpackReceipts } from './receipts.ts'
import { packChanges, packSubmits, unpackChanges, unpackSubmits } from './submits.ts'

type Args = readonly unknown[]
type Accept = Omit<AcceptBatch, 'messages'> & { readonly packed: Packed }

/** How an operation crosses whose rows are many; any other crosses as it is. */
interface Crossing {
  readonly packArgs?: (args: Args) => Args
  readonly unpackArgs?: (args: Args) => Args
  /** Results are packed with what was asked at hand, and unpacked with what was kept of it: what follows from it need not cross. */
  readonly packResult?: (result: unknown, args: Args) => unknown
  readonly keep?: (args: Args) => unknown
  readonly unpackResult?: (result: unknown, kept: unknown) => unknown
}

const CROSSINGS: Readonly<Record<string, Crossing>> = {
  accept: {
    packArgs([batch]) {
      const { messages, ...rest } = batch as AcceptBatch
      return [{ ...rest, packed: packMessages(messages) }]
    },
    unpackArgs([batch]) {
      const { packed, ...rest } = batch as Accept
      return [{ ...rest, messages: unpackMessages(packed) }]
    },
    packResult: (result, args) => (isAsAsked(result as AcceptResult, args) ? AS_ASKED : result),
    keep: ([batch]) => (batch as AcceptBatch).messages.map(({ conversationId }) => conversationId),
    unpackResult: (result, kept) => (result === AS_ASKED ? { kind: 'stored', conversationIds: kept } : result),
  },
  lease: {
    packResult(result) {
      const { parts, ...rest } = result as Lease
      return { ...rest, packed: packLeased(parts) }
    },
    unpackResult(result) {
      const { packed, ...rest } = result as Omit<Lease, 'parts'> & { readonly packed: Packed }
      return { ...rest, parts: unpackLeased(packed) }
    },
  },
  recordSubmits: {
    packArgs: ([records]) => [packSubmits(records as readonly SubmitRecord[])],
    unpackArgs: ([packed]) => [unpackSubmits(packed as Packed)],
    packResult: (result) => packChanges(result as readonly ChangeResult[]),
    unpackResult: (result) => unpackChanges(result as Uint8Array),
  },
  recordReceipts: {
    packArgs: ([receipts]) => [packReceipts(receipts as readonly ReceiptRecord[])],
    unpackArgs: ([packed]) => [unpackReceipts(packed as Packed)],
    packResult: (result) => packReceiptResults(result as readonly ReceiptResult[]),
    unpackResult: (result) => unpackReceiptResults(result as Packed),
  },
}

/** Every message is in the conversation that was asked for. */
const AS_ASKED = 'as-asked'

function isAsAsked(result: AcceptResult, [batch]: Args): boolean {
  const { messages } = batch as AcceptBatch
  return result.kind === 'stored' && result.conversationIds.every((id, index) => id === messages[index]?.conversationId)
}

export function packArguments(name: string, args: Args): Args {
  return CROSSINGS[name]?.packArgs?.(args) ?? args
}

export function unpackArguments(name: string, args: Args): Args {
  return CROSSINGS[name]?.unpackArgs?.(args) ?? args
}

export function packResult(name: string, result: unknown, args: Args): unknown {
  const pack = CROSSINGS[name]?.packResult
  return pack ? pack(result, args) : result
}

/** What to keep of the arguments until the result is unpacked. Often that is nothing, and they can go meanwhile. */
export function keepOf(name: string, args: Args): unknown {
  return CROSSINGS[name]?.keep?.(args)
}

export function unpackResult(name: string, result: unknown, kept: unknown): unknown {
  const unpack = CROSSINGS[name]?.unpackResult
  return unpack ? unpack(result, kept) : result
}

export { type PackedEvents, unpackEvents } from './events.ts'
export type { Packed } from './packed.ts'
