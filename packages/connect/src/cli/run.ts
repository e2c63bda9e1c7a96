import { CommanderError } from 'commander'
import { Terminal } from '../output/terminal.ts'
import { CommandEnded, type Context, type Options } from './context.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { buildProgram } from './program.ts'
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
  const program = buildProgram(async (options, work) => {
    exitCode = await work(contextFor(options))
  })
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
