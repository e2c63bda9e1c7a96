import { responseName } from '../codec/commands.ts'
import type { PduFields, PduInput, PduOf, RequestName, ResponseNameOf } from '../codec/model/pdu.ts'
import { Status, type StatusName } from '../codec/status.ts'

/** Requests that users handle: all but those the session answers by itself. */
export type HandledName = Exclude<
  RequestName,
  'bind_receiver' | 'bind_transmitter' | 'bind_transceiver' | 'unbind' | 'enquire_link'
>

/** A request that came and wants an answer. */
export type IncomingRequest = PduOf<HandledName>

/** A PDU that came and takes no answer: alert_notification or outbind. */
export type IncomingNotification = PduOf<'alert_notification' | 'outbind'>

/** The fields of a response, and its status, for handlers that answer with more than a status. */
export type ResponseFields<C extends RequestName = HandledName> = C extends RequestName
  ? Partial<PduFields<ResponseNameOf<C>>> & { readonly commandStatus?: number }
  : never

/**
 * How to answer a request: a status by number or name, or the fields of the response (`messageId` of a
 * submit_sm_resp, say). Nothing is ESME_ROK with empty fields.
 */
export type RequestAnswer = number | StatusName | ResponseFields | undefined

/** The response that carries an answer. */
export function responsePdu(request: IncomingRequest, answer: RequestAnswer): PduInput {
  const command = responseName(request.command)
  if (answer === undefined) return { command, commandStatus: 0 } as PduInput
  if (typeof answer === 'number') return { command, commandStatus: answer } as PduInput
  if (typeof answer === 'string') return { command, commandStatus: Status[answer] } as PduInput
  return { ...answer, command } as PduInput
}

/** The response to any request whose body could not be read, or that has no handler. */
export function statusPdu(request: RequestName, commandStatus: number): PduInput {
  return { command: responseName(request), commandStatus } as PduInput
}
