import { EDGE_ROLES, type EdgeRole } from '@smpp-connect/contracts'

/** Both, for a word that is not known. */
export function edgeRoleOf(word: string): EdgeRole {
  return EDGE_ROLES.find((role) => role === word) ?? 'edge'
}
