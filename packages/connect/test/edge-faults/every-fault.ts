import { BINDER_FAULTS } from './binder-faults.ts'
import type { EdgeFault } from './edge-fault.ts'
import { FIREWALL_FAULTS } from './firewall-faults.ts'
import { LINK_FAULTS } from './link-faults.ts'
import { PROCESS_FAULTS } from './process-faults.ts'
import { ROLLING_RESTARTS } from './rolling-restart.ts'

/** All faults that manager and edges as processes of their own have to stand, by the name under which they are asked for. */
export const EDGE_FAULTS: Readonly<Record<string, EdgeFault>> = {
  ...LINK_FAULTS,
  ...PROCESS_FAULTS,
  ...BINDER_FAULTS,
  ...ROLLING_RESTARTS,
  ...FIREWALL_FAULTS,
}
