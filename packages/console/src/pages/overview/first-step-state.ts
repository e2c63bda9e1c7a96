import type { Counts } from '@smpp-connect/contracts'

/** What a newcomer's steps are read off. Undefined while it is loading. */
export interface Beginnings {
  readonly counts: Counts | undefined
  readonly apiKeys: number | undefined
  readonly smscs: number | undefined
  readonly simulator: boolean
}

/** Which of the first steps have been taken. */
export interface StepsTaken {
  readonly sent: boolean
  readonly answered: boolean
  readonly key: boolean
  readonly smsc: boolean
}

/** Undefined until everything that the steps are read off is there: a list that fills up at once would only flicker. */
export function stepsTaken({ counts, apiKeys, smscs, simulator }: Beginnings): StepsTaken | undefined {
  if (counts === undefined || apiKeys === undefined || smscs === undefined) return undefined
  return {
    sent: counts.accepted > 0,
    answered: !simulator || counts.received > 0,
    key: apiKeys > 0,
    smsc: smscs > (simulator ? 1 : 0),
  }
}

export function allTaken(steps: StepsTaken): boolean {
  return steps.sent && steps.answered && steps.key && steps.smsc
}
