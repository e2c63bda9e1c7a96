/** Why a file cannot be used at all. Nothing has been sent when it is thrown while the file is looked through. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile'
}

/** No line and no record may be longer: a file without line ends must not fill the memory. In characters. */
export const MAX_RECORD_CHARACTERS = 1_000_000

/**
 * Octets as text. Only well-formed UTF-8 is taken: anything else would arrive as something that nobody wrote. A byte
 * order mark at the start is a sign of the coding and no text.
 */
export async function* decodeUtf8(octets: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let lines = 1
  const decode = (chunk: Uint8Array | undefined): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw new UnusableFile(`is not UTF-8, in line ${badLine(chunk, lines)}; convert it first, for example with iconv`)
    }
  }
  let isFirst = true
  for await (const chunk of octets) {
    if (isFirst && chunk.length >= 2 && (chunk[0] ?? 0) + (chunk[1] ?? 0) === 0x1fd) {
      throw new UnusableFile('is UTF-16, not UTF-8; convert it first, for example with iconv')
    }
    isFirst = false
    const text = decode(chunk)
    yield text
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  }
  yield decode(undefined)
}

/** The line of the first octet that is not UTF-8, as near as can be told. */
function badLine(chunk: Uint8Array | undefined, firstLine: number): number {
  if (!chunk) return firstLine
  const lenient = new TextDecoder('utf-8').decode(chunk)
  // A character torn at the chunk's border is replaced at the very start; that is the previous line at worst.
  const bad = lenient.indexOf('\ufffd')
  return firstLine + lenient.slice(0, Math.max(0, bad)).split('\n').length - 1
}

/**
 * Splits at line feeds and at nothing else: a carriage return, a form feed or U+2028 is part of the text. What follows
 * the last line feed is a line if it is not empty.
 */
export async function* splitLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  let line = 1
  for await (const text of texts) {
    let from = 0
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      yield rest + text.slice(from, at)
      rest = ''
      from = at + 1
      line += 1
    }
    rest += text.slice(from)
    if (rest.length > MAX_RECORD_CHARACTERS) {
      throw new UnusableFile(`line ${line} is longer than ${MAX_RECORD_CHARACTERS.toLocaleString('en')} characters`)
    }
  }
  if (rest !== '') yield rest
}
