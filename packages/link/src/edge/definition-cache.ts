import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import { definitionFromWire } from '../wire/definition.ts'
import type { Definitions } from '../wire/link.generated.ts'

export interface CacheChange {
  /** The cache as it is now; undefined while frames of this push are still to come. */
  readonly definitions: readonly SmscDefinition[] | undefined
  /** What could not be read; the version that was there before stays. */
  readonly unreadable: readonly { readonly smscId: SmscId; readonly reason: string }[]
}

/** The edge's cache of definitions, in memory, kept while the link is down. */
export class DefinitionCache {
  #definitions = new Map<SmscId, SmscDefinition>()
  readonly #incoming = new Map<SmscId, SmscDefinition>()

  take(push: Definitions): CacheChange {
    const unreadable: { readonly smscId: SmscId; readonly reason: string }[] = []
    for (const wire of push.changed) {
      const read = definitionFromWire(wire)
      if (read.kind === 'definition') this.#incoming.set(read.definition.id, read.definition)
      else unreadable.push(read)
    }
    if (!push.complete) return { definitions: undefined, unreadable }
    const next = new Map<SmscId, SmscDefinition>()
    for (const id of push.smscIds as SmscId[]) {
      const definition = this.#incoming.get(id) ?? this.#definitions.get(id)
      if (definition) next.set(id, definition)
    }
    this.#incoming.clear()
    this.#definitions = next
    return { definitions: [...next.values()], unreadable }
  }

  /** A connection broke off in the middle of a push: that push is forgotten. */
  reset(): void {
    this.#incoming.clear()
  }
}
