/** The fields of a receipt's text as they stand there, not interpreted. */
export type ReceiptFields = {
  readonly id?: string
  readonly sub?: string
  readonly dlvrd?: string
  readonly submitDate?: string
  readonly doneDate?: string
  readonly stat?: string
  readonly err?: string
  readonly text?: string
  /** Keys that the specification does not have, by their name in lower case. */
  readonly extra: Readonly<Record<string, string>>
}

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

/** A key of at most 32 letters after a separator, its colon, and a value up to the next blank. */
const KEY = /(?:^|[^a-z0-9_])((?:submit|done) date|[a-z][a-z_]{0,31}):/giy

/**
 * Reads the usual form, `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…` (3.4 appendix B), in all the
 * ways it is written: keys in any case and order, any of them missing, a blank behind the colon, something before `id`.
 * `text` runs to the end, except that `stat` may still follow it. Undefined when neither an id nor a state is there.
 */
export function readReceiptFields(text: string): ReceiptFields | undefined {
  const fields: Record<string, string> = {}
  const extra: Record<string, string> = Object.create(null)
  for (let at = 0; at < text.length; ) {
    const key = keyAt(text, at)
    if (key === undefined) {
      at++
      continue
    }
    const name = Object.hasOwn(NAMES, key.name) ? NAMES[key.name] : undefined
    if (name === 'text') {
      const end = endOfText(text, key.end, fields.stat !== undefined)
      fields.text ??= clean(text.slice(key.end, end))
      at = end
      continue
    }
    const value = valueAt(text, key.end)
    if (name !== undefined) fields[name] ??= value.value
    else if (Object.keys(extra).length < MAX_EXTRA) extra[key.name] ??= value.value
    at = value.end
  }
  if (fields.id === undefined && fields.stat === undefined) return undefined
  return { ...fields, extra: { ...extra } }
}

/** A hostile text of nothing but keys must not become an object of thousands. */
const MAX_EXTRA = 32

function keyAt(text: string, at: number): { name: string; end: number } | undefined {
  // One character back, so that the separator before the key is seen.
  KEY.lastIndex = Math.max(0, at - 1)
  const match = KEY.exec(text)
  if (match === null) return undefined
  return { name: match[1]!.toLowerCase().replace(' ', ''), end: KEY.lastIndex }
}

/** `err: 21b` has a blank behind the colon; `text: stat:…` has no value at all. */
function valueAt(text: string, from: number): { value: string; end: number } {
  let start = from
  while (text.charAt(start) === ' ') start++
  if (start > from && keyAt(text, start) !== undefined) return { value: '', end: from }
  let end = start
  while (end < text.length && !/[\s\0]/.test(text.charAt(end))) end++
  return { value: text.slice(start, end), end: Math.max(end, from) }
}

function endOfText(text: string, from: number, statSeen: boolean): number {
  if (statSeen) return text.length
  const stat = text.slice(from).search(/(?:^|\s)stat:\s?[a-z_]{4,}/i)
  return stat < 0 ? text.length : from + stat
}

function clean(text: string): string {
  return text.replace(/[\s\0]+$/, '')
}
