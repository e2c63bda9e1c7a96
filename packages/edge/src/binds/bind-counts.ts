import type { ClientState } from '@smpp-connect/smpp'

/** What a try to be bound, or a bind that stood, came to. */
export const BIND_RESULTS = [
  'bound',
  /** The SMSC said no. */
  'refused',
  /** No connection, or no answer. */
  'failed',
  /** It stood, and ended otherwise than by us. */
  'lost',
] as const
export type BindResult = (typeof BIND_RESULTS)[number]

/** What came of the binds of one SMSC, since this process started: over all that were made anew under the same name. */
export class BindCounts {
  readonly #counts = new Map<string, Map<BindResult, number>>()

  /** By the name of the bind, `transmitter-1` say. */
  get counts(): ReadonlyMap<string, ReadonlyMap<BindResult, number>> {
    return this.#counts
  }

  note(bind: string, state: ClientState): void {
    const result = resultOf(state)
    if (result === undefined) return
    const counts = this.#counts.get(bind) ?? new Map(BIND_RESULTS.map((each) => [each, 0]))
    this.#counts.set(bind, counts)
    counts.set(result, (counts.get(result) ?? 0) + 1)
  }
}

function resultOf(state: ClientState): BindResult | undefined {
  if (state.kind === 'bound') return 'bound'
  if (state.kind !== 'waiting') return undefined
  switch (state.cause) {
    case 'connect_failed':
    case 'bind_unanswered':
      return 'failed'
    case 'link_lost':
    case 'unbound_by_peer':
      return 'lost'
    case 'already_bound':
    case 'bad_credentials':
    case 'refused':
      return 'refused'
  }
}
