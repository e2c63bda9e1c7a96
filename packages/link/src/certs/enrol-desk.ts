import type { TLSSocket } from 'node:tls'
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import type { Log } from '@smpp-connect/kernel'
import { addressOf } from '../net/tls-connection.ts'
import { CONTRACT, versionsApart } from '../wire/contract-version.ts'
import { EnrolReplySchema, EnrolRequestSchema } from '../wire/link.generated.ts'
import type { Renewal } from '../wire/renewal.ts'
import type { Authority } from './authority.ts'
import { readMessage, writeMessage } from './one-message.ts'

export interface EnrolDeskParts {
  readonly authority: Pick<Authority, 'enrol'>
  readonly productVersion: string
  readonly log: Log
}

/** The manager's side of an enrolment: reads the one request, and answers with a certificate or a reason. */
export async function answerEnrolment(socket: TLSSocket, parts: EnrolDeskParts): Promise<void> {
  const from = addressOf(socket)
  const request = fromBinary(EnrolRequestSchema, await readMessage(socket))
  const { contractMajor: major, contractMinor: minor, tokenId, secret, publicKey, signature } = request
  const apart = versionsApart(
    { who: 'the manager', contract: CONTRACT, productVersion: parts.productVersion },
    { who: 'the edge', contract: { major, minor }, productVersion: '' },
  )
  const answer: Renewal = apart
    ? { kind: 'refused', reason: apart }
    : parts.authority.enrol(tokenId, secret, publicKey, signature)
  if (answer.kind === 'renewed') parts.log.info('edge enrolled', { from })
  else parts.log.warn('enrolment refused', { from, reason: answer.reason })
  const $typeName = 'connect.link.v1.EnrolReply' as const
  const reply =
    answer.kind === 'renewed'
      ? { certificate: Uint8Array.from(answer.certificate), authorities: answer.authorities, refused: '' }
      : { certificate: new Uint8Array(0), authorities: [], refused: answer.reason }
  const authorities = reply.authorities.map((der) => Uint8Array.from(der))
  writeMessage(socket, toBinary(EnrolReplySchema, { $typeName, ...reply, authorities }))
  socket.end()
}
