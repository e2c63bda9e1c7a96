import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Authority } from '@smpp-connect/link'
import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { tableLines } from '../output/fields.ts'
import { json } from '../output/json.ts'
import { formatTime } from '../output/time.ts'
import { prepareDataFolder } from '../roles/data-folder.ts'
import { authorityFolder } from '../roles/link-settings.ts'
import { progressOf } from './rotation-words.ts'

const HOUR_MS = 3_600_000
const USUAL_HOURS = 24
const MOST_HOURS = 24 * 365

/** `connect certs init`: the authority, made when there is none. */
export async function initAuthority(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const authority = openAuthority(context, true)
  const [fingerprint, older] = authority.fingerprints
  if (wantsJson) terminal.data(json({ fingerprint, older: older ?? null }))
  else for (const one of authority.fingerprints) terminal.data(one)
  terminal.say(
    older === undefined
      ? 'That is the SHA-256 of the certificate of the authority. Its key stays in the data folder: keep it safe.'
      : 'Those are the SHA-256 of the certificates of the authority: of the new one, and of the one that it replaces.',
  )
  return EXIT.ok
}

/** `connect certs token`: on standard output the token, and nothing else. */
export async function makeToken(context: Context, edge: string): Promise<ExitCode> {
  const { terminal, wantsJson, world } = context
  const hours = hoursOf(context)
  const authority = openAuthority(context, true)
  let token: string
  try {
    token = authority.newToken(edge, hours * HOUR_MS)
  } catch (failure) {
    if (failure instanceof RangeError) endWith(terminal, EXIT.usage, `${failure.message}.`)
    throw failure
  }
  const expiresAt = isoOf(world.clock.nowMs() + hours * HOUR_MS)
  if (wantsJson) terminal.data(json({ edge, token, expiresAt }))
  else terminal.data(token)
  terminal.say(
    `Good once, for the edge ${edge}, until ${expiresAt}. On its machine: npx connect certs enrol --manager HOST:PORT`,
  )
  return EXIT.ok
}

/** `connect certs list`. */
export async function listCertificates(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const authority = openAuthority(context, false)
  const issued = authority.issued()
  const [newest] = authority.fingerprints
  if (wantsJson) {
    terminal.data(
      json(
        issued.map(({ edgeId, serial, issuedAtMs, notAfterMs, revoked, authority: signedBy }) => ({
          edge: edgeId,
          serial,
          issuedAt: isoOf(issuedAtMs),
          endsAt: isoOf(notAfterMs),
          revoked,
          authority: signedBy,
          ofOlderAuthority: signedBy !== newest,
        })),
      ),
    )
    return EXIT.ok
  }
  if (issued.length === 0) {
    terminal.say('No edge has a certificate. `npx connect certs token NAME` lets one enrol.')
    return EXIT.ok
  }
  const rows = issued.map((one) => [
    one.edgeId,
    one.revoked ? 'revoked' : one.authority === newest ? 'good' : 'good, older authority',
    formatTime(isoOf(one.issuedAtMs)),
    formatTime(isoOf(one.notAfterMs)),
    one.serial,
  ])
  for (const line of tableLines(['Edge', 'Is', 'Issued', 'Ends', 'Serial'], rows, terminal.dataStyle))
    terminal.data(line)
  if (authority.fingerprints.length > 1) terminal.say(progressOf(authority.standings()))
  return EXIT.ok
}

/** `connect certs revoke`. */
export async function revokeEdge(context: Context, edge: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const revoked = openAuthority(context, false).revoke(edge)
  if (wantsJson) terminal.data(json({ edge, revoked }))
  if (revoked === 0)
    endWith(terminal, EXIT.failed, `The edge ${edge} has no certificate. Its tokens, if any, are void.`)
  terminal.say(
    `${revoked === 1 ? 'One certificate counts' : `${revoked} certificates count`} no more. A running manager sees it within 2 s.`,
  )
  return EXIT.ok
}

export function openAuthority(context: Context, make: boolean): Authority {
  const { world, terminal } = context
  const { settings } = settingsFor(context, ['dataDir'])
  const folder = authorityFolder(settings.dataDir)
  if (!make && !existsSync(join(folder, 'issued'))) {
    endWith(terminal, EXIT.failed, `There is no authority in ${settings.dataDir}: \`connect certs init\` makes it.`)
  }
  const prepared = prepareDataFolder(settings.dataDir)
  if (!prepared.ok) endWith(terminal, EXIT.failed, prepared.problem)
  return Authority.open({ folder, clock: world.clock, random: world.random })
}

function hoursOf({ options, terminal }: Context): number {
  if (options.hours === undefined) return USUAL_HOURS
  const hours = Number(options.hours)
  if (Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS) return hours
  return endWith(terminal, EXIT.usage, `--hours: a whole number from 1 to ${MOST_HOURS} is needed.`)
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
