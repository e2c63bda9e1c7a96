import type { ParkedReceipt } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { howMany } from '../cli/how-many.ts'
import { filledTableLines } from '../output/fields.ts'
import { formatCount, formatNoun } from '../output/figures.ts'
import { jsonLine } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { formatTime } from '../output/time.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { findSmsc } from './find-smsc.ts'

const PAGE = 200

/**
 * `connect smsc receipts`: the receipts of an SMSC that match no message, oldest first; with --retry they are tried again
 * before. With --json one object a line.
 */
export async function listParkedReceipts(context: Context, nameOrId: string): Promise<ExitCode> {
  const { terminal, wantsJson, options } = context
  const most = howMany(context)
  const connection = findServer(context)
  const { server, client } = connection
  const smsc = await findSmsc(context, connection, nameOrId)
  if (options.retry === true) {
    const retried = await client.retryParkedReceipts(smsc.id)
    if (retried.kind !== 'ok') endWithReply(context, server, retried)
    const { matched } = retried.body
    terminal.say(matched === 0 ? 'None of them matches now.' : `${formatNoun(matched, 'receipt')} matched now.`)
  }
  const rows: ParkedReceipt[] = []
  let cursor: string | undefined
  let isMore = true
  while (isMore && rows.length < most) {
    const reply = await client.parkedReceipts(smsc.id, { cursor, limit: Math.min(PAGE, most - rows.length) })
    if (reply.kind !== 'ok') endWithReply(context, server, reply)
    rows.push(...reply.body.items)
    isMore = reply.body.next !== null
    cursor = reply.body.next ?? undefined
  }
  if (wantsJson) for (const row of rows) terminal.data(jsonLine(row))
  else if (rows.length > 0) {
    for (const line of filledTableLines(HEAD, rows.map(cellsOf), terminal.dataStyle)) terminal.data(line)
  }
  if (rows.length === 0) terminal.say(`Every receipt of ${printable(smsc.name)} matched a message.`)
  else terminal.say(adviceFor(rows.length, isMore))
  return EXIT.ok
}

const HEAD = ['Received', 'Id', 'To', 'Says', 'Error', 'Reference', 'Kept until']

function cellsOf(receipt: ParkedReceipt): readonly string[] {
  const { error, userMessageReference } = receipt
  return [
    formatTime(receipt.receivedAt),
    printable(receipt.smscMessageId, 40),
    printable(receipt.to, 21),
    printable(receipt.stat, 20),
    error === null || /^0*$/.test(error) ? '' : printable(error, 20),
    userMessageReference === null ? '' : String(userMessageReference),
    formatTime(receipt.keptUntil),
  ]
}

function adviceFor(shown: number, isMore: boolean): string {
  const more = isMore ? `The oldest ${formatCount(shown)}; --all shows all of them. ` : ''
  return (
    `${more}Each is tried against every new answer until then. Where the ids are written otherwise than in the answers ` +
    '(hexadecimal or decimal), set idForm on the SMSC definition and add --retry. Others may come from a program that ' +
    'shares the account.'
  )
}
