import type { StatusRule } from './status-rule.ts'

/** What is known of a command_status: `statusInfo` of the protocol library says it. */
export interface StatusFacts {
  readonly code: number
  readonly name: string
  readonly class: string
  readonly retryMessage: boolean
}

/**
 * What is done about a status that an SMSC answers a submit with: what its own rules say, else what the specification
 * suggests. Asked on both sides of the link: the manager decides about the part, the edge about the pace and about what
 * waits behind the part.
 */
export function statusAction(status: StatusFacts, rules: readonly StatusRule[]): StatusRule['action'] {
  return ruleFor(status, rules)?.action ?? usualAction(status)
}

/** The first rule for a status, by its name or its number. */
export function ruleFor({ code, name }: StatusFacts, rules: readonly StatusRule[]): StatusRule | undefined {
  return rules.find((rule) => (rule.status.startsWith('0x') ? Number(rule.status) === code : rule.status === name))
}

/** What is done about a status for which the SMSC has no rule. */
export function usualAction({ name, class: kind, retryMessage }: StatusFacts): StatusRule['action'] {
  if (kind === 'throttle' || name === 'ESME_RMSGQFUL') return 'slow-down'
  return kind === 'temporary' || kind === 'bind_temporary' || retryMessage ? 'retry' : 'reject'
}
