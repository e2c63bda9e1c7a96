/** A stretch of a text: plain, or one character that would not be seen, with the sign that stands for it. */
export type TextPiece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'invisible'; readonly sign: string; readonly name: string }

/**
 * Control characters, lone halves of surrogate pairs, and the overrides that turn the reading direction of what follows.
 * Joiners stay as they are: emoji and several scripts are made with them. Tab and line feed are white space.
 */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202d\u202e\u2028\u2029\ufeff]|\p{Cs}/gu

/** Splits a text so that what cannot be seen is shown. Line ends of all kinds become line feeds. */
export function visiblePieces(text: string): readonly TextPiece[] {
  const lines = text.replace(/\r\n?/g, '\n')
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of lines.matchAll(INVISIBLE)) {
    if (match.index > from) pieces.push({ kind: 'plain', text: lines.slice(from, match.index) })
    pieces.push(invisible(match[0]))
    from = match.index + match[0].length
  }
  if (from < lines.length) pieces.push({ kind: 'plain', text: lines.slice(from) })
  return pieces
}

/** The text on one line, with signs for what cannot be seen: for previews. */
export function onOneLine(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text : piece.sign))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** How to name one character to a person: `“é”`, or `U+200B` for what has no shape. */
export function characterName(char: string): string {
  const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return /^[\p{L}\p{N}\p{P}\p{S}]/u.test(char) ? `“${char}” (${code})` : code
}

function invisible(char: string): TextPiece {
  const codePoint = char.codePointAt(0) ?? 0
  const name = `Control character U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  // Unicode has a picture for each of the C0 controls.
  if (codePoint < 0x20) return { kind: 'invisible', sign: String.fromCodePoint(0x2400 + codePoint), name }
  if (codePoint === 0x7f) return { kind: 'invisible', sign: '\u2421', name }
  return { kind: 'invisible', sign: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`, name }
}
