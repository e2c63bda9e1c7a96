import type { LookupAddress } from 'node:dns'
import { isIP, type Socket } from 'node:net'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import type { SmscDefinition } from '@smpp-connect/contracts'
import { networkErrorText, SocketTransport } from '@smpp-connect/smpp'
import { tlsFacts } from './certificate-facts.ts'
import type { Observation, PlainSpeech } from './observation.ts'
import { TappedTransport } from './tapped-transport.ts'
import type { TrialBook } from './trial-book.ts'
import { inTime, LATE, type TrialWorld } from './trial-world.ts'

export type Way = Pick<SmscDefinition, 'host' | 'port' | 'tls'>

/** Why a way ended before its port, or at TLS. What the port says otherwise is asked by whoever wants to know. */
export type WayBlocked = Exclude<Observation, { kind: 'tls' }> | Omit<Extract<Observation, { kind: 'tls' }>, 'plain'>

/**
 * Goes the way to a port, step by step as a bind does: name, connection, TLS. What no bind would go on with (a certificate
 * that is not trusted) ends it here as well, but is looked at first.
 */
export async function reach(way: Way, world: TrialWorld, book: TrialBook): Promise<TappedTransport | WayBlocked> {
  if (world.dial !== undefined) return reachBy(world.dial, world, book)
  const addresses = await lookUp(way.host, world, book)
  if ('kind' in addresses) return addresses
  const socket = await connectTo(way, addresses, world, book)
  if ('kind' in socket) return socket
  if (!way.tls) return new TappedTransport(new SocketTransport(socket, { secure: false }))
  const secured = await secure(way.host, socket, world, book)
  if ('kind' in secured) return secured
  return new TappedTransport(new SocketTransport(secured, { secure: true }))
}

async function reachBy(dial: NonNullable<TrialWorld['dial']>, world: TrialWorld, book: TrialBook) {
  book.begin('connection')
  const { stepMs } = world.limits
  try {
    const transport = await inTime(world, stepMs, dial(world.signal))
    if (transport === LATE) return { kind: 'connection', code: 'SILENT', waitedMs: stepMs } as const
    book.done('made')
    return new TappedTransport(transport)
  } catch (failure) {
    world.signal.throwIfAborted()
    return { kind: 'connection', code: codeOf(failure), waitedMs: stepMs } as const
  }
}

async function lookUp(
  host: string,
  world: TrialWorld,
  book: TrialBook,
): Promise<readonly LookupAddress[] | WayBlocked> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  book.begin('name')
  try {
    const addresses = await inTime(world, world.limits.stepMs, world.lookUp(host))
    if (addresses === LATE) return { kind: 'name', host, code: 'SILENT' }
    if (addresses.length === 0) return { kind: 'name', host, code: 'ENOTFOUND' }
    book.done(addresses.map(({ address }) => address).join(', '))
    return addresses
  } catch (failure) {
    world.signal.throwIfAborted()
    return { kind: 'name', host, code: codeOf(failure) }
  }
}

async function connectTo(
  { host, port }: Way,
  addresses: readonly LookupAddress[],
  world: TrialWorld,
  book: TrialBook,
): Promise<Socket | WayBlocked> {
  book.begin('connection')
  const { stepMs } = world.limits
  // The same choice among addresses as a bind makes, without looking the name up again.
  const socket = world.connect({ host, port, lookup: (_host, _options, told) => told(null, [...addresses]) })
  try {
    const connected = await inTime(world, stepMs, happened(socket, 'connect'))
    if (connected === LATE) return given(socket, { kind: 'connection', code: 'SILENT', waitedMs: stepMs })
  } catch (failure) {
    socket.destroy()
    world.signal.throwIfAborted()
    return { kind: 'connection', code: codeOf(failure), waitedMs: stepMs }
  }
  const localAddress = socket.localAddress ?? null
  const remoteAddress = place(socket.remoteAddress, socket.remotePort)
  book.learn({ localAddress, remoteAddress })
  book.done(`to ${remoteAddress ?? host}, from ${localAddress ?? 'here'}`)
  return socket
}

/**
 * As a bind does, but the certificate is judged afterwards, so that it can be shown. No octet of ours leaves before it is
 * found good.
 */
async function secure(
  host: string,
  socket: Socket,
  world: TrialWorld,
  book: TrialBook,
): Promise<TLSSocket | WayBlocked> {
  book.begin('tls')
  const { stepMs } = world.limits
  const name = isIP(host) === 0 ? { servername: host } : {}
  const secured = tlsConnect({ socket, host, ...name, minVersion: 'TLSv1.2', rejectUnauthorized: false })
  try {
    const agreed = await inTime(world, stepMs, happened(secured, 'secureConnect'))
    if (agreed === LATE) {
      const words = `No answer to the TLS greeting within ${stepMs / 1_000} s.`
      return given(secured, { kind: 'tls', code: 'SILENT', words })
    }
  } catch (failure) {
    secured.destroy()
    world.signal.throwIfAborted()
    const code = codeOf(failure)
    const words = code === 'CLOSED' || code === 'ECONNRESET' ? 'The TLS handshake was cut off.' : tlsWords(failure)
    return { kind: 'tls', code, words }
  }
  const tls = tlsFacts(secured)
  if (tls !== undefined) book.learn({ tls })
  if (!secured.authorized && tls !== undefined) {
    return given(secured, { kind: 'certificate', code: authorizationCode(secured), tls })
  }
  const until = tls === undefined ? '' : `, certificate of ${tls.subject} until ${day(tls.validToMs)}`
  book.done(`${secured.getProtocol()}${until}`)
  return secured
}

/** What the port says to an enquire_link without TLS: no secret of anybody is in it. */
export async function plainSpeech(way: Way, world: TrialWorld, book: TrialBook): Promise<PlainSpeech> {
  const transport = await reach({ ...way, tls: false }, world, book)
  if ('kind' in transport) return { kind: 'nothing' }
  transport.open({ received: () => {}, drained: () => {}, closed: () => {} })
  transport.write(ENQUIRE_LINK)
  await inTime(world, world.limits.probeMs, transport.stirred)
  transport.destroy()
  const octets = transport.first
  if (octets.length === 0) return { kind: 'nothing' }
  const isSmpp = octets.length >= 16 && octets[0] === 0 && octets[1] === 0
  return isSmpp ? { kind: 'smpp' } : { kind: 'foreign', octets }
}

/** Whether TLS can be agreed on there, whosever the certificate is. */
export async function speaksTls(way: Way, world: TrialWorld, book: TrialBook): Promise<boolean> {
  if (world.dial !== undefined) return false
  const reached = await reach({ ...way, tls: true }, world, book)
  if (!('kind' in reached)) reached.destroy()
  return !('kind' in reached) || reached.kind === 'certificate'
}

/** command_length 16, enquire_link, sequence_number 1 (3.4 section 4.11.1). */
const ENQUIRE_LINK = Uint8Array.from(Buffer.from('00000010000000150000000000000001', 'hex'))

function happened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    // Stays, since a socket that is given up may fail later.
    socket.on('error', reject)
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'CLOSED' })))
  })
}

function given<Blocked extends WayBlocked>(socket: Socket, blocked: Blocked): Blocked {
  socket.destroy()
  return blocked
}

function codeOf(failure: unknown): string {
  const { code } = failure as { readonly code?: unknown }
  return typeof code === 'string' ? code : 'CLOSED'
}

function tlsWords(failure: unknown): string {
  const code = codeOf(failure)
  const words = networkErrorText(failure as Error)
  return `TLS says ${code}${words.includes(':error:') ? '' : `: ${words}`}.`
}

/** The types say that it is an error; it is its code, a text, where there is one. */
function authorizationCode({ authorizationError }: TLSSocket): string {
  const error: unknown = authorizationError
  if (typeof error === 'string') return error
  return typeof error === 'object' && error !== null ? codeOf(error) : 'UNTRUSTED'
}

function place(address: string | undefined, port: number | undefined): string | null {
  if (address === undefined || port === undefined) return null
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
