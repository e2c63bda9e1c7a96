import { countText, type TextCount } from '@smpp-connect/smpp/text'

/** Our address as the longest one that a person can write back to: 15 digits (E.164). */
const LONGEST_SENDER = `+${'0'.repeat(15)}`

/** The reply with our address in the place of {sender}. */
export function fillReply(reply: string, sender: string): string {
  return reply.replaceAll('{sender}', sender)
}

/** What a reply costs with the longest sender address. */
export function countReply(reply: string, maxParts?: number): TextCount {
  return countText(fillReply(reply, LONGEST_SENDER), maxParts === undefined ? {} : { maxParts })
}

/** Placeholders in braces that are none of ours, as they stand. */
export function unknownPlaceholders(reply: string): readonly string[] {
  return [...reply.matchAll(/\{\s*\w+\s*\}/g)].map(([found]) => found).filter((found) => found !== '{sender}')
}
