import type { BindStatus } from '@smpp-connect/contracts'
import type { ClientState } from '@smpp-connect/smpp'

/** The state of a client in the words of the API. */
export function bindStatus(state: ClientState): BindStatus {
  return state.kind === 'idle' ? 'connecting' : state.kind
}

/** A reason as a sentence: a capital first and a full stop last. */
export function sentence(reason: string): string {
  if (reason === '') return ''
  const capital = reason.charAt(0).toUpperCase() + reason.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}
