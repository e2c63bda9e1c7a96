import { randomUUID } from 'node:crypto'
import type { SmscVersion } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { howMany } from '../cli/how-many.ts'
import { json, jsonLine } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { formatTime } from '../output/time.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { changeWords } from './change-words.ts'
import { findSmscOrId } from './find-smsc.ts'

const PAGE = 200

/** `connect smsc history`: versions of a definition, newest first, with what each changed. With --json one object a line. */
export async function showSmscHistory(context: Context, nameOrId: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const most = howMany(context)
  const connection = findServer(context)
  const { server, client } = connection
  const smsc = await findSmscOrId(context, connection, nameOrId)
  const versions: SmscVersion[] = []
  let cursor: string | undefined
  do {
    const reply = await client.smscHistory(smsc.id, { cursor, limit: Math.min(PAGE, most - versions.length) })
    if (reply.kind !== 'ok') endWithReply(context, server, reply)
    versions.push(...reply.body.items)
    cursor = reply.body.next ?? undefined
  } while (cursor !== undefined && versions.length < most)
  for (const version of versions) {
    if (wantsJson) terminal.data(jsonLine(version))
    else for (const line of versionLines(version)) terminal.data(line)
  }
  if (cursor !== undefined) terminal.say(`The newest ${versions.length}; --all shows all of them.`)
  return EXIT.ok
}

function versionLines({ version, at, by, kind, changes }: SmscVersion): readonly string[] {
  const who = by === null ? 'Connect' : printable(by, 80)
  return [`${version}  ${formatTime(at)}  ${kind} by ${who}`, ...changes.map((change) => `     ${changeWords(change)}`)]
}

/** `connect smsc restore`: the settings of an earlier version hold again, as a new one. */
export async function restoreSmsc(context: Context, nameOrId: string, version: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const toVersion = Number(version)
  if (!Number.isInteger(toVersion) || toVersion < 1) {
    endWith(
      terminal,
      EXIT.usage,
      `${printable(version, 40)} is no version; \`connect smsc history\` shows which there are.`,
    )
  }
  const connection = findServer(context)
  const { server, client } = connection
  const smsc = await findSmscOrId(context, connection, nameOrId)
  const { id, version: now } = smsc
  const reply = await client.restoreSmsc(id, { toVersion, ...(now !== undefined && { version: now }) }, randomUUID())
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  if (wantsJson) terminal.data(json(reply.body))
  terminal.say(
    `What held at version ${toVersion} of ${printable(reply.body.name)} holds again, as version ${reply.body.version}.`,
  )
  if (now === undefined) terminal.say('It was deleted, and comes back disabled: enable it when its account is free.')
  return EXIT.ok
}
