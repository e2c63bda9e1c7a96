import { existsSync } from 'node:fs'
import { setupSchema } from '@smpp-connect/contracts'
import { IdSource } from '@smpp-connect/kernel'
import { createAccess } from '@smpp-connect/manager'
import { StoreUnavailable } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { printable } from '../output/style.ts'
import { readPassword } from './read-password.ts'

/**
 * `connect user reset NAME`: gives a user a new password, straight in the store. Whoever can write the data directory may
 * do so; a running Connect holds the store, so it has to be stopped first.
 */
export async function resetUser(context: Context, name: string): Promise<ExitCode> {
  const { world, terminal } = context
  const { settings } = settingsFor(context, ['dataDir'])
  const { dataDir } = settings
  if (!existsSync(dataDir)) {
    endWith(terminal, EXIT.failed, `There is no data directory ${dataDir}. Name another with --data-dir.`)
  }
  const store = new SqliteStore({ directory: dataDir })
  try {
    await store.open()
  } catch (failure) {
    if (!(failure instanceof StoreUnavailable)) throw failure
    endWith(terminal, EXIT.failed, `The store cannot be opened: ${failure.reason}.`)
  }
  try {
    const { clock, random } = world
    const access = createAccess({ store, clock, random, ids: new IdSource(clock, random) })
    const read = await readPassword(world, terminal)
    if (read === undefined) endWith(terminal, EXIT.failed, 'The two were not the same. Nothing is changed.')
    const password = setupSchema.shape.password.safeParse(read)
    if (!password.success) endWith(terminal, EXIT.usage, `The password: ${password.error.issues[0]?.message}.`)
    if (!(await access.resetPassword(name, password.data))) {
      const names = (await store.users()).map((user) => printable(user.name, 60))
      const known = names.length > 0 ? `There are: ${names.join(', ')}.` : 'Nobody has claimed this Connect yet.'
      endWith(terminal, EXIT.failed, `There is no user ${JSON.stringify(printable(name, 60))}. ${known}`)
    }
    terminal.say(`${printable(name, 60)} has a new password.`)
    return EXIT.ok
  } finally {
    await store.close()
  }
}
