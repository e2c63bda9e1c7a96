// The load in a process of its own. Driven by `engine.ts` through messages.
import { listenForReceipts } from './receipt-sink.ts'
import { type PreparedRequest, prepareRequests, type Target } from './requests.ts'
import { type LoadReport, runLoad } from './run-load.ts'

export type ToLoad =
  | { readonly kind: 'prepare'; readonly target: Target; readonly firstIndex: number; readonly count: number }
  | {
      readonly kind: 'send'
      readonly connections: number
      /** Texts a second; null: as fast as they are accepted. */
      readonly perSecond: number | null
    }
  | { readonly kind: 'count-receipts' }

export type FromLoad =
  | { readonly kind: 'listening'; readonly receiptsPort: number }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'receipts'; readonly told: number }
  | LoadReport

const tell = (message: FromLoad): void => {
  process.send?.(message)
}

let target: Target | undefined
let requests: readonly PreparedRequest[] = []
const receipts = await listenForReceipts()

// Whoever drives it is gone: what listens would keep it alive for nobody.
process.once('disconnect', () => process.exit(1))

process.on('message', (message: ToLoad) => {
  if (message.kind === 'count-receipts') return tell({ kind: 'receipts', told: receipts.count() })
  if (message.kind === 'prepare') {
    target = message.target
    requests = prepareRequests(target, message.firstIndex, message.count)
    receipts.reset()
    return tell({ kind: 'prepared' })
  }
  if (!target) throw new Error('the load is told to send before it is told whom')
  runLoad(target, requests, message).then(tell)
})
tell({ kind: 'listening', receiptsPort: receipts.port })
