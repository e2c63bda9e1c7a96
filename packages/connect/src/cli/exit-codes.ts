/** What the commands exit with. Part of the contract: scripts depend on it. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  broken: 4,
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The same in words, for the help and the reference page. */
export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.ok, 'All that was asked for is done.'],
  [
    EXIT.failed,
    'It failed, or a part of it: a start that is refused, a row that was not accepted, a text that did not arrive.',
  ],
  [EXIT.usage, 'The command was not understood, or a setting is malformed. Nothing was done.'],
  [EXIT.notRunning, 'No running Connect was found, or it does not answer.'],
  [EXIT.broken, '`connect verify` found that the store breaks a rule.'],
  [EXIT.interrupted, 'Interrupted by Ctrl-C. `connect send` says how to go on.'],
]
