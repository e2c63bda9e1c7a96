import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { MAX_OPT_OUT_IMPORT, type OptOutView, type Outcome } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { formatCount } from '../output/figures.ts'
import { json, jsonLine } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { type OptOutRow, readOptOutFile } from './file-rows.ts'

const MOST_REFUSED_SHOWN = 20
/** Most opt-outs of one person; the most that a page holds. */
const MOST_OF_ONE = 200

/** `connect opt-out add`: records opt-outs, of the numbers given or of a file. */
export async function addOptOuts(context: Context, numbers: readonly string[]): Promise<ExitCode> {
  const { terminal, wantsJson, options } = context
  const from = fromOf(context)
  if (typeof options.file === 'string') return addFile(context, options.file, numbers, from)
  if (numbers.length === 0) endWith(terminal, EXIT.usage, 'Name a number, or a file with --file.')
  const { server, client } = findServer(context)
  for (const person of numbers) {
    const reply = await client.recordOptOut({ person, from }, randomUUID())
    if (reply.kind !== 'ok') endWithReply(context, server, reply)
    if (wantsJson) terminal.data(jsonLine(reply.body))
    else terminal.data(sentence(reply.body))
  }
  return EXIT.ok
}

async function addFile(
  context: Context,
  file: string,
  numbers: readonly string[],
  from: string | null,
): Promise<ExitCode> {
  const { terminal, world, wantsJson } = context
  if (numbers.length > 0) endWith(terminal, EXIT.usage, 'Name numbers or a file, not both.')
  const content = world.readFile(resolve(world.cwd, file))
  if (content === undefined) endWith(terminal, EXIT.usage, `There is no file ${printable(file)}.`)
  const read = readOptOutFile(content, from)
  if (!read.ok) endWith(terminal, EXIT.usage, `Line ${read.line}: ${printable(read.reason)}. Nothing was recorded.`)
  const { server, client } = findServer(context)
  const totals = { recorded: 0, standing: 0, refused: [] as { line: number; detail: string }[] }
  for (let at = 0; at < read.rows.length; at += MAX_OPT_OUT_IMPORT) {
    const rows = read.rows.slice(at, at + MAX_OPT_OUT_IMPORT)
    const reply = await client.importOptOuts(
      rows.map(({ line: _line, ...row }) => row),
      randomUUID(),
    )
    if (reply.kind !== 'ok') endWithReply(context, server, reply)
    totals.recorded += reply.body.recorded
    totals.standing += reply.body.standing
    for (const { index, detail } of reply.body.refused) {
      totals.refused.push({ line: (rows[index] as OptOutRow).line, detail })
    }
  }
  if (wantsJson) terminal.data(json(totals))
  else {
    const { recorded, standing } = totals
    terminal.data(`${formatCount(recorded)} recorded, ${formatCount(standing)} recorded before.`)
  }
  for (const { line, detail } of totals.refused.slice(0, MOST_REFUSED_SHOWN)) {
    terminal.error(`Line ${line} is not recorded: ${printable(detail)}`)
  }
  const unsaid = totals.refused.length - MOST_REFUSED_SHOWN
  if (unsaid > 0) terminal.error(`${formatCount(unsaid)} more lines are not recorded.`)
  return totals.refused.length > 0 ? EXIT.failed : EXIT.ok
}

/** `connect opt-out remove`: withdraws the opt-out of an address, or all of a person. */
export async function removeOptOut(context: Context, person: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const from = fromOf(context)
  const { server, client } = findServer(context)
  const reply = await client.withdrawOptOut(person, from)
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  if (wantsJson) terminal.data(json({ person, from, withdrawn: true }))
  else terminal.data(`${printable(person, 40)} may be written to again from ${addressWord(from)}.`)
  return EXIT.ok
}

/** `connect opt-out check`: whether a person may be written to; ends with 1 when not. */
export async function checkOptOut(context: Context, person: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const from = fromOf(context)
  const { server, client } = findServer(context)
  const reply = await client.optOuts({ person, limit: MOST_OF_ONE })
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  // Loaded here: it costs more than all else that these commands do.
  const { canonicalNumber, canonicalSender } = await import('@smpp-connect/manager')
  const spelled = (address: string): string => {
    const read = canonicalSender(address)
    return (read.ok ? read.value : address.trim()).toLowerCase()
  }
  const concerned = (ours: string | null): boolean => from === null || ours === null || spelled(ours) === spelled(from)
  const optOuts = reply.body.items.filter(({ ours }) => concerned(ours))
  const optedOut = optOuts.length > 0
  // Nobody stands under what is no address; whoever goes by the end code would take that for consent.
  if (!optedOut) {
    refuseUnless(terminal, person, canonicalNumber(person))
    if (from !== null) refuseUnless(terminal, from, canonicalSender(from))
  }
  if (wantsJson) terminal.data(json({ person, from, optedOut, optOuts }))
  else if (!optedOut) terminal.data(`${printable(person, 40)} has not opted out of texts from ${addressWord(from)}.`)
  else for (const optOut of optOuts) terminal.data(sentence(optOut))
  return optedOut ? EXIT.failed : EXIT.ok
}

function refuseUnless(terminal: Context['terminal'], given: string, read: Outcome<string>): void {
  if (read.ok) return
  const { detail, errors } = read.refusal
  endWith(terminal, EXIT.usage, `${printable(given, 40)}: ${errors?.[0]?.detail ?? detail}.`)
}

function sentence({ person, ours, at, source, keyword }: OptOutView): string {
  const how = keyword === null ? source : `the word ${printable(keyword, 30)}`
  const when = at.slice(0, 19).replace('T', ' ')
  return `${printable(person, 40)} wants no texts from ${addressWord(ours)} since ${when} UTC, by ${how}.`
}

function addressWord(address: string | null): string {
  return address === null ? 'any address' : printable(address, 21)
}

function fromOf({ options }: Context): string | null {
  return typeof options.from === 'string' ? options.from : null
}
