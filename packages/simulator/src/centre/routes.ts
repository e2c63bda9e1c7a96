import { formatAddress, parseAddress, type SmppAddress } from '@smpp-connect/smpp/text'
import type { JournalAddress, SubmitRecord, TotalsRecord } from '../journal/record.ts'

interface Route {
  readonly account: string
  readonly address: SmppAddress
}

const MAX_ROUTES = 10_000

/** Whose a sender address is: the account that used it last. So a reply finds its way, and in the form that was used. */
export class Routes {
  readonly #routes = new Map<string, Route>()

  /** An account sent from an address. */
  learn({ account, src }: Pick<SubmitRecord, 'account' | 'src'>): void {
    const [ton, npi, address] = src
    if (address === '') return
    const name = formatAddress({ ton, npi, address })
    const known = this.#routes.get(name)
    if (known?.account === account && known.address.ton === ton && known.address.npi === npi) return
    this.#routes.set(name, { account, address: { ton, npi, address } })
    if (this.#routes.size <= MAX_ROUTES) return
    for (const oldest of this.#routes.keys()) {
      this.#routes.delete(oldest)
      break
    }
  }

  /** The route to what a person typed, with or without `+` and blanks. */
  find(to: string): Route | undefined {
    const exact = this.#routes.get(to.trim())
    if (exact !== undefined) return exact
    const digits = to.replace(/[\s.()+\u00a0/-]/g, '')
    return this.#routes.get(`+${digits}`) ?? this.#routes.get(digits)
  }

  records(): TotalsRecord['routes'] {
    return [...this.#routes].map(([other, { account, address }]) => [other, account, tupleOf(address)] as const)
  }

  restore(routes: TotalsRecord['routes']): void {
    for (const [other, account, [ton, npi, address]] of routes) {
      this.#routes.set(other, { account, address: { ton, npi, address } })
    }
  }
}

/** The address that a phone writes to when nobody has sent from it yet; undefined when it is none. */
export function typedAddress(to: string): SmppAddress | undefined {
  const parsed = parseAddress(to)
  return parsed.kind === 'address' ? parsed.address : undefined
}

export function tupleOf({ ton, npi, address }: SmppAddress): JournalAddress {
  return [ton, npi, address]
}
