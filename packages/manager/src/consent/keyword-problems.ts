import type { ErrorPlace, Keywords } from '@smpp-connect/contracts'
import { fold } from './fold.ts'
import { KEYWORD_KINDS, type KeywordKind } from './keyword-reader.ts'
import { countReply, unknownPlaceholders } from './reply-text.ts'

/** What is wrong with sets of words beyond what their schema says; empty when they may be stored. */
export function keywordProblems(keywords: Keywords, maxParts: number): readonly ErrorPlace[] {
  return [...wordProblems(keywords), ...replyProblems(keywords, maxParts)]
}

/** A word may stand in several sets, and the first answers; but one that stops here must not start there. */
function* wordProblems({ sets }: Keywords): Generator<ErrorPlace> {
  const seen = new Map<string, { readonly kind: KeywordKind; readonly pointer: string }>()
  for (const [at, set] of sets.entries()) {
    for (const kind of KEYWORD_KINDS) {
      for (const [index, word] of set[kind].entries()) {
        const pointer = `/sets/${at}/${kind}/${index}`
        const folded = fold(word)
        if (folded === '') {
          yield { pointer, detail: 'without case, accents and marks nothing is left of it' }
          continue
        }
        const before = seen.get(folded)
        if (before === undefined) seen.set(folded, { kind, pointer })
        else if (before.kind !== kind) {
          const detail = `the same word is a ${before.kind} word at ${before.pointer}; a word has one meaning in all sets`
          yield { pointer, detail }
        }
      }
    }
  }
}

function* replyProblems({ sets }: Keywords, maxParts: number): Generator<ErrorPlace> {
  for (const [at, set] of sets.entries()) {
    for (const field of ['stopReply', 'startReply', 'helpReply'] as const) {
      const pointer = `/sets/${at}/${field}`
      const [unknown] = unknownPlaceholders(set[field])
      if (unknown !== undefined) yield { pointer, detail: `${unknown} is no placeholder; allowed is {sender}` }
      const { refusal } = countReply(set[field], maxParts)
      if (refusal?.problem === 'lone_surrogate') {
        yield { pointer, detail: `half of a surrogate pair stands alone at index ${refusal.index}` }
      } else if (refusal?.problem === 'too_many_parts') {
        yield { pointer, detail: `it takes ${refusal.parts} parts, allowed are ${maxParts} (CONNECT_MAX_PARTS)` }
      }
    }
  }
}
