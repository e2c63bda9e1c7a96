import type { SmscView } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { printable } from '../output/style.ts'
import { type Connection, endWithReply } from '../server/find.ts'
import { nearMatch } from '../settings/near-match.ts'

/** The SMSC that has this id, or this name in any case; says which there are and ends the command when none has. */
export async function findSmsc(
  context: Context,
  { server, client }: Connection,
  nameOrId: string,
  where?: string,
): Promise<SmscView> {
  const reply = await client.smscs()
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const { items } = reply.body
  const found = smscNamed(items, nameOrId)
  if (found) return found
  endWith(context.terminal, EXIT.usage, `${where === undefined ? '' : `${where}: `}${noSmsc(nameOrId, items)}`)
}

/**
 * The same for what can be said of one that was deleted: an id that none has is taken as it stands. Its version is not
 * known then.
 */
export async function findSmscOrId(
  context: Context,
  connection: Connection,
  nameOrId: string,
): Promise<{ readonly id: string; readonly version?: number }> {
  if (!/^smsc_\w+$/.test(nameOrId)) return findSmsc(context, connection, nameOrId)
  const reply = await connection.client.smscs()
  if (reply.kind !== 'ok') endWithReply(context, connection.server, reply)
  return smscNamed(reply.body.items, nameOrId) ?? { id: nameOrId }
}

export function smscNamed<Smsc extends { readonly id: string; readonly name: string }>(
  smscs: readonly Smsc[],
  nameOrId: string,
): Smsc | undefined {
  const name = nameOrId.trim().toLowerCase()
  return smscs.find(({ id }) => id === nameOrId) ?? smscs.find((smsc) => smsc.name.toLowerCase() === name)
}

const MOST_NAMED = 20

function noSmsc(nameOrId: string, smscs: readonly SmscView[]): string {
  const none = `there is no SMSC ${JSON.stringify(printable(nameOrId, 60))}`
  const names = smscs.map(({ name }) => name)
  const near = nearMatch(nameOrId, names)
  if (near !== undefined) return `${none}; did you mean ${JSON.stringify(printable(near, 60))}?`
  if (names.length === 0) return `${none}, and no other either: add one in the console.`
  const shown = names.slice(0, MOST_NAMED).map((name) => JSON.stringify(printable(name, 60)))
  return `${none}; there are: ${shown.join(', ')}${names.length > MOST_NAMED ? ' and more' : ''}.`
}
