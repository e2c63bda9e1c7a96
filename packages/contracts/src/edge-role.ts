/** What a process outside hosts: both components, which alone may hold a transceiver bind, or one of them. */
export const EDGE_ROLES = ['edge', 'sender', 'receiver'] as const
export type EdgeRole = (typeof EDGE_ROLES)[number]
