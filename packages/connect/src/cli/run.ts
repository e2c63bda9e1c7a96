import { CommanderError } from 'commander'
import { Terminal } from '../output/terminal.ts'
import { CommandEnded, type Context, type Options, settingsFor } from './context.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type Actions, buildProgram } from './program.ts'
import { processWorld, type World } from './world.ts'

/** Runs one command line; resolves with the exit code. What each command needs is loaded only when it is called. */
export async function run(words: readonly string[], world: World = processWorld()): Promise<number> {
  let exitCode: number = EXIT.ok
  const terminalFor = (options: Options): Terminal =>
    new Terminal({
      stdout: world.stdout,
      stderr: world.stderr,
      env: world.env,
      noColorFlag: options.color === false,
      isQuiet: options.quiet === true,
    })
  const contextFor = (options: Options): Context => ({
    world,
    terminal: terminalFor(options),
    options,
    wantsJson: options.json === true,
  })
  const actions: Actions = {
    async up(options) {
      const { settings } = settingsFor(contextFor(options))
      const { runUp } = await import('../up/command.ts')
      exitCode = await runUp(settings)
    },
    async send(options) {
      const { send } = await import('../send/command.ts')
      exitCode = await send(contextFor(options))
    },
    async status(options) {
      const { showStatus } = await import('../status/command.ts')
      exitCode = await showStatus(contextFor(options))
    },
    async explainRoute(options) {
      const { explainRoute } = await import('../route/explain-command.ts')
      exitCode = await explainRoute(contextFor(options))
    },
    async showRouting(options) {
      const { showRouting } = await import('../route/show-command.ts')
      exitCode = await showRouting(contextFor(options))
    },
    async explainConfig(key, options) {
      const { explainConfig } = await import('../config/explain-command.ts')
      exitCode = explainConfig(contextFor(options), key)
    },
    async resetUser(name, options) {
      const { resetUser } = await import('../user/reset-command.ts')
      exitCode = await resetUser(contextFor(options), name)
    },
    async listOptOuts(number, options) {
      const { listOptOuts } = await import('../opt-out/list-command.ts')
      exitCode = await listOptOuts(contextFor(options), number)
    },
    async addOptOuts(numbers, options) {
      const { addOptOuts } = await import('../opt-out/change-command.ts')
      exitCode = await addOptOuts(contextFor(options), numbers)
    },
    async removeOptOut(number, options) {
      const { removeOptOut } = await import('../opt-out/change-command.ts')
      exitCode = await removeOptOut(contextFor(options), number)
    },
    async checkOptOut(number, options) {
      const { checkOptOut } = await import('../opt-out/change-command.ts')
      exitCode = await checkOptOut(contextFor(options), number)
    },
    async decodePdu(words, options) {
      const { decodePduCommand } = await import('../pdu/decode-command.ts')
      exitCode = await decodePduCommand(contextFor(options), words)
    },
  }
  const program = buildProgram(actions)
  for (const command of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)]) {
    command.configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      outputError: (text, write) => write(describeUsageError(text)),
    })
  }
  if (words.length === 0) {
    program.outputHelp()
    return EXIT.ok
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (failure) {
    if (failure instanceof CommandEnded) return failure.exitCode
    if (failure instanceof CommanderError) return exitCodeOf(failure)
    throw failure
  }
}

function exitCodeOf(failure: CommanderError): ExitCode {
  return failure.exitCode === 0 ? EXIT.ok : EXIT.usage
}

/** Commander's sentence in the words of the other errors. Secrets are not flags, and whoever tries is told why. */
function describeUsageError(text: string): string {
  const sentence = text.replace(/^error: /, 'Error: ')
  if (!/unknown option '--(api-?key|key|password|token)/.test(text)) return sentence
  return `${sentence.trimEnd()}\nSecrets are not flags, because flags show in the process list: set CONNECT_API_KEY.\n`
}
