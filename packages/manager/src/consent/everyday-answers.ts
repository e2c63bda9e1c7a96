import { fold } from './fold.ts'

/**
 * Words that people answer all kinds of questions with. As a start word such a one counts only for somebody who opted
 * out by a word, and so was told how to come back: with no opt-out recorded it is an answer to something else, and so it
 * may be when the opt-out came from a phone call or a list.
 */
const EVERYDAY_ANSWERS: ReadonlySet<string> = new Set(
  [
    ...['yes', 'y', 'yeah', 'yep', 'ok', 'okay', 'sure', 'ja', 'jo', 'oui', 'si', 'sim', 'da', 'tak', 'ano', 'áno'],
    ...['kyllä', 'joo', 'evet', 'tamam', 'onay', 'igen', 'ναι', 'да', 'так', 'نعم', 'כן', 'हाँ', 'हां', 'ya'],
    ...['はい', '네', '예', '是', '是的', '好', '好的'],
  ].map(fold),
)

/** Whether this start word is one that says nothing by itself. */
export function isEverydayAnswer(folded: string): boolean {
  return EVERYDAY_ANSWERS.has(folded)
}
