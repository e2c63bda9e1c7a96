import type { EventDetail, EventKind } from '@smpp-connect/contracts'
import { CODES_BY_WORD, KIND_CODES, KINDS_BY_CODE, WORDS } from './event-codes.ts'
import type { OctetReader } from './octet-reader.ts'
import type { OctetWriter } from './octet-writer.ts'

/** What happened, without to whom and when. */
export interface Happening {
  readonly kind: EventKind
  readonly part: number | null
  readonly detail: EventDetail
}

/** How the value of a detail is written: these, or the code of a word + `WORD`. */
const NULL = 0
const FALSE = 1
const TRUE = 2
const INTEGER = 3
const DOUBLE = 4
const TEXT = 5
const WORD = 5

/** kind, part (0: none), number of details, and of each: its name (0 and written out, or a word's code), its value. */
export function writeHappening(to: OctetWriter, kind: EventKind, part: number | null, detail: EventDetail): void {
  to.octet(KIND_CODES[kind])
  to.octet(part ?? 0)
  const countAt = to.length
  to.octet(0)
  let count = 0
  for (const name in detail) {
    count += 1
    const code = CODES_BY_WORD.get(name)
    to.octet(code ?? 0)
    if (code === undefined) to.text(name)
    writeValue(to, detail[name] as EventDetail[string], OF_FEW_VALUES.has(name))
  }
  to.setOctet(countAt, count)
}

export function readHappening(from: OctetReader): Happening {
  const kind = KINDS_BY_CODE.get(from.octet()) as EventKind
  const part = from.octet()
  const detail: Record<string, EventDetail[string]> = {}
  for (let left = from.octet(); left > 0; left--) {
    const code = from.octet()
    const name = code === 0 ? from.text() : (WORDS[code - 1] as string)
    detail[name] = readValue(from)
  }
  return { kind, part: part === 0 ? null : part, detail }
}

/** Details whose values may be words: looking up the others, which differ each time, would cost more than it saves. */
const OF_FEW_VALUES = new Set(['encoding', 'stat', 'error', 'state', 'errorCode', 'source'])

function writeValue(to: OctetWriter, value: EventDetail[string], mayBeWord: boolean): void {
  if (typeof value === 'string') {
    const code = mayBeWord ? CODES_BY_WORD.get(value) : undefined
    if (code !== undefined) {
      to.octet(code + WORD)
    } else {
      to.octet(TEXT)
      to.text(value)
    }
  } else if (typeof value === 'number') {
    const isInteger = Number.isSafeInteger(value) && Math.abs(value) < MOST_INTEGER && !Object.is(value, -0)
    to.octet(isInteger ? INTEGER : DOUBLE)
    if (isInteger) to.integer(value)
    else to.double(value)
  } else {
    to.octet(value === null ? NULL : value ? TRUE : FALSE)
  }
}

/** Twice that is a safe integer still. */
const MOST_INTEGER = 2 ** 51

function readValue(from: OctetReader): EventDetail[string] {
  const tag = from.octet()
  switch (tag) {
    case NULL:
      return null
    case FALSE:
      return false
    case TRUE:
      return true
    case INTEGER:
      return from.integer()
    case DOUBLE:
      return from.double()
    case TEXT:
      return from.text()
    default:
      return WORDS[tag - WORD - 1] as string
  }
}
