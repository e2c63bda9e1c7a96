/** Where rows go that name no destination themselves: one number, or a sequence of numbers one after the other. */
export interface Destinations {
  /** The destination of a row; `index` counts from 0. */
  at(index: number): string
  /** Whether all rows go to one number: then their order is kept. */
  readonly isOne: boolean
}

export function oneDestination(to: string): Destinations {
  return { at: () => to, isOne: true }
}

/**
 * Reads `+447700900000:1000`: the number, and how many one after the other, beginning with it. Rows take them in turn and
 * begin again at the first. Returns what is wrong when it cannot be read.
 */
export function destinationSequence(
  text: string,
): { readonly ok: true; readonly destinations: Destinations } | { readonly ok: false; readonly text: string } {
  const match = /^(\+?)(\d{3,15}):(\d{1,9})$/.exec(text)
  if (!match) return { ok: false, text: 'allowed is NUMBER:COUNT, such as +447700900000:1000' }
  const [, plus = '', digits = '', countDigits = ''] = match
  const count = Number(countDigits)
  if (count < 1) return { ok: false, text: 'the count must be at least 1' }
  const first = BigInt(digits)
  const last = (first + BigInt(count - 1)).toString().padStart(digits.length, '0')
  if (last.length > digits.length) return { ok: false, text: `the last number, ${plus}${last}, has more digits` }
  return {
    ok: true,
    destinations: {
      at: (index) => plus + (first + BigInt(index % count)).toString().padStart(digits.length, '0'),
      isOne: count === 1,
    },
  }
}
