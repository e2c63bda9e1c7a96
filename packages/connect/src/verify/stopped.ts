import { verifySlice } from '@smpp-connect/manager'
import { StoreUnavailable } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { holdsDatabase } from '../roles/installation.ts'
import { SLICE_MESSAGES, type Slices } from './slices.ts'

/**
 * Opens the data folder of a Connect that is stopped, for as long as `work` takes. One that another process holds is left
 * alone: a running Connect is to be asked itself.
 */
export async function withStoppedStore(
  context: Context,
  dataDir: string,
  /** What to do instead, when the folder is in use. */
  otherwise: string,
  work: (slices: Slices) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { terminal, world } = context
  if (!holdsDatabase(dataDir)) {
    const text = `There is no store in ${dataDir}. Name another folder with --data-dir, or a running Connect with --url.`
    endWith(terminal, EXIT.failed, text)
  }
  const store = new SqliteStore({ directory: dataDir })
  try {
    await store.open()
    terminal.say(`No Connect runs on ${dataDir}: this command has opened its data.`)
    const { outbound, inbound } = await store.counts()
    return await work({
      where: `the store in ${dataDir}`,
      total: async () => outbound + inbound,
      next: (after) => verifySlice(store, world.clock, { after, limit: SLICE_MESSAGES }),
    })
  } catch (failure) {
    if (!(failure instanceof StoreUnavailable)) throw failure
    const { reason } = failure
    if (/is in use by/.test(reason)) {
      endWith(terminal, EXIT.failed, `The store cannot be opened: ${reason}.\n${otherwise}`)
    }
    // Damage of the file itself breaks every promise there is.
    const isDamage = /is damaged|is not a database/.test(reason)
    endWith(terminal, isDamage ? EXIT.broken : EXIT.failed, `The store cannot be looked at: ${reason}.`)
  } finally {
    await store.close()
  }
}
