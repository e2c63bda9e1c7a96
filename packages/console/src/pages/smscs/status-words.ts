import { type StatusRule, usualAction } from '@smpp-connect/contracts'
import { Status, type StatusInfo, statusInfo } from '@smpp-connect/smpp/status'

/** Names of the statuses of the specification, that of success left out. */
export const STATUS_NAMES: readonly string[] = Object.keys(Status).filter((name) => name !== 'ESME_ROK')

export const ACTION_WORDS: Readonly<Record<StatusRule['action'], string>> = {
  retry: 'Try the part again',
  'slow-down': 'Slow the whole line down',
  reject: 'Give the part up',
  hold: 'Hold it for a person',
}

/** Names are written in capitals, whoever types them. */
export function tidyStatus(typed: string): string {
  const text = typed.trim()
  return /^esme_/i.test(text) ? text.toUpperCase() : text
}

/** The status that a name or a number means; undefined when it is neither. */
export function statusOf(typed: string): StatusInfo | undefined {
  const text = tidyStatus(typed)
  if (/^0x[0-9a-fA-F]{1,8}$/.test(text)) return statusInfo(Number(text))
  const code = Object.entries(Status).find(([name]) => name === text)?.[1]
  return code === undefined ? undefined : statusInfo(code)
}

/** What is done about a status that has no rule. */
export function usualWords(status: StatusInfo): string {
  return ACTION_WORDS[usualAction(status)].toLowerCase()
}
