import { once } from 'node:events'
import { createServer } from 'node:net'
import type { RunningConnect } from '../e2e/running-connect.ts'
import { RemoteSmsc } from './remote-smsc.ts'

const PASSWORD = 'secret'
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

export function startSmscs(): Promise<{ readonly smsc: RemoteSmsc; readonly port: number }> {
  const accounts = SMSCS.map(({ systemId }) => ({ systemId, password: PASSWORD }))
  return RemoteSmsc.start({ accounts, delayAnswersMs: 80, receiptDelayMs: 150 })
}

/** Defines them in a fresh Connect; returns their ids. */
export async function defineSmscs(connect: RunningConnect, port: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (const smsc of SMSCS) {
    const place = { host: '127.0.0.1', port, password: PASSWORD }
    const settings = { ...smsc, ...place, windowSize: WINDOW, uncertainWaitSeconds: 1 }
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
