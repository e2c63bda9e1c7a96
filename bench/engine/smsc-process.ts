// The SMSC in a process of its own. Driven by `engine.ts` through messages.
import { type AddressInfo, createServer } from 'node:net'
import { SmscPeer, type SmscRun } from './smsc-peer.ts'
import { type SmscReport, SmscTally } from './smsc-tally.ts'

export type ToSmsc =
  | {
      readonly kind: 'expect'
      readonly firstIndex: number
      readonly count: number
      readonly answerAfterMs: number
      readonly receiptWindow: number
    }
  | { readonly kind: 'how-far' }
  | { readonly kind: 'report' }

export type FromSmsc =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'expecting' }
  /** The receipts of all texts that were expected are stored. */
  | { readonly kind: 'all-stored' }
  | { readonly kind: 'so-far'; readonly receiptsStored: number }
  | SmscReport

const tell = (message: FromSmsc): void => {
  process.send?.(message)
}

const NOTHING = new SmscTally(0, 0, () => undefined)
let run: SmscRun = { answerAfterMs: 0, receiptWindow: 1, tally: NOTHING }

// Whoever drives it is gone: what listens would keep it alive for nobody.
process.once('disconnect', () => process.exit(1))

process.on('message', (message: ToSmsc) => {
  if (message.kind === 'how-far') return tell({ kind: 'so-far', receiptsStored: run.tally.receiptsStored })
  if (message.kind === 'report') return tell(run.tally.report())
  const { firstIndex, count, answerAfterMs, receiptWindow } = message
  const tally = new SmscTally(firstIndex, count, () => tell({ kind: 'all-stored' }))
  run = { answerAfterMs, receiptWindow, tally }
  tell({ kind: 'expecting' })
})

const server = createServer({ noDelay: true }, (socket) => new SmscPeer(socket, () => run))
server.listen(0, '127.0.0.1', () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }))
