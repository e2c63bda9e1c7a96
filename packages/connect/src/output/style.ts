import { styleText } from 'node:util'

/** Marks up text for a terminal; all of them give the text back unchanged where colours are off. */
export interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

export function createStyle(coloured: boolean): Style {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    coloured ? styleText(format, text, { validateStream: false }) : text
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  }
}

/** Colours are for terminals that can, and for people who did not say no (NO_COLOR of any value, TERM=dumb, --no-color). */
export function wantsColour(asked: {
  readonly isTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly noColorFlag: boolean
}): boolean {
  return asked.isTerminal && !asked.noColorFlag && !asked.env.NO_COLOR && asked.env.TERM !== 'dumb'
}

/**
 * Text from elsewhere made safe to print: control characters, which could steer a terminal, and line breaks are shown
 * as escapes. Cut to `most` characters.
 */
export function printable(text: string, most = 500): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text
  return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (found) => {
    const code = found.codePointAt(0) ?? 0
    return `\\u{${code.toString(16)}}`
  })
}

/** The whole of a text from elsewhere, made safe to print; its own line breaks stay. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, Number.POSITIVE_INFINITY))
    .join('\n')
}
