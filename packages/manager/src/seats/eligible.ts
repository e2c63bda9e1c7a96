import { type BindType, bindTypesOf, type EdgeRole, roleHolds, type SmscDefinition } from '@smpp-connect/contracts'

/** An edge as the manager knows it. */
export interface KnownEdge {
  readonly edgeId: string
  /** What it hosts; null while it has not connected since the manager began. */
  readonly role: EdgeRole | null
  readonly up: boolean
  /** Since when it is as it is, wall clock. */
  readonly sinceMs: number
}

type Asked = Pick<SmscDefinition, 'bindMode' | 'edges'>

/** Those that may hold the binds of this type, the first choice first. An edge whose role is not known may. */
export function eligible(definition: Asked, bindType: BindType, known: readonly KnownEdge[]): readonly KnownEdge[] {
  const named =
    definition.edges.length === 0
      ? known.toSorted((a, b) => (a.edgeId < b.edgeId ? -1 : 1))
      : definition.edges.flatMap((edgeId) => known.find((edge) => edge.edgeId === edgeId) ?? [])
  return named.filter(({ role }) => role === null || roleHolds(role, bindType))
}

/** Why a definition cannot work with the edges that there are, in a sentence; undefined when it can. */
export function unfit(definition: Asked, known: readonly KnownEdge[]): string | undefined {
  const strangers = definition.edges.filter((edgeId) => !known.some((edge) => edge.edgeId === edgeId))
  if (strangers.length > 0) {
    const there =
      known.length === 0
        ? 'there is none yet'
        : `there are: ${known
            .map(({ edgeId }) => edgeId)
            .sort()
            .join(', ')}`
    return `there is no edge ${strangers.join(', ')}; ${there}. An edge is there once it has enrolled`
  }
  // Nobody has enrolled: whoever does may be what is needed.
  if (known.length === 0) return undefined
  const missing = bindTypesOf(definition.bindMode).filter((type) => eligible(definition, type, known).length === 0)
  if (missing.length === 0) return undefined
  const among = definition.edges.length === 0 ? known.map(({ edgeId }) => edgeId) : definition.edges
  const roles = among.map((edgeId) => `${edgeId} hosts ${hosts(known.find((edge) => edge.edgeId === edgeId)?.role)}`)
  return `a ${missing[0]} bind is asked for, and none of its edges can hold one: ${roles.join(', ')}`
}

/** Why nobody holds a bind for submits, in a sentence: no edge that may is there. Undefined when one is. */
export function nobodyThere(definition: Asked, known: readonly KnownEdge[]): string | undefined {
  const bindType = definition.bindMode === 'transceiver' ? 'transceiver' : 'transmitter'
  const able = eligible(definition, bindType, known)
  if (able.some(({ up }) => up)) return undefined
  const which = able.length === 0 ? 'there is none' : `expected: ${able.map(({ edgeId }) => edgeId).join(', ')}`
  return `No edge that may hold its binds is connected (${which}).`
}

function hosts(role: EdgeRole | null | undefined): string {
  return role === 'sender' ? 'a Sender alone' : role === 'receiver' ? 'a Receiver alone' : 'both'
}
