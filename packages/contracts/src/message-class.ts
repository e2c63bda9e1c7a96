/**
 * How urgent a message is. Classes do not wait for one another: each has a guaranteed share of an SMSC's pace, and what
 * one leaves unused goes to the more urgent ones first.
 *
 * - `code`: a one-time code. Worth nothing after minutes, and asked for again by whoever waits for it.
 * - `transactional`: an alert, a reminder, an answer to a person.
 * - `bulk`: a campaign.
 */
export const MESSAGE_CLASSES = ['code', 'transactional', 'bulk'] as const
export type MessageClass = (typeof MESSAGE_CLASSES)[number]
