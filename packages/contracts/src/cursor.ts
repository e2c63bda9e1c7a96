import { z } from 'zod'

/** The lists that are read page by page, by the letter with which their cursors begin. */
const LISTS = {
  m: 'messages',
  c: 'conversations',
  o: 'opt-outs',
  h: 'versions of an SMSC',
  r: 'parked receipts',
  p: 'phones',
  t: 'the texts of a phone',
} as const
export type CursorKind = keyof typeof LISTS

/** Opaque to who reads a list: its letter, and the place of the last item that was shown, in base 36. */
export function writeCursor(kind: CursorKind, place: number): string {
  return kind + place.toString(36)
}

/**
 * The place after which to go on; undefined for the first page. What is no cursor of that list throws: it never came
 * through `cursorSchema`, and a first page in its stead would be taken for the next.
 */
export function readCursor(kind: CursorKind, cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  if (kindOf(cursor) !== kind) throw new TypeError(`no cursor of ${LISTS[kind]}`)
  return Number.parseInt(cursor.slice(1), 36)
}

/** A cursor as a parameter of a list. One that is none, or of another list, is refused. */
export function cursorSchema(kind: CursorKind) {
  return z
    .string()
    .superRefine((cursor, context) => {
      const found = kindOf(cursor)
      if (found === kind) return
      const what = found ? `one of ${LISTS[found]}` : cursor === '' ? 'an empty one' : 'what is no cursor'
      const message = `expected \`next\` of an answer before (${LISTS[kind]}), found ${what}; leave it out to begin anew`
      context.addIssue({ code: 'custom', message })
    })
    .optional()
    .describe('Where to go on: `next` of the page before. Left out, the list begins.')
}

/** Which list it is of; undefined for what is no cursor. */
function kindOf(cursor: string): CursorKind | undefined {
  const [kind = ''] = cursor
  return Object.hasOwn(LISTS, kind) && /^.[0-9a-z]{1,10}$/.test(cursor) ? (kind as CursorKind) : undefined
}
