import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'

/**
 * The SMSCs of which an edge may speak: those that are assigned to it, and those that were since this manager began, because
 * what they had under way still ends. An edge stands outside the firewall; whoever takes one over is to get no further than
 * its own SMSCs.
 */
export class OwnSmscs {
  readonly #ids = new Set<SmscId>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  assign(definitions: readonly SmscDefinition[]): void {
    for (const { id } of definitions) this.#ids.add(id)
  }

  has(smscId: SmscId): boolean {
    return this.#ids.has(smscId)
  }

  /** Those items that concern its own SMSCs, or are allowed otherwise; the others are reported and left out. */
  only<Item extends { readonly smscId: SmscId }>(
    what: string,
    items: readonly Item[],
    otherwise: (item: Item) => boolean = () => false,
  ): readonly Item[] {
    const may = items.filter((item) => this.#ids.has(item.smscId) || otherwise(item))
    const count = items.length - may.length
    if (count > 0) this.#log.error('an edge speaks of an SMSC that is not its own', { what, count })
    return may
  }
}
