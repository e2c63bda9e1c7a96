import type { KeywordSet, Keywords, KeywordsView } from '@smpp-connect/contracts'
import { countText } from '@smpp-connect/smpp/text'
import { errorsShownAt, type FieldErrors, placesOf } from '../../form/field-errors.ts'
import { type Keyed, withKeys, withoutKey } from '../../form/keyed.ts'
import { isSame } from '../../form/pointer.ts'

export interface KeywordDraft {
  readonly enabled: boolean
  readonly sets: readonly Keyed<KeywordSet>[]
}

export const BLANK_SET: KeywordSet = {
  language: '',
  stop: [],
  start: [],
  help: [],
  stopReply: '',
  startReply: '',
  helpReply: '',
}

/** The kinds of words of a set, with what they do. */
export const WORD_KINDS = [
  { kind: 'stop', label: 'Stop words', help: 'No more texts from the address that was answered.' },
  { kind: 'start', label: 'Start words', help: 'Texts again, if they had opted out of it.' },
  { kind: 'help', label: 'Help words', help: 'They are told who you are. Nothing else happens.' },
] as const
export type WordKind = (typeof WORD_KINDS)[number]['kind']
export const REPLY_OF = { stop: 'stopReply', start: 'startReply', help: 'helpReply' } as const

export function keywordDraftOf({ enabled, sets }: KeywordsView): KeywordDraft {
  return { enabled, sets: withKeys(sets) }
}

export function keywordsOf({ enabled, sets }: KeywordDraft): Keywords {
  return { enabled, sets: sets.map(withoutKey) }
}

export function areKeywordsChanged(base: KeywordDraft, draft: KeywordDraft): boolean {
  return !isSame(keywordsOf(base), keywordsOf(draft))
}

/** What can be seen to be wrong; the API judges the words themselves. */
export function keywordProblems({ sets }: KeywordDraft): FieldErrors {
  const errors: Record<string, string> = {}
  for (const [index, { language }] of sets.entries()) {
    if (language.trim().length < 2) errors[`/sets/${index}/language`] = 'A language such as en, de or pt-BR'
  }
  return errors
}

const SHOWN = /^\/sets\/\d+\/(language|stop|start|help|stopReply|startReply|helpReply)$/

/** A refusal at the fields it is about; empty when it is about none of them. */
export function keywordErrorsOf(failure: unknown): FieldErrors {
  return errorsShownAt(placesOf(failure), (place) => SHOWN.test(place))
}

const languages = new Intl.DisplayNames('en', { type: 'language' })

/** The name of a language; its tag where it has none. */
export function languageName(tag: string): string {
  if (tag.trim() === '') return 'A new language'
  try {
    return languages.of(tag.trim()) ?? tag
  } catch {
    return tag
  }
}

/** Our longest address that a person can write back to: 15 digits (E.164). */
const LONGEST_SENDER = `+${'0'.repeat(15)}`

/** How many short messages a reply takes, with the longest address of ours in it; 0 for none. */
export function replyParts(reply: string): number {
  return reply === '' ? 0 : countText(reply.replaceAll('{sender}', LONGEST_SENDER)).parts
}
