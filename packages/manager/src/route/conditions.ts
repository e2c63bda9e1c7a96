import type { RouteRule } from '@smpp-connect/contracts'
import type { Countries } from './countries.ts'
import type { RouteQuestion } from './route-question.ts'

/** One thing that a rule asks of a message. */
export interface Condition {
  holds(asked: Asked): boolean
  /** Whether it holds, and why, in words that follow "because". */
  why(asked: Asked): string
}

/** A question put to the rules, with what is worked out of it once, and only if some rule asks. */
export class Asked {
  readonly question: RouteQuestion
  readonly #countries: Countries | undefined
  #country: string | undefined
  #countryKnown = false
  readonly #beginnings: string[] = []

  constructor(question: RouteQuestion, countries: Countries | undefined) {
    this.question = question
    this.#countries = countries
  }

  /** ISO 3166 code of the destination's country; undefined where it has none. */
  get country(): string | undefined {
    if (!this.#countryKnown) {
      this.#country = this.#countries?.of(this.question.destination)
      this.#countryKnown = true
    }
    return this.#country
  }

  /** The destination's first characters; the same string again, whose hash is known by then, for every rule that asks. */
  beginning(length: number): string {
    this.#beginnings[length] ??= this.question.destination.slice(0, length)
    return this.#beginnings[length] as string
  }
}

/** What a rule asks, the quickest to answer first. A list that is empty asks nothing. */
export function conditionsOf(when: RouteRule['when']): readonly Condition[] {
  const { prefixes, countries, senders, classes, callers } = when
  return [
    ...(classes.length > 0 ? [ofClass(classes)] : []),
    ...(callers.length > 0 ? [byCaller(callers)] : []),
    ...(senders.length > 0 ? [fromSender(senders)] : []),
    ...(prefixes.length > 0 ? [toPrefix(prefixes)] : []),
    ...(countries.length > 0 ? [toCountry(countries)] : []),
  ]
}

function ofClass(classes: RouteRule['when']['classes']): Condition {
  return {
    holds: ({ question }) => classes.includes(question.messageClass),
    why({ question }) {
      const own = `the class is ${question.messageClass}`
      return this.holds({ question } as Asked) ? own : `${own}, not ${anyOf(classes)}`
    },
  }
}

function byCaller(callers: readonly string[]): Condition {
  const wanted = new Set(callers)
  return {
    holds: ({ question }) => wanted.has(question.owner),
    why: ({ question: { owner } }) =>
      wanted.has(owner) ? `the caller is ${owner}` : `the caller is ${owner}, none of those named`,
  }
}

function fromSender(senders: readonly string[]): Condition {
  const wanted = new Set(senders)
  return {
    holds: ({ question }) => question.sender !== undefined && wanted.has(question.sender),
    why({ question: { sender } }) {
      if (sender === undefined) return 'the message names no sender address'
      return wanted.has(sender) ? `the sender address is ${sender}` : `the sender address is not ${anyOf(senders)}`
    },
  }
}

/** Canonical prefixes: `+` and digits. They are looked up by their lengths, of which there are few, however many they are. */
function toPrefix(prefixes: readonly string[]): Condition {
  const wanted = new Set(prefixes)
  const lengths = [...new Set(prefixes.map((prefix) => prefix.length))]
  const found = (asked: Asked): string | undefined => {
    for (const length of lengths) {
      const beginning = asked.beginning(length)
      if (wanted.has(beginning)) return beginning
    }
    return undefined
  }
  return {
    holds: (asked) => found(asked) !== undefined,
    why(asked) {
      const prefix = found(asked)
      if (prefix !== undefined) return `the destination begins with ${prefix}`
      return isShortCode(asked)
        ? 'the destination is a short code'
        : `the destination does not begin with ${anyOf(prefixes)}`
    },
  }
}

function toCountry(countries: readonly string[]): Condition {
  const wanted = new Set(countries)
  return {
    holds: ({ country }) => country !== undefined && wanted.has(country),
    why(asked) {
      const { country } = asked
      if (isShortCode(asked)) return 'the destination is a short code'
      if (country === undefined) return 'the destination belongs to no country'
      return `the destination belongs to ${country}${wanted.has(country) ? '' : `, not ${anyOf(countries)}`}`
    },
  }
}

const isShortCode = ({ question }: Asked): boolean => !question.destination.startsWith('+')

const MOST_NAMED = 5

/** `+4477`, `+4477 or +4478`, `AT, BE, BG, CY or one of 23 more`. */
function anyOf(all: readonly string[]): string {
  const named =
    all.length > MOST_NAMED ? [...all.slice(0, MOST_NAMED - 1), `one of ${all.length - MOST_NAMED + 1} more`] : all
  return named.length === 1 ? `${named[0]}` : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`
}
