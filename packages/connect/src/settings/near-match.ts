/** The word of `words` that `word` was most likely meant to be, or undefined when none is near. Case does not count. */
export function nearMatch(word: string, words: readonly string[]): string | undefined {
  // Short words are near everything: of those only the case may differ.
  const most = word.length <= 3 ? 0 : Math.max(1, Math.floor(word.length / 3))
  let best: { readonly word: string; readonly distance: number } | undefined
  for (const candidate of words) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= most && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { word: candidate, distance }
  }
  return best?.word
}

/** `; did you mean X?` or nothing. */
export function suggestion(word: string, words: readonly string[]): string {
  const near = nearMatch(word, words)
  return near === undefined ? '' : `; did you mean ${near}?`
}

/** Optimal string alignment: insertions, deletions, replacements, and neighbours that changed places. */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, row) => [row])
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0
  for (let column = 1; column <= b.length; column++) (rows[0] as number[])[column] = column
  for (let row = 1; row <= a.length; row++) {
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      let distance = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) distance = Math.min(distance, at(row - 2, column - 2) + 1)
      ;(rows[row] as number[])[column] = distance
    }
  }
  return at(a.length, b.length)
}
