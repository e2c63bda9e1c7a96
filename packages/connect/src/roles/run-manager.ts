import type { ExitCode } from '../cli/exit-codes.ts'
import type { Settings } from '../settings/table.ts'
import { composeManager } from './compose-manager.ts'
import type { Borders } from './inside.ts'
import { runInside } from './run-inside.ts'

/** `connect manager`: runs manager, API and console in this process; its edges are processes of their own. */
export function runManager(settings: Settings, borders?: Borders): Promise<ExitCode> {
  return runInside(settings, composeManager, borders)
}
