import type { SmscDeletionRequestBody, SmscDeletionState, SmscUsage } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { type Connection, endWithReply, findServer } from '../server/find.ts'
import { findSmsc } from './find-smsc.ts'
import { planLines, ruleChangeLines, stuckLines, usageLines } from './usage-lines.ts'

const LOOK_MS = 500
/** For so long the command stays with a deletion; then it goes on without anybody looking. */
const STAYS_MS = 10_000

/** `connect smsc usage`: who uses an SMSC, and what waits there. */
export async function showUsage(context: Context, nameOrId: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const connection = findServer(context)
  const smsc = await findSmsc(context, connection, nameOrId)
  const usage = await usageOf(context, connection, smsc.id)
  if (wantsJson) terminal.data(json(usage))
  else for (const line of usageLines(usage, terminal.dataStyle)) terminal.data(line)
  return EXIT.ok
}

/** `connect smsc delete`: says what becomes of what waits, and stays with it for a while. */
export async function deleteSmsc(context: Context, nameOrId: string): Promise<ExitCode> {
  const { terminal, wantsJson, options } = context
  const connection = findServer(context)
  const { server, client } = connection
  const smsc = await findSmsc(context, connection, nameOrId)
  const request = await requestOf(context, connection, smsc.id, smsc.version)
  if (options.dryRun === true) {
    const plan = await client.planSmscDeletion(smsc.id, request)
    if (plan.kind !== 'ok') endWithReply(context, server, plan)
    if (wantsJson) terminal.data(json(plan.body))
    else for (const line of planLines(plan.body, terminal.dataStyle)) terminal.data(line)
    return plan.body.refusal === null ? EXIT.ok : EXIT.failed
  }
  const begun = await client.beginSmscDeletion(smsc.id, request)
  if (begun.kind !== 'ok') endWithReply(context, server, begun)
  for (const line of ruleChangeLines(begun.body.rules)) terminal.say(line.trim())
  const last = await stayWith(context, connection, begun.body)
  if (wantsJson) terminal.data(json(last))
  return sayHowFar(context, smsc, last)
}

/** `connect smsc keep`: takes a deletion back that is under way. */
export async function keepSmsc(context: Context, nameOrId: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const connection = findServer(context)
  const smsc = await findSmsc(context, connection, nameOrId)
  const reply = await connection.client.keepSmsc(smsc.id, smsc.version)
  if (reply.kind !== 'ok') endWithReply(context, connection.server, reply)
  if (wantsJson) terminal.data(json(reply.body))
  terminal.say(`${printable(smsc.name)} is kept, and takes texts again. Rules that it was taken out of do not name it.`)
  return EXIT.ok
}

async function usageOf(context: Context, { server, client }: Connection, id: string): Promise<SmscUsage> {
  const reply = await client.smscUsage(id)
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  return reply.body
}

/** What to do with what waits has to be said where something does. */
async function requestOf(
  context: Context,
  connection: Connection,
  id: string,
  version: number,
): Promise<SmscDeletionRequestBody> {
  const { terminal, options } = context
  const { waiting, named, uncertain, receipts, fromRouting } = options as Given
  const others = {
    version,
    ...(named && { named }),
    ...(uncertain && { uncertain }),
    ...(receipts && { receipts }),
    ...(fromRouting === true && { routing: 'remove' as const }),
  }
  if (waiting) return { waiting, ...others }
  const usage = await usageOf(context, connection, id)
  const { load } = usage
  const isOpen = load.waiting + load.held + load.outstanding + load.uncertain + load.awaitingReceipt > 0
  if (!isOpen) return { waiting: 'drain', ...others }
  for (const line of usageLines(usage, terminal.style)) terminal.say(line)
  terminal.say()
  endWith(
    terminal,
    EXIT.usage,
    'Say what becomes of what waits: --waiting drain (it leaves first), reroute (it goes to other SMSCs) or cancel. With --dry-run nothing is done.',
  )
}

interface Given {
  readonly waiting?: SmscDeletionRequestBody['waiting']
  readonly named?: SmscDeletionRequestBody['named']
  readonly uncertain?: SmscDeletionRequestBody['uncertain']
  readonly receipts?: SmscDeletionRequestBody['receipts']
  readonly fromRouting?: boolean
}

async function stayWith(
  { terminal, world: { clock } }: Context,
  { client }: Connection,
  begun: SmscDeletionState,
): Promise<SmscDeletionState> {
  const untilMs = clock.monotonicMs() + STAYS_MS
  let state = begun
  while (state.state === 'under-way' && clock.monotonicMs() < untilMs) {
    terminal.status(state.deletion?.waitsFor.join(' ') ?? '')
    await new Promise<void>((resolve) => clock.after(LOOK_MS, () => resolve()))
    const reply = await client.smscDeletion(begun.smscId)
    if (reply.kind === 'refused' && reply.problem.code === 'smsc-not-deleted') {
      endWith(terminal, EXIT.failed, 'Somebody took the deletion back meanwhile: the SMSC is kept.')
    }
    if (reply.kind !== 'ok') break
    state = reply.body
  }
  terminal.status('')
  return state
}

function sayHowFar(
  { terminal }: Context,
  { id, name, version }: { readonly id: string; readonly name: string; readonly version: number },
  { state, deletion }: SmscDeletionState,
): ExitCode {
  const shown = printable(name)
  if (state === 'deleted') {
    terminal.say(
      `${shown} is deleted. Its messages stay; npx connect smsc restore ${id} ${version} brings it back, disabled.`,
    )
    return EXIT.ok
  }
  terminal.say(`${shown} is being deleted, takes nothing new, and goes when nothing is left:`)
  for (const sentence of deletion?.waitsFor ?? []) terminal.say(`  ${printable(sentence, 300)}`)
  const stuck = deletion?.stuck ?? []
  for (const line of stuckLines(stuck)) terminal.say(line)
  if (stuck.length > 0) {
    terminal.say('  Cancel those, give them a rule, or ask once more with another --waiting or --named.')
  }
  terminal.say(`\`npx connect smsc show\` says how far it is; \`npx connect smsc keep\` takes it back.`)
  return EXIT.ok
}
