import { ok, type PhoneText, type PhoneView, refuse } from '@smpp-connect/contracts'
import type { SimulatorControl } from '@smpp-connect/simulator'
import { AT } from './fake-use-cases.ts'

const PHONE: PhoneView = { number: '+447700900123', messageCount: 1, lastText: 'Hello', lastAt: AT }
const TEXT: PhoneText = {
  id: 'txt_1',
  direction: 'received',
  other: '+447700900000',
  text: 'Hello',
  parts: 1,
  missingParts: 0,
  at: AT,
}

/** A simulator with one phone. `ring` says that phones changed. */
export class FakeSimulator implements SimulatorControl {
  readonly #listeners = new Set<(numbers: readonly string[]) => void>()
  readonly replies: unknown[] = []

  status(): ReturnType<SimulatorControl['status']> {
    return {
      host: '127.0.0.1',
      port: 2775,
      sessions: [{ systemId: 'connect', bindType: 'transceiver', since: AT, received: 1 }],
      ledger: { submits: 1, receiptsPending: 0, receiptsAcknowledged: 1, replies: 0, refusedBinds: 0, phones: 1 },
    }
  }

  phones(): ReturnType<SimulatorControl['phones']> {
    return { items: [PHONE], next: null, total: 1 }
  }

  texts(number: string): ReturnType<SimulatorControl['texts']> {
    return number === PHONE.number ? { items: [TEXT], next: null } : undefined
  }

  async reply(number: string, to: string, text: string): ReturnType<SimulatorControl['reply']> {
    this.replies.push([number, to, text])
    return to === 'nobody' ? refuse('phone-not-reachable', 'No receiver is bound.') : ok({ id: 'txt_2', parts: 1 })
  }

  onPhones(listener: (numbers: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get followers(): number {
    return this.#listeners.size
  }

  ring(...numbers: string[]): void {
    for (const listener of this.#listeners) listener(numbers)
  }
}
