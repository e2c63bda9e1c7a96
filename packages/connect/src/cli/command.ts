import { type Command, Option } from 'commander'
import type { Context, Options } from './context.ts'
import type { ExitCode } from './exit-codes.ts'

/** Runs the work of a command with what it may touch, and keeps its exit code. */
export type Perform = (options: Options, work: (context: Context) => Promise<ExitCode>) => Promise<void>

/** Says what a command does. Its words are its arguments; what it needs is loaded only when it is called. */
export function does<Words extends readonly unknown[]>(
  command: Command,
  perform: Perform,
  work: (context: Context, ...words: Words) => Promise<ExitCode>,
): Command {
  // Commander hands over the arguments, the options of the command alone, and the command.
  return command.action((...given: readonly unknown[]) => {
    const called = given.at(-1) as Command
    const words = given.slice(0, -2) as unknown as Words
    return perform(called.optsWithGlobals(), (context) => work(context, ...words))
  })
}

/** Examples of each command, shown first in its help and in the reference. */
const EXAMPLES = new WeakMap<Command, readonly string[]>()

export function examplesOf(command: Command): readonly string[] {
  return EXAMPLES.get(command) ?? []
}

export function withExamples(command: Command, examples: readonly string[]): void {
  EXAMPLES.set(command, examples)
  command.addHelpText('before', `Examples:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`)
}

/** What is said after the options of a command, in its help and in the reference. */
const AFTERWORDS = new WeakMap<Command, () => string>()

export function afterwordOf(command: Command): string | undefined {
  return AFTERWORDS.get(command)?.()
}

/** `text` is called when somebody reads it: no other command waits for it to be written. */
export function withAfterword(command: Command, text: () => string): void {
  AFTERWORDS.set(command, text)
  command.addHelpText('after', text)
}

/** An option whose value is one of a few words. */
export function choice(flags: string, help: string, words: readonly string[]): Option {
  return new Option(flags, help).choices([...words])
}
