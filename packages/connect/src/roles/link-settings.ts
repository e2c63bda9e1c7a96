import { join } from 'node:path'
import { type Place, readPlace } from '../settings/kinds.ts'

/** Where manager and edges meet when nobody says anything: on one machine. */
export const LINK_PLACE = '127.0.0.1:2781'
/** The manager's id in its certificates. */
export const MANAGER_ID = 'main'

/** A place that has been judged already. */
export function placeOf(text: string): Place {
  const place = readPlace(text)
  if (!place) throw new Error(`${text} is no place`)
  return place
}

/** The folder of the authority that signs the certificates of the link. */
export function authorityFolder(dataDir: string): string {
  return join(dataDir, 'authority')
}

/** What an edge proves itself with. */
export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'edge.pem')
}

/** Its presence asks the running edge for a new certificate. */
export function rotationFile(dataDir: string): string {
  return join(dataDir, 'edge.rotate')
}
