import type { PduHeader } from '../codec/header.ts'
import type { CommandName, Pdu } from '../codec/model/pdu.ts'

/** Whether a PDU is a response, generic_nack among them. */
export function isResponse(pdu: Pdu): boolean {
  return pdu.command.endsWith('_resp') || pdu.command === 'generic_nack'
}

/** Whether a response belongs to a request. A bind may be answered as another kind of bind: some centres do. */
export function belongsTo(response: string, request: string): boolean {
  if (response.length === request.length + 5 && response.startsWith(request)) return true
  return response === 'generic_nack' || (response.startsWith('bind_') && request.startsWith('bind_'))
}

/** A response whose body cannot be read, taken by its header: status and number are what the request waits for. */
export function bareResponse(command: CommandName, header: PduHeader): Pdu {
  const { commandStatus, sequenceNumber } = header
  const body = command.startsWith('bind_') ? { systemId: '' } : { messageId: '' }
  return { command, commandStatus, sequenceNumber, ...body, tlvs: {} } as unknown as Pdu
}
