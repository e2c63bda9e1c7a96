// An SMSC in a process of its own, so that it outlives the Connect that is killed, with a ledger of its own. It is told what
// to do, and asked what it saw, over the channel to the process that started it. Usage: smsc-process.ts JSON (SmscPlan).
import type { SimulatorStatus } from '@smpp-connect/contracts'
import type { LedgerCounters, LedgerReply, LedgerSubmit, SimulatorAccount } from '@smpp-connect/simulator'
import { Simulator } from '@smpp-connect/simulator'

export interface SmscPlan {
  readonly accounts: readonly SimulatorAccount[]
  readonly delayAnswersMs: number
  readonly receiptDelayMs: number
  /** Between two offers of a delivery; as the simulator has it when left out. */
  readonly longestPauseMs?: number
  /** Default 127.0.0.1, and any port that is free. */
  readonly host?: string
  readonly port?: number
  /** With it, what was taken outlives a kill. */
  readonly journalFile?: string
}

/** What moves from moment to moment. */
export interface SmscPulse {
  readonly taken: number
  /** Parts of replies that got their OK. */
  readonly repliesAcknowledged: number
  /** Sessions that are bound now, by account. */
  readonly bound: ReadonlyMap<string, number>
}

/** The most that there ever was at a time since the start of the process, by account. */
export interface SmscPeaks {
  readonly bound: ReadonlyMap<string, number>
  readonly unanswered: ReadonlyMap<string, number>
}

export type SmscRequest =
  | { readonly id: number; readonly ask: Exclude<keyof SmscAnswers, 'reply'> }
  | { readonly id: number; readonly ask: 'reply'; readonly phone: string; readonly to: string; readonly text: string }
export interface SmscAnswers {
  readonly port: number
  readonly status: SimulatorStatus['ledger']
  readonly counters: LedgerCounters
  readonly pulse: SmscPulse
  readonly peaks: SmscPeaks
  readonly submits: readonly LedgerSubmit[]
  readonly replies: readonly LedgerReply[]
  readonly reply: boolean
}

if (import.meta.main) await main()

async function main(): Promise<void> {
  const { delayAnswersMs, ...options } = JSON.parse(process.argv[2] ?? '{}') as SmscPlan
  const simulator = new Simulator({ port: 0, ...options, faults: { delayAnswersMs } })
  await simulator.start()

  const answer = async (request: SmscRequest): Promise<SmscAnswers[keyof SmscAnswers]> => {
    switch (request.ask) {
      case 'port':
        return simulator.address().port
      case 'status':
        return simulator.status().ledger
      case 'counters':
        return simulator.ledger.counters
      case 'pulse':
        return pulseOf(simulator)
      case 'peaks':
        return { bound: simulator.ledger.mostBound, unanswered: simulator.ledger.mostUnanswered }
      case 'submits':
        return [...simulator.ledger.submits()]
      case 'replies':
        return [...simulator.ledger.replies()]
      case 'reply':
        return (await simulator.reply(request.phone, request.to, request.text)).ok
    }
  }
  process.on('message', async (request: SmscRequest) => {
    process.send?.({ id: request.id, answer: await answer(request) })
  })
  process.on('disconnect', () => process.exit())
}

function pulseOf(simulator: Simulator): SmscPulse {
  const { taken, repliesAcknowledged } = simulator.ledger.counters
  const bound = new Map<string, number>()
  for (const { systemId } of simulator.status().sessions) bound.set(systemId, (bound.get(systemId) ?? 0) + 1)
  return { taken, repliesAcknowledged, bound }
}
