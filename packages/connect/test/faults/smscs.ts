import { once } from 'node:events'
import { createServer } from 'node:net'
import type { RunningConnect } from '../e2e/running-connect.ts'
import { RemoteSmsc } from './remote-smsc.ts'
import type { SmscPlan } from './smsc-process.ts'

/** Of every account; and nothing that a log may hold. */
export const PASSWORD = 'kept-0ut'
/** The largest window that a definition gets. */
export const WINDOW = 10

/**
 * Two SMSCs, which are one process. One echoes the user_message_reference, so that receipts resolve what is uncertain, and
 * has one bind; with the other only the policy does, and receipts come on a bind of their own.
 */
const SMSCS = [
  { name: 'echo', systemId: 'echo', defaultSender: '60777', userMessageReference: true, bindMode: 'transceiver' },
  {
    name: 'mute',
    systemId: 'mute',
    defaultSender: '60778',
    userMessageReference: false,
    bindMode: 'transmitter-receiver',
  },
] as const
/** Addresses of ours that people write to. */
export const OURS: readonly string[] = SMSCS.map(({ defaultSender }) => defaultSender)
/** Parts that may be with the Senders at once: their windows, and a quarter of each in hand. */
export const MOST_WITH_SENDERS = Math.floor(WINDOW * 1.25) * SMSCS.length

/** Binds that each account takes when all is well. */
export const USUAL_BINDS: ReadonlyMap<string, number> = new Map([
  ['echo', 1],
  ['mute', 2],
])

export interface SmscOptions extends Partial<Omit<SmscPlan, 'accounts'>> {
  /** How many binds above the usual an account may have; any number when left out. */
  readonly spareBinds?: number | undefined
  /** What the process is run with; see `RemoteSmsc.start`. */
  readonly runIn?: readonly string[] | undefined
}

export function startSmscs(options: SmscOptions = {}): Promise<{ readonly smsc: RemoteSmsc; readonly port: number }> {
  const { spareBinds, runIn, ...plan } = options
  const accounts = [...USUAL_BINDS].map(([systemId, usual]) => ({
    systemId,
    password: PASSWORD,
    ...(spareBinds === undefined ? {} : { maxBinds: usual + spareBinds }),
  }))
  return RemoteSmsc.start({ accounts, delayAnswersMs: 80, receiptDelayMs: 150, ...plan }, runIn)
}

/** Defines them in a fresh Connect; returns their ids. `more` stands above the usual settings. */
export async function defineSmscs(
  connect: RunningConnect,
  port: number,
  more: object = {},
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const smsc of SMSCS) {
    const place = { host: '127.0.0.1', port, password: PASSWORD }
    const settings = { ...smsc, ...place, windowSize: WINDOW, uncertainWaitSeconds: 1, ...more }
    const made = await connect.call<{ readonly id: string }>('POST', '/v1/smscs', settings)
    if (made.status !== 201) throw new Error(`the SMSC cannot be defined: ${JSON.stringify(made.body)}`)
    ids.push(made.body.id)
  }
  return ids
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  return port
}
