import type { Command, Option } from 'commander'
import { afterwordOf, examplesOf } from './command.ts'
import { EXIT_MEANINGS } from './exit-codes.ts'
import { buildProgram } from './program.ts'

/** docs/reference/cli.md, from the program itself. A test holds the file to it. */
export function commandReference(): string {
  const program = buildProgram(async () => {})
  const sections = leaves(program).map((command) => describe(command))
  return `<!-- Generated from packages/connect/src/cli/commands by packages/connect/scripts/write-reference.ts. -->
# The \`connect\` command

${program.description()} In a clone, \`npm start\` is \`connect up\` after setting up what is missing, and
\`npx connect …\` runs the other commands. Data goes to stdout, everything that is said to stderr.

These options go with every command:

${optionTable(program)}

## Exit codes

| code | meaning |
|---|---|
${EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n')}

## Settings

Options that end in a \`[CONNECT_…]\` variable are settings: they may also stand in the environment or in a file. See
[settings](settings.md).

${sections.join('\n')}`
}

function leaves(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => (child.commands.length > 0 ? leaves(child) : [child]))
}

function describe(command: Command): string {
  const words = []
  for (let at: Command | null = command; at; at = at.parent) words.unshift(at.name())
  const usage = command.registeredArguments.map((argument) => {
    const dots = argument.variadic ? '...' : ''
    return argument.required ? ` <${argument.name()}${dots}>` : ` [${argument.name()}${dots}]`
  })
  const name = words.join(' ')
  const parts = [
    `## ${name}${usage.join('')}`,
    '',
    command.description(),
    '',
    '```sh',
    ...examplesOf(command),
    '```',
    '',
  ]
  const described = command.registeredArguments.filter((argument) => argument.description)
  if (described.length > 0) {
    parts.push(...described.map((argument) => `- \`${argument.name()}\`: ${argument.description}`), '')
  }
  parts.push(optionTable(command), '')
  const afterword = afterwordOf(command)
  if (afterword !== undefined) parts.push('```text', afterword.trim(), '```', '')
  return parts.join('\n')
}

function optionTable(command: Command): string {
  const options = command.createHelp().visibleOptions(command)
  return ['| option | what it does |', '|---|---|', ...options.map(optionRow)].join('\n')
}

function optionRow(option: Option): string {
  const choices = option.argChoices ? ` One of: ${option.argChoices.join(', ')}.` : ''
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
  return `| \`${option.flags.replaceAll('|', '\\|')}\` | ${cell(option.description)}${choices} |`
}
