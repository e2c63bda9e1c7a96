/** How much of the newest message's text a conversation shows: code points. */
const MOST_CODE_POINTS = 200

/** The beginning of a text, never half a character. */
export function beginning(text: string): string {
  if (text.length <= MOST_CODE_POINTS) return text
  let units = 0
  for (let points = 0; points < MOST_CODE_POINTS && units < text.length; points++) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, units)
}
