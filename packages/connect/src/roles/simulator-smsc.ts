import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SmscDefinition, smscSettingsSchema } from '@smpp-connect/contracts'
import { CONNECT, type UseCases } from '@smpp-connect/manager'
import { keepFile } from './keep-file.ts'
import { StartRefused } from './start-refused.ts'

/** The account that Connect has with its own simulator. */
export interface SimulatorAccount {
  readonly systemId: string
  readonly password: string
  /** The SMSC definition that was made for it; null until it is made, and when a user has deleted it. */
  readonly smscId: string | null
}

const FILE = 'simulator.json'
const SENDER = '60777'

/** The account of this data folder; a new one, with a password of its own, on the first start. */
export function simulatorAccount(dataDir: string): SimulatorAccount {
  const path = join(dataDir, FILE)
  if (existsSync(path)) return readAccount(path)
  // Eight characters: the most that SMPP 3.4 allows (section 5.2.2).
  const password = randomBytes(6).toString('base64url')
  const account: SimulatorAccount = { systemId: 'connect', password, smscId: null }
  keep(dataDir, account)
  return account
}

function readAccount(path: string): SimulatorAccount {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as SimulatorAccount
  } catch {
    const mend =
      'Remove it, and give the SMSC of the simulator the password of the new one; or start with --no-simulator.'
    throw new StartRefused(`The account of the simulator in ${path} is damaged. ${mend}`)
  }
}

function keep(dataDir: string, account: SimulatorAccount): void {
  keepFile(join(dataDir, FILE), `${JSON.stringify(account, null, 2)}\n`)
}

/**
 * Makes the simulator the first SMSC of a fresh installation, and follows it when it listens elsewhere than last time
 * (a free port, another setting). A definition that a user changed to something else, or deleted, is left alone.
 */
export async function defineSimulator(
  useCases: UseCases,
  dataDir: string,
  account: SimulatorAccount,
  listens: { readonly host: string; readonly port: number },
): Promise<void> {
  const known = await useCases.smscs()
  const place = { host: listens.host, port: listens.port }
  const mine = known.find((smsc) => smsc.id === account.smscId)
  if (mine) {
    const isOurs =
      mine.systemId === account.systemId && ['127.0.0.1', 'localhost', '::1', listens.host].includes(mine.host)
    if (isOurs && (mine.port !== place.port || mine.host !== place.host))
      await useCases.changeSmsc(CONNECT, mine.id, place)
    return
  }
  if (account.smscId !== null || known.length > 0) return
  const settings = smscSettingsSchema.parse({
    name: 'Simulator',
    ...place,
    systemId: account.systemId,
    password: account.password,
    defaultSender: SENDER,
    windowSize: 50,
    uncertainWaitSeconds: 5,
  } satisfies Partial<SmscDefinition>)
  const made = await useCases.createSmsc(CONNECT, settings)
  if (made.ok) keep(dataDir, { ...account, smscId: made.value.id })
}
