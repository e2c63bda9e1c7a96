import { randomBytes, X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { systemClock } from '@smpp-connect/kernel'
import { ENROL_PROTOCOL, HANDSHAKE_MS, SERVER_NAME } from '../net/tls-terms.ts'
import { CONTRACT } from '../wire/contract-version.ts'
import { EnrolReplySchema, EnrolRequestSchema } from '../wire/link.generated.ts'
import { fingerprintOf, toPem, writeCertificate } from './certificate.ts'
import type { Credentials } from './credentials.ts'
import { type EnrolmentToken, readToken } from './enrolment-token.ts'
import { newKeyPair } from './generations.ts'
import { proveKey } from './key-proof.ts'
import { readMessage, writeMessage } from './one-message.ts'
import { peerNameOf } from './peer-name.ts'

export interface EnrolAddress {
  readonly host: string
  readonly port: number
}

/**
 * How an edge gets its first certificate: with the token that `connect certs` made, over a connection to the manager, which
 * either may open. Its key is made here and never leaves. Rejects with a sentence for people.
 */
export async function enrolByDialling(tokenText: string, { host, port }: EnrolAddress): Promise<Credentials> {
  const token = parse(tokenText)
  const socket = connect({
    host,
    port,
    servername: SERVER_NAME,
    ALPNProtocols: [ENROL_PROTOCOL],
    minVersion: 'TLSv1.3',
    // Nobody is known yet: `assertManager` judges by the fingerprint in the token before anything is sent.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    timeout: HANDSHAKE_MS,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
    socket.once('timeout', () => {
      socket.destroy()
      reject(new Error(`no handshake within ${HANDSHAKE_MS / 1_000} s`))
    })
    socket.once('close', () => reject(new Error('the other side closed the connection during the handshake')))
  })
  return enrolOver(socket, token)
}

/**
 * The same where the manager opens the connection: listens until one has enrolled us. `onListening` is told the port. What
 * comes from anybody else is let go.
 */
export async function enrolByListening(
  tokenText: string,
  { host, port }: EnrolAddress,
  onListening: (port: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Credentials> {
  const token = parse(tokenText)
  const server = createServer({
    ...selfSigned(),
    ALPNProtocols: [ENROL_PROTOCOL],
    minVersion: 'TLSv1.3',
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_MS,
    pauseOnConnect: true,
  })
  const { promise, resolve, reject } = Promise.withResolvers<Credentials>()
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {})
    enrolOver(socket, token).then(resolve, (failure: unknown) => {
      // A stranger ends nothing; the manager's refusal does.
      if (failure instanceof EnrolmentRefused) reject(failure)
      else socket.destroy()
    })
  })
  server.on('error', reject)
  server.listen(port, host, () => onListening((server.address() as AddressInfo).port))
  const abort = (): void => reject(new Error('given up'))
  signal?.addEventListener('abort', abort)
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', abort)
    server.close()
  }
}

/** The manager said no. */
export class EnrolmentRefused extends Error {
  override readonly name = 'EnrolmentRefused'
}

async function enrolOver(socket: TLSSocket, token: EnrolmentToken): Promise<Credentials> {
  try {
    assertManager(socket, token)
    const { privateKey } = newKeyPair()
    const { publicKey, signature } = proveKey(privateKey)
    const request = create(EnrolRequestSchema, {
      contractMajor: CONTRACT.major,
      contractMinor: CONTRACT.minor,
      tokenId: token.id,
      secret: Uint8Array.from(token.secret),
      publicKey: Uint8Array.from(publicKey),
      signature: Uint8Array.from(signature),
    })
    const answer = readMessage(socket)
    writeMessage(socket, toBinary(EnrolRequestSchema, request))
    const reply = fromBinary(EnrolReplySchema, await answer)
    if (reply.refused || reply.certificate.length === 0) throw new EnrolmentRefused(reply.refused || 'refused')
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    return { key, certificate: toPem(reply.certificate), authorities: reply.authorities.map(toPem) }
  } finally {
    socket.end()
  }
}

/**
 * That the other side is a manager whose certificate was signed by the authority of the token. It has the key of that
 * certificate, or there would be no TLS connection.
 */
function assertManager(socket: TLSSocket, { fingerprint }: EnrolmentToken): void {
  if (socket.alpnProtocol !== ENROL_PROTOCOL) throw new Error('the other side lets nobody enrol')
  const own = socket.getPeerX509Certificate()
  const authority = own?.issuerCertificate
  if (!own || !authority) throw new Error('the other side did not show the certificate of its authority')
  if (!fingerprintOf(authority.raw).equals(fingerprint)) {
    throw new Error(
      'the authority of the other side is not the one of the token: wrong address, or somebody in between',
    )
  }
  const nowMs = systemClock.nowMs()
  const inTime = own.validFromDate.getTime() <= nowMs && nowMs < own.validToDate.getTime()
  const signed = authority.ca && own.checkIssued(authority) && own.verify(authority.publicKey)
  if (!signed || !inTime || peerNameOf(own)?.role !== 'manager') {
    throw new Error('the certificate of the other side is not that of a manager, or has ended: compare the clocks')
  }
}

function parse(text: string): EnrolmentToken {
  const token = readToken(text)
  if (!token) throw new Error('this is no enrolment token: it begins with cet1. and has four parts; copy all of it')
  return token
}

/** A certificate that says nothing: TLS wants one of whoever listens. */
function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = newKeyPair()
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const commonName = 'edge that enrols'
  const nowMs = systemClock.nowMs()
  const der = writeCertificate({
    commonName,
    use: 'authority',
    serial: randomBytes(16),
    notBeforeMs: nowMs - 3_600_000,
    notAfterMs: nowMs + 86_400_000,
    publicKey: spki,
    issuer: { commonName, publicKey: spki, key: privateKey },
  })
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: new X509Certificate(der).toString(),
  }
}
