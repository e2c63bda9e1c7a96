import type { SmscId } from '@smpp-connect/contracts'

export interface CreditPort {
  grantCredit(smscId: SmscId, count: number): void
  revokeCredit(smscId: SmscId, count: number): void
}

interface Account {
  /** Granted to the manager less taken back, in all. */
  given: number
  /** Orders that it handed over, in all. */
  submitted: number
  /** `submitted` when the connection began. */
  base: number
}

/**
 * The manager's credit with one edge. While the link is up the manager has what the edge says it has room for; while it is
 * down it has none, and gets it back with the next connection, of whose beginning the edge counts anew.
 */
export class CreditShare {
  readonly #port: CreditPort
  readonly #accounts = new Map<SmscId, Account>()

  constructor(port: CreditPort) {
    this.#port = port
  }

  /** What may still be handed over for this SMSC. */
  unused(smscId: SmscId): number {
    const account = this.#accounts.get(smscId)
    return account ? account.given - account.submitted : 0
  }

  submitted(smscId: SmscId, count: number): void {
    this.#account(smscId).submitted += count
  }

  /** A connection begins: nothing is open until the edge says so. */
  begin(): void {
    for (const account of this.#accounts.values()) account.base = account.submitted
  }

  /** The edge says what it has had room for on this connection. */
  told(smscId: SmscId, total: number): void {
    const account = this.#account(smscId)
    this.#give(smscId, account, account.base + total)
  }

  /** An order came back before it left for the edge, which has room for it as before. */
  cameBack(smscId: SmscId): void {
    const account = this.#account(smscId)
    account.base += 1
    this.#give(smscId, account, account.given + 1)
  }

  /** The link is down: what is not used is void. */
  end(): void {
    for (const [smscId, account] of this.#accounts) this.#give(smscId, account, account.submitted)
  }

  /** An order was turned away because the link is down: its credit was taken back already. */
  turnedAway(smscId: SmscId, count: number): void {
    const account = this.#account(smscId)
    account.submitted += count
    this.#give(smscId, account, account.submitted)
  }

  #give(smscId: SmscId, account: Account, given: number): void {
    const change = given - account.given
    account.given = given
    if (change > 0) this.#port.grantCredit(smscId, change)
    if (change < 0) this.#port.revokeCredit(smscId, -change)
  }

  #account(smscId: SmscId): Account {
    const known = this.#accounts.get(smscId)
    if (known) return known
    const account: Account = { given: 0, submitted: 0, base: 0 }
    this.#accounts.set(smscId, account)
    return account
  }
}
