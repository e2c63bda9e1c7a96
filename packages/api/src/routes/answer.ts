import type { Answer } from '@smpp-connect/manager'
import type { FastifyReply } from 'fastify'

/** The part of a reply that answers need, whatever its route's types. */
type AnyReply = Pick<FastifyReply, 'code' | 'header'>

/** Sends the answer of a use case, and says so when it is the stored one of the same request before. */
export function sendAnswer<Body>(reply: AnyReply, answer: Answer<Body>): Body {
  reply.code(answer.status)
  if (answer.replayed) reply.header('idempotency-replayed', 'true')
  return answer.body
}
