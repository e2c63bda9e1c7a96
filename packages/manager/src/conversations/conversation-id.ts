import { hash } from 'node:crypto'
import type { ConversationId } from '@smpp-connect/contracts'

/**
 * The id of the conversation between a person and one of our addresses, both canonical. It follows from the two, so
 * that whoever comes first (a text out, a text in, another process) makes the same one.
 */
export function conversationId(person: string, ours: string): ConversationId {
  const digest = hash('sha256', `${person}\0${ours.toLowerCase()}`, 'hex')
  return `cnv_${digest.slice(0, 26)}`
}
