import type { PduHeader } from '../codec/header.ts'
import type { CommandName, Pdu } from '../codec/model/pdu.ts'
import { COMMANDS } from '../codec/tables/commands.ts'
import type { CommandSpec } from '../codec/tables/spec-types.ts'

const responseOf = new Map<string, string>()
for (const spec of COMMANDS as readonly CommandSpec[])
  if (spec.response !== undefined) responseOf.set(spec.name, spec.response)

/** Whether a response belongs to a request. A bind may be answered as another kind of bind: some centres do. */
export function belongsTo(response: string, request: string): boolean {
  if (responseOf.get(request) === response) return true
  return response === 'generic_nack' || (response.startsWith('bind_') && request.startsWith('bind_'))
}

/** A response whose body cannot be read, taken by its header: status and number are what the request waits for. */
export function bareResponse(command: CommandName, header: PduHeader): Pdu {
  const { commandStatus, sequenceNumber } = header
  const body = command.startsWith('bind_') ? { systemId: '' } : { messageId: '' }
  return { command, commandStatus, sequenceNumber, ...body, tlvs: {} } as unknown as Pdu
}
