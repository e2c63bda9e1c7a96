import type { TextCount } from '@smpp-connect/smpp/text'
import { characterName } from '../../format/characters.ts'
import { counted, figure } from '../../format/numbers.ts'

/** What the line under a composer says. */
export interface CounterWords {
  /** 3 characters */
  readonly characters: string
  /** 1 part */
  readonly parts: string
  /** GSM 7-bit */
  readonly coding: string
  /** 157 left in this part */
  readonly left: string
  /** Why it costs what it costs; empty when there is nothing to explain. */
  readonly why: string
  /** Why it cannot be sent at all; empty when it can. */
  readonly refusal: string
}

const CODINGS: Readonly<Record<TextCount['alphabet'], string>> = {
  gsm7: 'GSM 7-bit',
  ucs2: 'UCS-2',
  ascii: 'ASCII',
  latin1: 'Latin-1',
  'iso-8859-5': 'Cyrillic (ISO 8859-5)',
  'iso-8859-8': 'Hebrew (ISO 8859-8)',
}

export function counterWords(text: string, count: TextCount): CounterWords {
  const characters = [...text].length
  return {
    characters: counted(characters, 'character'),
    parts: counted(count.parts, 'part'),
    coding: CODINGS[count.alphabet],
    left:
      count.parts > 1
        ? `${figure(count.unitsLeft)} left in part ${figure(count.parts)}`
        : `${figure(count.unitsLeft)} left`,
    why: why(count),
    refusal: refusal(count),
  }
}

function why({ alphabet, forcedBy, unitsPerPart, replaced }: TextCount): string {
  if (replaced.length > 0)
    return `${counted(replaced.length, 'character')} will be made plain, so that it fits GSM 7-bit.`
  if (forcedBy === undefined) return ''
  const foreign = `${characterName(forcedBy.char)} is not in GSM 7-bit`
  if (alphabet === 'gsm7') return `${foreign}, but in a national alphabet: ${unitsPerPart} a part.`
  return `${foreign}, so the whole text goes in ${CODINGS[alphabet]}: ${unitsPerPart} a part.`
}

function refusal({ refusal: problem }: TextCount): string {
  switch (problem?.problem) {
    case undefined:
      return ''
    case 'lone_surrogate':
      return 'The text holds half of a character, from a cut through an emoji perhaps. Take it out and type it again.'
    case 'too_many_parts':
      return `That takes ${counted(problem.parts, 'part')}; at most ${problem.maxParts} are allowed.`
    case 'not_in_alphabet':
      return `${characterName(problem.char)} is not in the coding that was chosen. Leave the coding open, or take it out.`
    default:
      return 'The text cannot be sent as it is.'
  }
}
