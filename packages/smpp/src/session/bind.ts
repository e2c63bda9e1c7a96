import type { PduFields, PduInput, PduOf, RequestName } from '../codec/model/pdu.ts'
import type { StateName } from '../codec/tables/spec-types.ts'

/** What an ESME binds as: to send, to receive, or both (3.4 section 2.1). */
export type BindType = 'transmitter' | 'receiver' | 'transceiver'

/** The command of a bind. */
export type BindCommand = 'bind_transmitter' | 'bind_receiver' | 'bind_transceiver'

/** A bind as it came. */
export type BindPdu = PduOf<BindCommand>

/** The state that a bind leads to. */
export const boundStateOf = {
  transmitter: 'BOUND_TX',
  receiver: 'BOUND_RX',
  transceiver: 'BOUND_TRX',
} as const satisfies Record<BindType, StateName>

const typeOfCommand: Readonly<Record<string, BindType>> = {
  bind_transmitter: 'transmitter',
  bind_receiver: 'receiver',
  bind_transceiver: 'transceiver',
}

/** The type that a bind command asks for; undefined for every other command. */
export function bindTypeOf(command: string): BindType | undefined {
  return typeOfCommand[command]
}

/** The bind request of a type. */
export function bindRequest(type: BindType, fields: PduFields<BindCommand>): PduInput<BindCommand> {
  return { ...fields, command: `bind_${type}` }
}

/** Whether requests other than bind may pass. */
export function isBound(state: StateName): boolean {
  return state === 'BOUND_TX' || state === 'BOUND_RX' || state === 'BOUND_TRX'
}

/** Whether the command is one that a session sends by itself only: binds and unbind change its state. */
export function isSessionCommand(command: RequestName): boolean {
  return command === 'unbind' || bindTypeOf(command) !== undefined
}
