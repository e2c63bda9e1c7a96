import type { BindType, SmscDefinition } from './smsc.ts'

/** What a process outside hosts: both components, which alone may hold a transceiver bind, or one of them. */
export const EDGE_ROLES = ['edge', 'sender', 'receiver'] as const
export type EdgeRole = (typeof EDGE_ROLES)[number]

const BY_MODE: Readonly<Record<SmscDefinition['bindMode'], readonly BindType[]>> = {
  transceiver: ['transceiver'],
  'transmitter-receiver': ['transmitter', 'receiver'],
}
const BY_ROLE: Readonly<Record<EdgeRole, readonly BindType[]>> = {
  edge: ['transceiver', 'transmitter', 'receiver'],
  sender: ['transmitter'],
  receiver: ['receiver'],
}

/** The types of bind that a mode asks for. */
export function bindTypesOf(mode: SmscDefinition['bindMode']): readonly BindType[] {
  return BY_MODE[mode]
}

/** Whether a process of this role may hold a bind of this type. */
export function roleHolds(role: EdgeRole, bindType: BindType): boolean {
  return BY_ROLE[role].includes(bindType)
}
