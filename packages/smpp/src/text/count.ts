import type { ForcingCharacter, WritableAlphabet } from './alphabets.ts'
import { layOut } from './layout.ts'
import type { Replacement, TextOptions, TextRefusal } from './text-options.ts'

/** What a composer shows beside a text. */
export type TextCount = {
  readonly alphabet: WritableAlphabet
  /** Short messages it will take. */
  readonly parts: number
  /** Septets, octets or 16-bit units of the whole text. */
  readonly units: number
  /** Units one part may have: 160 or 153 for GSM 7-bit, 70 or 67 for UCS-2, and so on. */
  readonly unitsPerPart: number
  /** Units that still fit without another part. */
  readonly unitsLeft: number
  /** The first character that GSM 7-bit does not have, when that decided the coding. */
  readonly forcedBy?: ForcingCharacter
  /** What transliteration would replace. */
  readonly replaced: readonly Replacement[]
  /** Why `planText` would refuse the text. */
  readonly refusal?: TextRefusal
}

/** Counts as `planText` cuts, without making payloads: fit to run at every keystroke, in a browser too. */
export function countText(text: string, options: TextOptions = {}): TextCount {
  const layout = layOut(text, options)
  if (layout.kind === 'refused') {
    const whole = { ...layOut(text.toWellFormed(), { ...options, alphabet: 'ucs2' }) }
    if (whole.kind === 'refused') throw new Error('a well-formed text is always written in UCS-2')
    return { ...counts(whole), refusal: layout }
  }
  const parts = layout.cuts.length - 1
  const maxParts = options.maxParts ?? 255
  if (parts <= maxParts) return counts(layout)
  return { ...counts(layout), refusal: { kind: 'refused', problem: 'too_many_parts', parts, maxParts } }
}

function counts(layout: Exclude<ReturnType<typeof layOut>, TextRefusal>): TextCount {
  const { text, coding, cuts, units, unitsPerPart, forcedBy, replaced } = layout
  let last = 0
  for (let index = cuts[cuts.length - 2]!; index < text.length; index++) last += coding.cost(text.charCodeAt(index))
  const why = forcedBy === undefined ? {} : { forcedBy }
  const parts = cuts.length - 1
  return {
    alphabet: coding.alphabet,
    parts,
    units,
    unitsPerPart,
    unitsLeft: Math.max(0, unitsPerPart - last),
    ...why,
    replaced,
  }
}
