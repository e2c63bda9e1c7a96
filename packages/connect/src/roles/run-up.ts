import type { ExitCode } from '../cli/exit-codes.ts'
import type { Settings } from '../settings/table.ts'
import { composeUp } from './compose-up.ts'
import type { Borders } from './inside.ts'
import { runInside } from './run-inside.ts'

/**
 * `connect up`: runs manager, edge, API, console and simulator in this process until it is told to stop. Returns the
 * exit code: 0 after an orderly stop, 1 when it could not start.
 */
export function runUp(settings: Settings, borders?: Borders): Promise<ExitCode> {
  return runInside(settings, composeUp, borders)
}
