/** The fields of a receipt's text as they stand there, not interpreted. */
export type ReceiptFields = {
  readonly id?: string | undefined
  readonly sub?: string | undefined
  readonly dlvrd?: string | undefined
  readonly submitDate?: string | undefined
  readonly doneDate?: string | undefined
  readonly stat?: string | undefined
  readonly err?: string | undefined
  readonly text?: string | undefined
  /** Keys that the specification does not have, by their name in lower case. */
  readonly extra: Readonly<Record<string, string>>
}

/** The text of a receipt, and what stands in it; no fields where nothing in it reads like one. */
export type ReceiptText = { readonly raw: string; readonly fields: ReceiptFields | undefined }

const NAMES: Readonly<Record<string, keyof Omit<ReceiptFields, 'extra'>>> = {
  id: 'id',
  sub: 'sub',
  dlvrd: 'dlvrd',
  submitdate: 'submitDate',
  donedate: 'doneDate',
  stat: 'stat',
  err: 'err',
  text: 'text',
}

/** A key of at most 32 letters after a separator, and its colon. */
const KEY = /(?:^|[^a-z0-9_])((?:submit|done) date|[a-z][a-z_]{0,31}):/
const NEXT_KEY = new RegExp(KEY, 'gi')
const KEY_HERE = new RegExp(KEY, 'iy')
/** What ends a value. */
const BLANK = /[\s\0]/g

/**
 * Reads the usual form, `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…` (3.4 appendix B), in all the
 * ways it is written: keys in any case and order, any of them missing, a blank behind the colon, something before `id`.
 * `text` runs to the end, except that `stat` may still follow it. Undefined when neither an id nor a state is there.
 */
export function readReceiptFields(text: string): ReceiptFields | undefined {
  const fields: Record<string, string> = {}
  const extra: Record<string, string> = Object.create(null)
  let extras = 0
  for (let key = keyFrom(text, 0, NEXT_KEY), at = 0; key !== undefined; key = keyFrom(text, at, NEXT_KEY)) {
    const name = Object.hasOwn(NAMES, key.name) ? NAMES[key.name] : undefined
    if (name === 'text') {
      at = endOfText(text, key.end, fields.stat !== undefined)
      fields.text ??= withoutBlankEnd(text.slice(key.end, at))
      continue
    }
    const value = valueAt(text, key.end)
    at = value.end
    if (name !== undefined) fields[name] ??= value.value
    else if (extras < MAX_EXTRA && extra[key.name] === undefined) {
      extra[key.name] = value.value
      extras++
    }
  }
  if (fields.id === undefined && fields.stat === undefined) return undefined
  return { ...fields, extra: { ...extra } }
}

/** A hostile text of nothing but keys must not become an object of thousands. */
const MAX_EXTRA = 32

/** The first key from `at` on, or (`KEY_HERE`) the one that begins right there. */
function keyFrom(text: string, at: number, which: RegExp): { name: string; end: number } | undefined {
  // One character back, so that the separator before the key is seen.
  which.lastIndex = Math.max(0, at - 1)
  const match = which.exec(text)
  if (match === null) return undefined
  return { name: match[1]!.toLowerCase().replace(' ', ''), end: which.lastIndex }
}

/** `err: 21b` has a blank behind the colon; `text: stat:…` has no value at all. */
function valueAt(text: string, from: number): { value: string; end: number } {
  let start = from
  while (text.charAt(start) === ' ') start++
  if (start > from && keyFrom(text, start, KEY_HERE) !== undefined) return { value: '', end: from }
  BLANK.lastIndex = start
  const end = BLANK.test(text) ? BLANK.lastIndex - 1 : text.length
  return { value: text.slice(start, end), end }
}

function endOfText(text: string, from: number, statSeen: boolean): number {
  if (statSeen) return text.length
  const stat = text.slice(from).search(/(?:^|\s)stat:\s?[a-z_]{4,}/i)
  return stat < 0 ? text.length : from + stat
}

/** What is left of a text without the blanks and NULs at its end. */
export function withoutBlankEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[\s\0]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
