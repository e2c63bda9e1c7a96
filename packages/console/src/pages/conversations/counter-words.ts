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

function why({ alphabet, forcedBy, unitsPerPart }: TextCount): string {
  if (forcedBy === undefined || alphabet === 'gsm7') return ''
  return `${characterName(forcedBy.char)} is not in GSM 7-bit, so the whole text goes in ${CODINGS[alphabet]}: ${unitsPerPart} a part.`
}

function refusal({ refusal: problem }: TextCount): string {
  switch (problem?.problem) {
    case undefined:
      return ''
    case 'lone_surrogate':
      return 'The text holds half of a character, from a cut through an emoji perhaps. Take it out and type it again.'
    case 'too_many_parts':
      return `That takes ${counted(problem.parts, 'part')}; at most ${problem.maxParts} can be joined again on a phone.`
    default:
      return 'The text cannot be sent as it is.'
  }
}
