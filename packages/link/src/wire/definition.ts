import { type SmscDefinition, type SmscId, upgradeSmsc } from '@smpp-connect/contracts'
import type { Definition } from './link.generated.ts'

/**
 * A definition crosses as the JSON it is stored as: its schema (contracts/smsc.ts) has its own way of growing, and is not
 * written down twice.
 */
export function definitionToWire(definition: SmscDefinition): Definition {
  return {
    $typeName: 'connect.link.v1.Definition',
    smscId: definition.id,
    version: definition.version,
    json: Uint8Array.from(Buffer.from(JSON.stringify(definition))),
  }
}

export type DefinitionRead =
  | { readonly kind: 'definition'; readonly definition: SmscDefinition }
  | { readonly kind: 'unreadable'; readonly smscId: SmscId; readonly reason: string }

/**
 * The definition in the form that this version knows: what an older manager does not say gets its default; what a newer
 * one says besides is left out; what is said in a way that is not understood makes it unreadable.
 */
export function definitionFromWire({ smscId, json }: Definition): DefinitionRead {
  try {
    const stored = JSON.parse(Buffer.from(json).toString('utf8')) as Record<string, unknown>
    return { kind: 'definition', definition: upgradeSmsc(knownOnly(stored)) }
  } catch (failure) {
    // What JSON.parse says quotes what it read, and there is a password in it.
    const reason = failure instanceof SyntaxError ? 'it is no JSON' : String(failure)
    return { kind: 'unreadable', smscId: smscId as SmscId, reason }
  }
}

/** A strict schema refuses members that it does not know; those are taken out and it is asked again. */
function knownOnly(stored: Record<string, unknown>): Record<string, unknown> {
  for (let round = 0; round < 3; round++) {
    try {
      upgradeSmsc(stored)
      return stored
    } catch (failure) {
      const { issues } = failure as { readonly issues?: readonly Issue[] }
      const unknown = issues?.filter(({ code }) => code === 'unrecognized_keys') ?? []
      if (unknown.length === 0) return stored
      for (const { path, keys } of unknown) {
        let place: unknown = stored
        for (const step of path) place = (place as Record<PropertyKey, unknown> | undefined)?.[step]
        for (const key of keys ?? []) delete (place as Record<string, unknown>)[key]
      }
    }
  }
  return stored
}

interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly keys?: readonly string[]
}
