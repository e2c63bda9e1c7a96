import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'
import { definitionToWire } from '../wire/definition.ts'
import type { Definition } from '../wire/link.generated.ts'

/** What an edge has of one definition. */
export interface DefinitionAtEdge {
  readonly smscId: SmscId
  /** The version that it is to have. */
  readonly version: number
  /** The version that it has said to carry out; null for none. */
  readonly appliedVersion: number | null
}

const MOST_OCTETS = 512 * 1024

/**
 * The cache of definitions of one edge: the newest set is what counts. A connection begins with all of it; after that only
 * what changed is told, with the list of all that there are. Which versions are carried out is known from what the edge
 * confirms.
 */
export class DefinitionPush implements FrameSource {
  #wanted: readonly SmscDefinition[] = []
  /** By SMSC: the version this connection has been told. */
  #told = new Map<SmscId, number>()
  #revision = 0
  #dirty = false
  #frames: Outgoing[] = []
  /** By revision: what it consisted of. */
  readonly #pushed = new Map<number, ReadonlyMap<SmscId, number>>()
  #applied: ReadonlyMap<SmscId, number> = new Map()

  set(definitions: readonly SmscDefinition[]): void {
    this.#wanted = definitions
    this.#dirty = true
  }

  /** A connection begins. A new process of the edge has nothing. */
  resume(sameProcess: boolean): void {
    this.#told = new Map()
    this.#frames = []
    this.#dirty = true
    if (!sameProcess) this.#applied = new Map()
  }

  applied(revision: number): void {
    const versions = this.#pushed.get(revision)
    if (!versions) return
    this.#applied = versions
    for (const known of this.#pushed.keys()) if (known <= revision) this.#pushed.delete(known)
  }

  get state(): readonly DefinitionAtEdge[] {
    return this.#wanted.map(({ id, version }) => ({
      smscId: id,
      version,
      appliedVersion: this.#applied.get(id) ?? null,
    }))
  }

  definition(smscId: SmscId): SmscDefinition | undefined {
    return this.#wanted.find(({ id }) => id === smscId)
  }

  next(): Outgoing | undefined {
    // A push that has begun is finished first: the edge takes it as a whole.
    if (this.#frames.length === 0 && this.#dirty) this.#begin()
    return this.#frames.shift()
  }

  #begin(): void {
    this.#dirty = false
    this.#revision += 1
    const revision = this.#revision
    const changed = this.#wanted.filter(({ id, version }) => this.#told.get(id) !== version)
    this.#told = new Map(this.#wanted.map(({ id, version }) => [id, version]))
    this.#pushed.set(revision, this.#told)
    const groups: Definition[][] = [[]]
    let octets = 0
    for (const definition of changed) {
      const wire = definitionToWire(definition)
      if (octets > 0 && octets + wire.json.length > MOST_OCTETS) {
        groups.push([])
        octets = 0
      }
      octets += wire.json.length
      groups.at(-1)?.push(wire)
    }
    this.#frames = groups.map((group, at) => {
      const complete = at === groups.length - 1
      const smscIds = complete ? this.#wanted.map(({ id }) => id) : []
      return {
        kind: {
          case: 'definitions',
          value: { $typeName: 'connect.link.v1.Definitions', revision, changed: group, smscIds, complete },
        },
      }
    })
  }
}
