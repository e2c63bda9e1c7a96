import type { SmscId } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'

interface Account {
  /** Granted less taken back less come as orders, in all: what the edge has room for now. */
  open: number
  /** Orders that have come on this connection. */
  cameNow: number
}

/**
 * What the edge has room for, for each SMSC, as it is told to the manager: a state, of which the latest counts, so that
 * nothing depends on which of several changes arrived. It is counted anew for every connection, when no order can be on
 * its way; within one, orders do not lower it, because each side counts those for itself.
 */
export class CreditLedger implements FrameSource {
  readonly #accounts = new Map<SmscId, Account>()
  readonly #changed = new Set<SmscId>()

  add(smscId: SmscId, count: number): void {
    this.#account(smscId).open += count
    this.#changed.add(smscId)
  }

  came(smscId: SmscId): void {
    const account = this.#account(smscId)
    account.open -= 1
    account.cameNow += 1
  }

  /** A connection begins: everything is told anew. */
  resume(): void {
    for (const [smscId, account] of this.#accounts) {
      account.cameNow = 0
      this.#changed.add(smscId)
    }
  }

  next(): Outgoing | undefined {
    if (this.#changed.size === 0) return undefined
    const smscs = [...this.#changed].map((smscId) => {
      const { open, cameNow } = this.#account(smscId)
      return { $typeName: 'connect.link.v1.CreditOfSmsc' as const, smscId, total: BigInt(open + cameNow) }
    })
    this.#changed.clear()
    return { kind: { case: 'credit', value: { $typeName: 'connect.link.v1.Credit', smscs } } }
  }

  #account(smscId: SmscId): Account {
    const known = this.#accounts.get(smscId)
    if (known) return known
    const account: Account = { open: 0, cameNow: 0 }
    this.#accounts.set(smscId, account)
    return account
  }
}
