import type { BindType, SmscDefinition } from './smsc.ts'

/** What a bind goes through, in this order. `name` and `tls` only where there is something to do. */
export const TRIAL_STEPS = ['name', 'connection', 'tls', 'bind', 'enquire-link', 'unbind'] as const
export type TrialStepName = (typeof TRIAL_STEPS)[number]

/** One bind to be tried and taken down again. Nothing of it is kept. */
export interface BindTrialOrder {
  /** As it is saved, or as it would be. The id of one that is not saved says nothing. */
  readonly definition: SmscDefinition
  readonly bindType: BindType
  /** Binds of ours with the same account that stand now, at whichever edge. */
  readonly ownBinds: number
  /** False: the account has as many binds as are wanted already; all but the bind is tried. */
  readonly mayBind: boolean
}

export type BindTrialAnswer =
  | { readonly kind: 'tried'; readonly trial: BindTrial }
  /** Nothing was tried: no edge, one that is too old, or one that has too much to do. */
  | { readonly kind: 'not-tried'; readonly reason: string }

/** How a trial went. */
export interface BindTrial {
  /** The edge that tried; null for the one within the manager's process. An edge says nothing of itself. */
  readonly edgeId: string | null
  readonly bindType: BindType
  readonly steps: readonly TrialStep[]
  /** Null: the bind stood. */
  readonly diagnosis: FoundDiagnosis | null
  readonly facts: BindTrialFacts
  /** What went well and should be known all the same, in sentences. */
  readonly notes: readonly string[]
}

export interface TrialStep {
  readonly name: TrialStepName
  readonly ok: boolean
  readonly tookMs: number
  /** What came of it, in a few words. */
  readonly words: string
}

export interface FoundDiagnosis {
  /** Of the catalogue (`bind-diagnosis.ts`); a newer edge may know others. */
  readonly code: string
  /** What led to it: octets, a status, an error code. No password, no text of anybody. */
  readonly seen: string
}

/** What was learned on the way, as far as it went. */
export interface BindTrialFacts {
  /** Address and port of the SMSC. */
  readonly remoteAddress: string | null
  /** Address that the edge's machine came from; behind a NAT the provider sees another one. */
  readonly localAddress: string | null
  readonly tls: TlsFacts | null
  /** `system_id` of the SMSC. */
  readonly smscSystemId: string | null
  /** `sc_interface_version` (3.4 section 5.3.2.25): `3.4`, `5.0`, or as `0x..`. Null: it told none. */
  readonly smscVersion: string | null
  /** From enquire_link to its answer. */
  readonly roundTripMs: number | null
}

export interface TlsFacts {
  readonly protocol: string
  readonly cipher: string
  /** Common name, or the whole name where there is none. */
  readonly subject: string
  readonly issuer: string
  /** Names and addresses that the certificate is for. */
  readonly names: readonly string[]
  readonly validFromMs: number
  readonly validToMs: number
  /** SHA-256 of the certificate, in hexadecimal with colons. */
  readonly fingerprint: string
}
