import type { CheckName } from './catalogue.ts'

/** What a check found. */
export interface Finding {
  /** Stable, for scripts: `disk-space`. */
  readonly check: CheckName
  /** Wrong: something does not work, or will not keep what it promises. Doubtful: it works, and a person should look. */
  readonly level: 'good' | 'doubtful' | 'wrong'
  /** What was found, in a sentence. */
  readonly found: string
  /** What to do; empty where nothing is to be done. */
  readonly advice: string
}

export function good(check: CheckName, found: string): Finding {
  return { check, level: 'good', found, advice: '' }
}

export function doubtful(check: CheckName, found: string, advice: string): Finding {
  return { check, level: 'doubtful', found, advice }
}

export function wrong(check: CheckName, found: string, advice: string): Finding {
  return { check, level: 'wrong', found, advice }
}
