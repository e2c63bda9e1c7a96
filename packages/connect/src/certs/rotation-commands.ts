import type { Context } from '../cli/context.ts'
import { endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { openAuthority } from './authority-commands.ts'
import { progressOf } from './rotation-words.ts'

/** `connect certs rotate-authority`: makes the next authority. Both are trusted until the older one is retired. */
export async function rotateAuthority(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const authority = openAuthority(context, false)
  const isMade = authority.rotate()
  const standings = authority.standings()
  const [fingerprint, older] = authority.fingerprints
  if (!isMade) endWith(terminal, EXIT.failed, `There is a new one already. ${progressOf(standings)}`)
  if (wantsJson) terminal.data(json({ fingerprint, older }))
  else terminal.data(String(fingerprint))
  terminal.say(
    'That is the SHA-256 of the certificate of the new authority. A running manager uses it within 2 s and has the edges ' +
      'that are linked fetch new certificates; nothing pauses. The older authority counts until ' +
      '`npx connect certs retire-authority`; `npx connect edges` and `npx connect certs list` show who still needs it.',
  )
  return EXIT.ok
}

/** `connect certs retire-authority`: ends what `rotate-authority` began. */
export async function retireAuthority(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson, options } = context
  const authority = openAuthority(context, false)
  const outcome = authority.retire({ force: options.force === true })
  switch (outcome.kind) {
    case 'nothing-to-retire':
      return endWith(
        terminal,
        EXIT.failed,
        'There is one authority, and it stays: `npx connect certs rotate-authority` makes the next one.',
      )
    case 'refused': {
      const { edges, tokens } = outcome
      const reasons = [
        ...(edges.length > 0 ? [`without a certificate of the new authority: ${edges.join(', ')}`] : []),
        ...(tokens.length > 0 ? [`with a token that is not used yet: ${tokens.join(', ')}`] : []),
      ]
      if (wantsJson) terminal.data(json({ retired: false, edges, tokens }))
      return endWith(
        terminal,
        EXIT.failed,
        `These edges would be locked out: ${reasons.join('; ')}. ` +
          'Start or link them, or revoke those that are no more. --force locks them out: they have to enrol anew.',
      )
    }
    case 'retired': {
      const { lockedOut } = outcome
      if (wantsJson) terminal.data(json({ retired: true, lockedOut }))
      terminal.say(
        'The older authority is gone. A running manager sees it within 2 s, and edges that are linked trust it no more.' +
          (lockedOut.length > 0 ? ` Locked out, and to be enrolled anew: ${lockedOut.join(', ')}.` : ''),
      )
      return EXIT.ok
    }
  }
}
