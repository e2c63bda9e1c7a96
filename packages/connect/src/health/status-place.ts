import type { EdgeRole } from '@smpp-connect/contracts'
import { type Place, readPlace } from '../settings/kinds.ts'
import type { Settings } from '../settings/table.ts'

/** Apart, so that the roles may stand on one machine. */
const PORTS: Readonly<Record<EdgeRole, number>> = { edge: 2782, sender: 2783, receiver: 2784 }

/** Where an edge shows how it is: where it was told, else on this machine only; undefined for nowhere. */
export function statusPlace({ status }: Pick<Settings, 'status'>, role: EdgeRole): Place | undefined {
  return status === null ? { host: '127.0.0.1', port: PORTS[role] } : readPlace(status)
}
