/**
 * JSON for a pipe, or for a terminal, which texts from elsewhere must not steer: control and format characters are written
 * as escapes. Its meaning stays the same.
 */
export function json(value: unknown): string {
  return escaped(JSON.stringify(value, null, 2))
}

/** The same on one line, for lists of things one a line. */
export function jsonLine(value: unknown): string {
  return escaped(JSON.stringify(value))
}

/** JSON.stringify escapes what is below U+0020 itself; line breaks that are left are its own. */
function escaped(text: string): string {
  return text.replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (found) =>
    [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}
