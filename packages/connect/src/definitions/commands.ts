import { randomUUID } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import type { DefinitionStep, DefinitionsPlan, SmscRemoval } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { readText } from '../cli/read-text.ts'
import { formatNoun } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { changeWords } from '../smsc/change-words.ts'
import { loadWords } from '../smsc/usage-lines.ts'
import { readDocument, writeDocument } from './document-file.ts'

/** `connect definitions export`: the document, on standard output. */
export async function exportDefinitions(context: Context): Promise<ExitCode> {
  const { terminal } = context
  const { server, client } = findServer(context)
  const reply = await client.smscs()
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const { items } = reply.body
  terminal.data(json(writeDocument(items)))
  if (items.some(({ hasPassword }) => hasPassword)) {
    terminal.say('Passwords are not in it: each names the variable that holds it when it is planned or applied.')
  }
  return EXIT.ok
}

/** `connect definitions plan`: what a document would change; ends with 1 when it is anything. */
export async function planDefinitions(context: Context, file: string): Promise<ExitCode> {
  const { terminal } = context
  const body = await documentOf(context, file)
  const { server, client } = findServer(context)
  const reply = await client.planDefinitions(body)
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const open = show(context, reply.body)
  terminal.say(open.length === 0 ? 'Nothing would change.' : `${formatNoun(open.length, 'SMSC')} would change.`)
  return open.length === 0 ? EXIT.ok : EXIT.failed
}

/** `connect definitions apply`: makes the definitions what a document says. */
export async function applyDefinitions(context: Context, file: string): Promise<ExitCode> {
  const { terminal } = context
  const body = await documentOf(context, file)
  const { server, client } = findServer(context)
  const reply = await client.applyDefinitions(body, randomUUID())
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const changed = show(context, reply.body)
  const refused = changed.filter(({ refusal }) => refusal !== null).length
  const done = changed.length - refused
  terminal.say(changed.length === 0 ? 'Nothing had to change.' : `${formatNoun(done, 'SMSC')} changed.`)
  if (refused > 0) terminal.error(`${formatNoun(refused, 'SMSC')} could not be changed.`)
  return refused > 0 ? EXIT.failed : EXIT.ok
}

async function documentOf(context: Context, file: string): Promise<object> {
  const { terminal, world, options } = context
  const path = resolve(world.cwd, file)
  const content = file === '-' ? await readText(context, '-') : world.readFile(path)
  if (content === undefined) endWith(terminal, EXIT.usage, `There is no file ${printable(file)}.`)
  const read = readDocument(content, {
    env: (name) => world.env[name],
    file: (name) => world.readFile(resolve(file === '-' ? world.cwd : dirname(path), name)),
  })
  if (!read.ok) {
    for (const problem of read.problems) terminal.error(`${printable(file)}: ${printable(problem, 300)}`)
    endWith(terminal, EXIT.usage, 'Nothing was done.')
  }
  return { ...read.document, prune: options.prune === true, ...removalOf(context) }
}

/** What becomes of what SMSCs have that go. */
function removalOf({ terminal, options }: Context): { readonly removal?: Partial<SmscRemoval> } {
  const { waiting, named, uncertain, receipts, fromRouting } = options as {
    readonly [Key in keyof SmscRemoval]?: SmscRemoval[Key]
  } & { readonly fromRouting?: boolean }
  if (!waiting) {
    if (!named && !uncertain && !receipts && !fromRouting) return {}
    endWith(terminal, EXIT.usage, 'Say what becomes of what waits, too: --waiting drain, reroute or cancel.')
  }
  if (options.prune !== true) endWith(terminal, EXIT.usage, '--waiting is about what --prune removes; give both.')
  return {
    removal: {
      waiting,
      ...(named && { named }),
      ...(uncertain && { uncertain }),
      ...(receipts && { receipts }),
      ...(fromRouting === true && { routing: 'remove' }),
    },
  }
}

/** Prints the steps that change something, and returns them. */
function show({ terminal, wantsJson }: Context, plan: DefinitionsPlan): readonly DefinitionStep[] {
  const open = plan.steps.filter(({ kind }) => kind !== 'same')
  if (wantsJson) terminal.data(json(plan))
  else for (const line of open.flatMap(stepLines)) terminal.data(line)
  return open
}

const SIGNS = { create: '+', change: '~', remove: '-', same: ' ' } as const

function stepLines({ kind, name, changes, waits, refusal }: DefinitionStep): readonly string[] {
  const open = waits ? loadWords(waits) : ''
  return [
    `${SIGNS[kind]} ${printable(name)}`,
    ...changes.map((change) => `    ${changeWords(change)}`),
    ...(open === '' ? [] : [`    open there: ${open}`]),
    ...(refusal === null ? [] : [`    refused: ${printable(refusal.detail, 300)}`]),
    ...(refusal?.code === 'smsc-in-use' ? ['    Say what becomes of them: --waiting drain, reroute or cancel.'] : []),
    ...(refusal?.code === 'smsc-in-routing' ? ['    --waiting … --from-routing takes it out of them.'] : []),
  ]
}
