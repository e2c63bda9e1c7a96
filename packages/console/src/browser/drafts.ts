import { readStored, storedNames, writeStored } from './storage.ts'

const DRAFT = 'draft.'

/** A text that was begun and not sent, by what it belongs to: a conversation's id, `new`, a phone's number. */
export function readDraft(of: string): string {
  return readStored(DRAFT + of) ?? ''
}

export function keepDraft(of: string, text: string): void {
  writeStored(DRAFT + of, text === '' ? undefined : text)
}

/** At log-out: drafts are for whoever wrote them. */
export function forgetDrafts(): void {
  for (const name of storedNames(DRAFT)) writeStored(name, undefined)
}
