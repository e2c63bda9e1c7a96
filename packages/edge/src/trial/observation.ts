import type { BindType, SmscDefinition, TlsFacts } from '@smpp-connect/contracts'

/** Where a connection was when it ended: before anything was said, with the bind sent, or with the bind accepted. */
export type CutAt = 'connected' | 'bind-sent' | 'bound'

/** What a trial saw that ended it. Facts only: what they mean is `diagnose`. */
export type Observation =
  /** The name has no address. `code` of the resolver, or `SILENT` when it gave no answer in time. */
  | { readonly kind: 'name'; readonly host: string; readonly code: string }
  /** No connection. `code` of the operating system, or `SILENT` when none came in time. */
  | { readonly kind: 'connection'; readonly code: string; readonly waitedMs: number }
  /** TLS was not agreed on. `code` of TLS, or `SILENT`. `plain`: what the port says without TLS, asked afterwards. */
  | { readonly kind: 'tls'; readonly code: string; readonly words: string; readonly plain: PlainSpeech }
  /** TLS stands, and the certificate is not one to send a password to. */
  | { readonly kind: 'certificate'; readonly code: string; readonly tls: TlsFacts }
  /** As many binds of ours stand as are wanted. */
  | { readonly kind: 'held-back' }
  /** The peer closed or reset the connection. `speaksTls`: asked afterwards, where it was tried without. */
  | {
      readonly kind: 'cut'
      readonly at: CutAt
      readonly words: string
      readonly code: string | undefined
      readonly speaksTls: boolean
      readonly takes34: boolean
    }
  /** Octets came that are no SMPP. */
  | { readonly kind: 'foreign'; readonly octets: Uint8Array; readonly speaksTls: boolean }
  /** No answer in time. */
  | {
      readonly kind: 'silent'
      readonly to: 'bind' | 'enquire_link'
      readonly waitedMs: number
      readonly speaksTls: boolean
    }
  /** The bind was refused. `nack`: by generic_nack. `takes34`: tried again as SMPP 3.4, it was accepted. */
  | { readonly kind: 'refused'; readonly status: number; readonly nack: boolean; readonly takes34: boolean }

/** What a port says to SMPP without TLS: SMPP, other octets, or nothing. */
export type PlainSpeech =
  | { readonly kind: 'smpp' | 'nothing' }
  | { readonly kind: 'foreign'; readonly octets: Uint8Array }

/** What was tried, as far as it tells what an observation means. */
export interface Tried {
  readonly bindType: BindType
  readonly interfaceVersion: SmscDefinition['interfaceVersion']
  readonly passwordLength: number
  readonly ownBinds: number
}
