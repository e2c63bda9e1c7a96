import { existsSync } from 'node:fs'
import { edgeIdOf, validityOf } from '@smpp-connect/link'
import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { readText } from '../cli/read-text.ts'
import { json } from '../output/json.ts'
import { prepareDataFolder } from '../roles/data-folder.ts'
import { enrol } from '../roles/enrol.ts'
import { credentialsFile } from '../roles/link-settings.ts'
import { StartRefused } from '../roles/start-refused.ts'
import { ENROL_KEYS } from '../settings/table.ts'

/** `connect certs enrol`: the first certificate of an edge, or another in the place of a lost or revoked one. */
export async function enrolEdge(context: Context): Promise<ExitCode> {
  const { terminal, options, wantsJson } = context
  const { settings } = settingsFor(context, ENROL_KEYS)
  const file = credentialsFile(settings.dataDir)
  if (existsSync(file) && options.force !== true) {
    const mend = 'It renews itself while the edge runs. --force replaces it.'
    endWith(terminal, EXIT.failed, `There is a certificate in ${file} already. ${mend}`)
  }
  const prepared = prepareDataFolder(settings.dataDir)
  if (!prepared.ok) endWith(terminal, EXIT.failed, prepared.problem)
  const token = settings.enrolToken ?? (await tokenFromInput(context))
  try {
    const credentials = await enrol(settings, token, (line) => terminal.say(line))
    const edge = edgeIdOf(credentials) ?? ''
    const endsAt = new Date(validityOf(credentials).notAfterMs).toISOString()
    if (wantsJson) terminal.data(json({ edge, endsAt }))
    terminal.say(`This is the edge ${edge} now. Its certificate is good until ${endsAt} and renews itself.`)
    return EXIT.ok
  } catch (failure) {
    if (failure instanceof StartRefused) endWith(terminal, EXIT.failed, failure.message)
    throw failure
  }
}

async function tokenFromInput(context: Context): Promise<string> {
  const token = (await readText(context, '-')).trim()
  if (token !== '') return token
  return endWith(context.terminal, EXIT.usage, 'A token is needed, on standard input or in CONNECT_ENROL_TOKEN.')
}
