import { resolve } from 'node:path'
import { type BindTrialReport, type BindTrialRequestBody, bindTrialRequestSchema } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { readText } from '../cli/read-text.ts'
import { json } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { findSmsc } from './find-smsc.ts'
import { trialLines } from './trial-lines.ts'

/** `connect smsc test`: tries the binds of a definition, or of what the options say. Ends with 1 when one does not work. */
export async function testSmsc(context: Context, nameOrId: string | undefined): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const given = await settingsOf(context)
  const connection = findServer(context)
  const { server, client } = connection
  const body = asked(context, given, nameOrId && (await findSmsc(context, connection, nameOrId)).id)
  terminal.status('The edge tries the bind …')
  const reply = await client.testSmsc(body)
  terminal.status('')
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  if (wantsJson) terminal.data(json(reply.body))
  else for (const line of reportLines(reply.body, context)) terminal.data(line)
  return reply.body.ok ? EXIT.ok : EXIT.failed
}

/** Which setting each option says. */
const FLAGS = {
  host: '--host',
  port: '--port',
  tls: '--tls',
  systemId: '--system-id',
  password: '--password-file',
  systemType: '--system-type',
  bindMode: '--bind-mode',
  interfaceVersion: '--smpp-version',
  addressRange: '--address-range',
  bindCount: '--bind-count',
} as const
type Given = { readonly [Name in keyof typeof FLAGS]?: unknown }

async function settingsOf(context: Context): Promise<Given> {
  const { options } = context
  const { host, tls, systemId, systemType, bindMode, smppVersion, addressRange } = options
  const given: Given = {
    host,
    tls,
    systemId,
    systemType,
    bindMode,
    addressRange,
    interfaceVersion: smppVersion,
    port: options.port === undefined ? undefined : Number(options.port),
    bindCount: options.bindCount === undefined ? undefined : Number(options.bindCount),
    password: await passwordOf(context),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** A password has no place among the arguments, where every process of the machine sees it. */
async function passwordOf(context: Context): Promise<string | undefined> {
  const { options, world, terminal } = context
  const { passwordFile } = options
  if (typeof passwordFile !== 'string') return undefined
  const content = passwordFile === '-' ? await readText(context, '-') : world.readFile(resolve(world.cwd, passwordFile))
  if (content === undefined)
    endWith(terminal, EXIT.usage, `--password-file: there is no file ${printable(passwordFile)}.`)
  return content.replace(/\r?\n$/, '')
}

function asked({ terminal }: Context, given: Given, id: string | undefined): BindTrialRequestBody {
  if (id === undefined && (given.host === undefined || given.systemId === undefined)) {
    endWith(terminal, EXIT.usage, 'Say what to test: the name of an SMSC, or --host and --system-id at least.')
  }
  const body = id === undefined ? { settings: given } : { id, change: given }
  const read = bindTrialRequestSchema.safeParse(body)
  if (read.success) return body as BindTrialRequestBody
  const issue = read.error.issues[0]
  const setting = issue?.path.at(-1) as keyof typeof FLAGS
  endWith(terminal, EXIT.usage, `${FLAGS[setting] ?? String(setting)}: ${issue?.message}.`)
}

function reportLines({ ok, trials, notTried }: BindTrialReport, { terminal }: Context): readonly string[] {
  const style = terminal.dataStyle
  const blocks = trials.flatMap((trial) => [...trialLines(trial, style), ''])
  const left = notTried.map(({ bindType, reason }) => `The ${bindType} bind was not tried: ${printable(reason)}.`)
  return [...blocks, ...left, verdict()]

  function verdict(): string {
    if (ok) return style.green('It works.')
    const failed = trials.filter(({ diagnosis }) => diagnosis !== null)
    // Left out to spare a bind that stands: that is no failure, and no success either.
    const isSpared = notTried.length === 0 && failed.every(({ diagnosis }) => diagnosis?.code === 'own-bind-up')
    return isSpared ? style.yellow('As far as it was tried, it works.') : style.red('It does not work.')
  }
}
