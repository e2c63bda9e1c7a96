import { EncodeError } from '../codec/encode-error.ts'
import type { PduInput } from '../codec/model/pdu.ts'
import { Status } from '../codec/status.ts'
import type { SmppVersion } from '../codec/tables/spec-types.ts'
import { type IncomingRequest, type RequestAnswer, responsePdu } from './answer.ts'
import type { PduWriter } from './pdu-writer.ts'

/** Requests that hand a message over: who is told that it was not taken sends it again. */
const handsOver: ReadonlySet<string> = new Set(['submit_sm', 'submit_multi', 'data_sm', 'deliver_sm', 'broadcast_sm'])

/**
 * Writes what a handler answered. The verdict is what counts: a message that was taken is never reported as refused because
 * a field of the answer does not fit, or the peer would send it again. So, of an answer that breaks a limit:
 *
 * 1. A field that is too long for the version of the session, and not for every version, leaves as it is: a message id of
 *    nine characters on a 3.3 session, say. Cut short, it would match no receipt. TLVs that the version does not have
 *    are left out.
 * 2. What no version has room for is left out, where the answer takes a message: the status leaves, and the message id if
 *    that is sound.
 * 3. Anything else is answered with ESME_RSYSERR.
 *
 * Returns what was wrong where something was left out or the verdict changed, for the handler's owner to mend.
 */
export function writeAnswer(
  writer: PduWriter,
  request: IncomingRequest,
  answer: RequestAnswer,
  version: SmppVersion,
): EncodeError | undefined {
  const response = responsePdu(request, answer)
  try {
    writer.write(response, request.sequenceNumber)
    return undefined
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error
    return writeRest(writer, request, response, version, error)
  }
}

/** Writes what can be written of an answer that breaks a limit. */
function writeRest(
  writer: PduWriter,
  request: IncomingRequest,
  response: PduInput,
  version: SmppVersion,
  wrong: EncodeError,
): EncodeError | undefined {
  const { sequenceNumber } = request
  const isWritten = (pdu: PduInput): boolean => {
    try {
      writer.writeWidest(pdu, sequenceNumber)
      return true
    } catch (error) {
      if (error instanceof EncodeError) return false
      throw error
    }
  }
  const withoutTlvs: PduInput = { ...response, tlvs: {} }
  const loses = hasTlvs(response) && (wrong.violation.tlv !== undefined || version === '3.3')
  const whole = loses ? withoutTlvs : response
  const taken = takes(request, response)
  // A response that the version does not have says nothing to the peer: generic_nack does, unless a message was taken.
  if ((taken || !lacksCommand(wrong)) && isWritten(whole)) return loses ? wrong : undefined
  if (taken) {
    const { command } = response
    const { messageId } = response as { readonly messageId?: string }
    const rests = [withoutTlvs, { command, messageId } as PduInput, { command } as PduInput]
    if (rests.some(isWritten)) return wrong
  }
  writer.refuse(request.command, Status.ESME_RSYSERR, sequenceNumber)
  return wrong
}

function takes(request: IncomingRequest, response: PduInput): boolean {
  return handsOver.has(request.command) && (response.commandStatus ?? 0) === 0
}

function lacksCommand({ violation }: EncodeError): boolean {
  return violation.problem === 'not_in_version' && violation.field === undefined && violation.tlv === undefined
}

function hasTlvs({ tlvs }: PduInput): boolean {
  return tlvs !== undefined && Object.keys(tlvs).length > 0
}
