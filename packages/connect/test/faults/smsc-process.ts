// An SMSC in a process of its own, so that it outlives the Connect that is killed, with a ledger of its own. It is told what
// to do, and asked what it saw, over the channel to the process that started it. Usage: smsc-process.ts JSON (SmscPlan).
import type { SimulatorStatus } from '@smpp-connect/contracts'
import type { LedgerCounters, LedgerReply, LedgerSubmit, SimulatorAccount } from '@smpp-connect/simulator'
import { Simulator } from '@smpp-connect/simulator'

export interface SmscPlan {
  readonly accounts: readonly SimulatorAccount[]
  readonly delayAnswersMs: number
  readonly receiptDelayMs: number
}

export type SmscRequest =
  | { readonly id: number; readonly ask: 'port' | 'status' | 'counters' | 'submits' | 'replies' }
  | { readonly id: number; readonly ask: 'reply'; readonly phone: string; readonly to: string; readonly text: string }
export interface SmscAnswers {
  readonly port: number
  readonly status: SimulatorStatus['ledger']
  readonly counters: LedgerCounters
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
