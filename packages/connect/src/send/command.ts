import { MAX_BATCH } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { readText } from '../cli/read-text.ts'
import type { Destinations } from './destinations.ts'
import { destinationSequence, oneDestination } from './destinations.ts'
import type { Fields } from './fields/field-name.ts'
import { endWithProblem, fieldsFromOptions } from './fields/from-options.ts'
import { problemIn } from './fields/read-message.ts'
import type { FileOptions } from './file-options.ts'
import { sendFile } from './file-run.ts'
import { sendOne } from './one.ts'
import { type Format, formatOfName } from './rows/format.ts'

const FILE_ONLY = ['format', 'toSequence', 'batchSize', 'inFlight', 'rejects', 'patience', 'check', 'again', 'unknown']

/** `connect send`: judges the options and sends one text or a file. */
export async function send(context: Context): Promise<ExitCode> {
  const { options, terminal } = context
  const file = textOption(context, 'file')
  const text = textOption(context, 'text')
  if (file === undefined && text === undefined) {
    endWith(terminal, EXIT.usage, 'Say what to send: --text TEXT (with --to NUMBER) or --file FILE.')
  }
  if (file !== undefined && text !== undefined) endWith(terminal, EXIT.usage, 'Say either --text or --file, not both.')
  if (file !== undefined) return sendFile(context, fileOptions(context, file))
  const stray = FILE_ONLY.find((name) => options[name] !== undefined)
  if (stray) endWith(terminal, EXIT.usage, `${flagName(stray)} goes with --file only.`)
  return sendOne(context, {
    fields: await readFields(context, text ?? ''),
    smsc: textOption(context, 'smsc'),
    waits: options.wait === true,
    waitLimitMs: secondsOption(context, 'waitLimit') ?? Number.POSITIVE_INFINITY,
  })
}

async function readFields(context: Context, words: string): Promise<Fields> {
  const { terminal } = context
  const to = textOption(context, 'to')
  if (to === undefined) endWith(terminal, EXIT.usage, 'Say whom to send it to: --to NUMBER, such as +447700900123.')
  const fields = fieldsFromOptions(context)
  return { ...fields, to, text: await readText(context, words) }
}

function fileOptions(context: Context, path: string): FileOptions {
  const { options, terminal } = context
  if (path === '-') {
    endWith(terminal, EXIT.usage, 'A run from standard input could not be resumed: save it to a file and name that.')
  }
  if (options.reference !== undefined) {
    endWith(terminal, EXIT.usage, '--reference goes with --text; in a file it is a column of its own.')
  }
  const format = (textOption(context, 'format') as Format | undefined) ?? formatOfName(path)
  if (format === undefined) {
    endWith(terminal, EXIT.usage, `The name ${path} does not tell the format: add --format csv, ndjson or lines.`)
  }
  const destinations = readDestinations(context)
  if (format === 'lines' && destinations === undefined) {
    endWith(terminal, EXIT.usage, 'One text a line says no destination: add --to NUMBER or --to-sequence FIRST:COUNT.')
  }
  // A file is a campaign unless somebody says otherwise: it must not hold up what people wait for.
  const fields: Fields = { class: 'bulk', ...fieldsFromOptions(context) }
  const problem = problemIn(fields)
  if (problem) endWithProblem(context, problem)
  const { rejects } = options
  return {
    path,
    format,
    fields,
    smsc: textOption(context, 'smsc'),
    destinations,
    identity: [format, textOption(context, 'to') ?? null, textOption(context, 'toSequence') ?? null],
    batchSize: numberOption(context, 'batchSize', 1, MAX_BATCH) ?? 200,
    inFlight: numberOption(context, 'inFlight', 1, 16) ?? (destinations?.isOne ? 1 : 4),
    waits: options.wait !== false,
    waitLimitMs: secondsOption(context, 'waitLimit') ?? Number.POSITIVE_INFINITY,
    patienceMs: secondsOption(context, 'patience') ?? 600_000,
    rejects: typeof rejects === 'string' ? rejects : rejects === true ? `${path}.rejected.csv` : null,
    isCheck: options.check === true,
    isAgain: options.again === true,
    unknown: options.unknown as 'skip' | 'resend' | undefined,
  }
}

function readDestinations(context: Context): Destinations | undefined {
  const { terminal } = context
  const to = textOption(context, 'to')
  const sequence = textOption(context, 'toSequence')
  if (to !== undefined && sequence !== undefined) {
    endWith(terminal, EXIT.usage, 'Say either --to or --to-sequence, not both.')
  }
  if (to !== undefined) return oneDestination(to)
  if (sequence === undefined) return undefined
  const read = destinationSequence(sequence)
  if (!read.ok) endWith(terminal, EXIT.usage, `--to-sequence: found ${JSON.stringify(sequence)}; ${read.text}.`)
  return read.destinations
}

function textOption({ options }: Context, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

function numberOption(context: Context, name: string, least: number, most: number): number | undefined {
  const given = textOption(context, name)
  if (given === undefined) return undefined
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  const allowed = `a whole number, ${least} to ${most}`
  endWith(context.terminal, EXIT.usage, `${flagName(name)}: found ${JSON.stringify(given)}; allowed: ${allowed}.`)
}

function secondsOption(context: Context, name: string): number | undefined {
  const seconds = numberOption(context, name, 1, 999_999_999)
  return seconds === undefined ? undefined : seconds * 1000
}

function flagName(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
