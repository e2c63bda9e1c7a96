import type { Terminal } from '../output/terminal.ts'
import { type LoadedSettings, loadSettings, type Origins } from '../settings/load.ts'
import type { SettingKey, Settings } from '../settings/table.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { givenFlags } from './setting-options.ts'
import type { World } from './world.ts'

/** Options as Commander read them: those of the command and those of `connect` itself. */
export type Options = Readonly<Record<string, unknown>>

/** What a command works with. */
export interface Context {
  readonly world: World
  readonly terminal: Terminal
  readonly options: Options
  /** --json was given. */
  readonly wantsJson: boolean
}

/** A command ends early, with an exit code; what there is to say has been said. */
export class CommandEnded extends Error {
  override readonly name = 'CommandEnded'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode) {
    super(`ended with ${exitCode}`)
    this.exitCode = exitCode
  }
}

/** Says why and ends the command. */
export function endWith(terminal: Terminal, exitCode: ExitCode, reason: string): never {
  terminal.error(reason)
  throw new CommandEnded(exitCode)
}

/** The settings for a command; says what is wrong with them and ends the command when they are not usable. */
export function settingsFor(
  { world, terminal, options }: Context,
  only?: readonly SettingKey[],
): { readonly settings: Settings; readonly origins: Origins } {
  const loaded: LoadedSettings = loadSettings({
    ...givenFlags(options),
    env: world.env,
    cwd: world.cwd,
    readFile: world.readFile,
    ...(only ? { only } : {}),
  })
  if (loaded.ok) {
    for (const warning of loaded.warnings) terminal.warn(warning)
    return loaded
  }
  for (const problem of loaded.problems) terminal.error(problem.text)
  terminal.say('`npx connect config explain` shows every setting, where it comes from and what is allowed.')
  throw new CommandEnded(EXIT.usage)
}
