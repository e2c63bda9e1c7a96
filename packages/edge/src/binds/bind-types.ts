import type { BindType, EdgeRole, SmscDefinition } from '@smpp-connect/contracts'

export type BindTypesOf = (mode: SmscDefinition['bindMode']) => readonly BindType[]

const BY_MODE: Readonly<Record<SmscDefinition['bindMode'], readonly BindType[]>> = {
  transceiver: ['transceiver'],
  'transmitter-receiver': ['transmitter', 'receiver'],
}
const BY_ROLE: Readonly<Record<EdgeRole, readonly BindType[]>> = {
  edge: ['transceiver', 'transmitter', 'receiver'],
  sender: ['transmitter'],
  receiver: ['receiver'],
}

/** The binds that a mode asks for, as far as a process of this role holds them. */
export function bindTypesOf(role: EdgeRole): BindTypesOf {
  return (mode) => BY_MODE[mode].filter((bindType) => BY_ROLE[role].includes(bindType))
}
