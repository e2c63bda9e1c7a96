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
  readonly #notUnderstood = new Set<SmscId>()

  /** Those of which the cache holds an older version, or none, because the newest could not be read. */
  get notUnderstood(): readonly SmscId[] {
    return [...this.#notUnderstood]
  }

  take(push: Definitions): CacheChange {
    const unreadable: { readonly smscId: SmscId; readonly reason: string }[] = []
    for (const wire of push.changed) {
      const read = definitionFromWire(wire)
      if (read.kind === 'definition') {
        this.#incoming.set(read.definition.id, read.definition)
        this.#notUnderstood.delete(read.definition.id)
      } else {
        unreadable.push(read)
        this.#notUnderstood.add(read.smscId)
      }
    }
    if (!push.complete) return { definitions: undefined, unreadable }
    const next = new Map<SmscId, SmscDefinition>()
    for (const id of push.smscIds as SmscId[]) {
      const definition = this.#incoming.get(id) ?? this.#definitions.get(id)
      if (definition) next.set(id, definition)
    }
    for (const id of this.#notUnderstood) if (!push.smscIds.includes(id)) this.#notUnderstood.delete(id)
    this.#incoming.clear()
    this.#definitions = next
    return { definitions: [...next.values()], unreadable }
  }

  /** A connection broke off in the middle of a push: that push is forgotten. */
  reset(): void {
    this.#incoming.clear()
  }
}
