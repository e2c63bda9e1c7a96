import { MAX_OPT_OUT_IMPORT, type OptOutRequest } from '@smpp-connect/contracts'
import { tidyNumber } from '../../format/numbers.ts'

/** One line of a list that was read, with the number of the line. */
export interface ListedOptOut extends OptOutRequest {
  readonly line: number
}

/** What a list holds. */
export interface OptOutList {
  readonly optOuts: readonly ListedOptOut[]
  /** Lines that hold no number, by their number. */
  readonly unread: readonly number[]
}

/**
 * Reads a list as people have it: a number on each line, perhaps one of our addresses after it, set apart by a comma, a
 * semicolon or a tab; with quotes or without, with a line of headings or without.
 */
export function readOptOutList(text: string): OptOutList {
  const optOuts: ListedOptOut[] = []
  const unread: number[] = []
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.replace(/^\ufeff/, '').trim()
    if (line === '') continue
    const [person = '', from = ''] = line.split(/[,;\t]/).map(unquoted)
    const number = tidyNumber(person)
    if (/^\+?\d{3,15}$/.test(number)) {
      optOuts.push({ person: number, from: from === '' ? null : tidyNumber(from), line: index + 1 })
    } else if (!(index === 0 && !/\d/.test(line))) unread.push(index + 1)
  }
  return { optOuts, unread }
}

/** In requests of the size that the API takes. */
export function inBatches<Item>(items: readonly Item[], size = MAX_OPT_OUT_IMPORT): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = []
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size))
  return batches
}

function unquoted(cell: string): string {
  const bare = cell.trim()
  // A sign before the number keeps a spreadsheet from reading it as a sum.
  const text = bare.startsWith('"') && bare.endsWith('"') && bare.length > 1 ? bare.slice(1, -1).trim() : bare
  return text.replace(/^'(?=\+)/, '')
}
