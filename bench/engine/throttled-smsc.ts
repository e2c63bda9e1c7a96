// An SMSC in a process of its own that takes no more than so many texts a second, and tells nobody how many. Driven by
// `throttled.ts` through messages. Usage: throttled-smsc.ts
import { Simulator } from '@smpp-connect/simulator'

export type ToThrottledSmsc =
  | {
      readonly kind: 'limit'
      /** Undefined: no limit. */
      readonly perSecond: number | undefined
      readonly answerAfterMs: number
    }
  | { readonly kind: 'report' }

export type FromThrottledSmsc =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'limited' }
  | {
      readonly kind: 'seen'
      readonly taken: number
      readonly refused: number
      /** When each text was taken, in order, in wall-clock milliseconds. */
      readonly takenAtMs: Float64Array
      /** Texts that were taken after a later one to the same number. */
      readonly outOfOrder: number
      readonly doubled: number
    }

const simulator = new Simulator({
  port: 0,
  accounts: [{ systemId: 'bench', password: 'bench' }],
  receiptDelayMs: 50,
})
await simulator.start()
process.once('disconnect', () => process.exit(1))

const tell = (message: FromThrottledSmsc): void => {
  process.send?.(message)
}
process.on('message', (message: ToThrottledSmsc) => {
  if (message.kind === 'report') return tell(report())
  simulator.setFaults({ throttleAbovePerSecond: message.perSecond, delayAnswersMs: message.answerAfterMs })
  tell({ kind: 'limited' })
})
tell({ kind: 'listening', port: simulator.address().port })

/** Every text begins with its number among those to the same destination. */
function report(): Extract<FromThrottledSmsc, { kind: 'seen' }> {
  const submits = [...simulator.ledger.submits()]
  const last = new Map<string, number>()
  let outOfOrder = 0
  let doubled = 0
  for (const { destination, octets } of submits) {
    const nth = Number.parseInt(Buffer.from(octets).toString('latin1'), 10)
    const before = last.get(destination.address) ?? -1
    if (nth === before) doubled += 1
    else if (nth < before) outOfOrder += 1
    last.set(destination.address, Math.max(nth, before))
  }
  const { taken, refused } = simulator.ledger.counters
  return {
    kind: 'seen',
    taken,
    refused,
    takenAtMs: Float64Array.from(submits, ({ submittedAtMs }) => submittedAtMs),
    outOfOrder,
    doubled,
  }
}
