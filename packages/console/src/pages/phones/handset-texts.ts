import type { PhoneText } from '@smpp-connect/contracts'

/** The addresses a phone has texts with, the one of the newest text first. */
export function othersOf(newestFirst: readonly PhoneText[]): readonly string[] {
  return [...new Set(newestFirst.map((text) => text.other))]
}

/** The texts with one address, oldest first, as a handset shows them. */
export function talkWith(newestFirst: readonly PhoneText[], other: string | undefined): readonly PhoneText[] {
  const texts = other === undefined ? newestFirst : newestFirst.filter((text) => text.other === other)
  return texts.toReversed()
}
