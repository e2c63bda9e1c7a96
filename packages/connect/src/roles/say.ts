import { EXIT, type ExitCode } from '../cli/exit-codes.ts'

/** How long what is under way may take to end when we are asked to stop; SIGTERM to exit stays well under 30 s. */
export const DRAIN_WITHIN_MS = 15_000

/** What a role tells whoever started it. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** The start is refused, for a reason that a person can mend. */
export function refused(problem: string): ExitCode {
  process.stderr.write(`Connect cannot start. ${problem}\n`)
  return EXIT.failed
}

export function stopAtOnce(): never {
  say('Stopping at once, as you insist.')
  process.exit(EXIT.interrupted)
}
