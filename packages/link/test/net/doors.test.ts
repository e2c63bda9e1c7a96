import assert from 'node:assert/strict'
import { randomBytes, X509Certificate } from 'node:crypto'
import { connect as connectTcp } from 'node:net'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { systemClock, systemRandom } from '@smpp-connect/kernel'
import { type Credentials, type Dialled, dialTls } from '@smpp-connect/link'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { writeCertificate } from '../../src/certs/certificate.ts'
import { newKeyPair } from '../../src/certs/generations.ts'
import { decodeFrame } from '../../src/wire/frame.ts'
import { FrameSplitter } from '../../src/wire/framing.ts'
import { authorityIn, enrolled, TlsWorld } from './tls-world.ts'

const DAY_MS = 86_400_000

/** Dials the manager's door as an edge would, and tells what the manager says before it lets go. */
async function knock(port: number, credentials: Partial<Credentials>): Promise<string> {
  const socket = connectTls({
    host: '127.0.0.1',
    port,
    key: credentials.key,
    cert: credentials.certificate,
    ALPNProtocols: ['connect-link/1'],
    rejectUnauthorized: false,
  })
  const splitter = new FrameSplitter()
  const heard: string[] = []
  socket.on('data', (octets: Buffer) => {
    for (const one of splitter.take(octets) as readonly Uint8Array[]) {
      const kind = decodeFrame(one)?.kind
      heard.push(kind?.case === 'goodbye' ? `${kind.value.code}: ${kind.value.text}` : String(kind?.case))
    }
  })
  socket.on('error', ({ message }) => heard.push(message))
  await new Promise((resolve) => socket.once('close', resolve))
  return heard.join('; ')
}

/** An edge's certificate by this world's authority, good from and until such a time from now. */
function timed(world: TlsWorld, fromMs: number, untilMs: number): Credentials {
  const later = { ...systemClock, nowMs: () => systemClock.nowMs() + fromMs + 3_600_000 }
  const before = authorityIn(world.authorityFolder, later)
  const good = enrolled(before, 'london')
  const { validToDate } = new X509Certificate(good.certificate)
  assert.ok(Math.abs(validToDate.getTime() - (systemClock.nowMs() + untilMs)) < 2 * 3_600_000)
  return good
}

test('the manager lets in only an edge with a good certificate of its own authority', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  using elsewhere = temporaryFolder()
  const good = enrolled(world.authority, 'london')
  const paris = enrolled(world.authority, 'paris')
  world.authority.revoke('paris')

  const cases: readonly (readonly [string, Partial<Credentials>, RegExp])[] = [
    ['without a certificate', {}, /^identity: it showed no certificate$/],
    [
      'of another authority',
      enrolled(authorityIn(elsewhere.path), 'london'),
      /^identity: .*not signed by our authority$/,
    ],
    ['signed by itself', selfMade(), /^identity: .*not signed by our authority$/],
    ['expired', timed(world, -91 * DAY_MS, -DAY_MS), /^identity: its certificate has expired/],
    ['of tomorrow', timed(world, DAY_MS, 91 * DAY_MS), /^identity: its certificate is not valid yet/],
    [
      'of a manager',
      world.authority.managerCredentials('other'),
      /^identity: .* of the manager other; expected was one of role edge$/,
    ],
    ['revoked', paris, /^revoked: its certificate was revoked$/],
  ]
  for (const [what, credentials, expected] of cases) {
    await t.test(what, async () => assert.match(await knock(port, credentials), expected))
  }
  await t.test('a good one, whose bearer says nothing', async () => {
    assert.match(await knock(port, good), /^protocol: nothing that begins a link came within 10 s$/)
  })
  assert.equal(world.book.said('edge up'), false)
})

test('an edge speaks only to a manager of its own authority', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  using elsewhere = temporaryFolder()
  const stranger = enrolled(authorityIn(elsewhere.path), 'london')

  const dial = (credentials: Credentials, id?: string, isRevoked = (_: string): boolean => false): Promise<Dialled> =>
    dialTls(
      {
        host: '127.0.0.1',
        port,
        credentials: () => credentials,
        expected: { role: id === undefined ? 'manager' : 'edge', id, isRevoked },
      },
      new AbortController().signal,
    )
  const reason = (dialled: Dialled): string => (dialled.kind === 'failed' ? dialled.reason : dialled.kind)

  assert.match(reason(await dial(stranger)), /its certificate is not signed by our authority/)
  assert.match(
    reason(await dial(world.edgeCredentials, 'paris')),
    /that of the manager main; expected was one of role edge/,
  )
  assert.match(reason(await dial(world.edgeCredentials, undefined, () => true)), /its certificate was revoked/)
  assert.equal(reason(await dial(world.edgeCredentials)), 'connected')
})

test('a manager that dials speaks only to the edge it means', async (t) => {
  const world = new TlsWorld('london')
  t.after(() => world.stop())
  const { port } = await world.edgeListens()
  await world.managerDials(port, 'paris')
  await eventually('a refusal', () => world.book.said('its certificate names london; expected was paris'))
  assert.equal(world.book.said('edge up'), false)
})

test('an edge cannot call itself by another name than its certificate', async (t) => {
  const world = new TlsWorld('london')
  t.after(() => world.stop())
  world.edgeCredentials = enrolled(world.authority, 'paris')
  await world.edgeDials((await world.managerListens()).port)
  await eventually('a refusal', () => world.book.said('it calls itself london, and its certificate names paris'))
  assert.equal(world.book.said('edge up'), false)
})

test('what is no TLS, or an older one, or no link, is let go and harms nobody', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  const closed = (write: (socket: ReturnType<typeof connectTcp>) => void): Promise<unknown> => {
    const socket = connectTcp(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.once('connect', () => write(socket))
    return new Promise((resolve) => socket.once('close', resolve))
  }
  await closed((socket) => socket.write('GET / HTTP/1.1\r\n\r\n'))
  await closed((socket) => socket.write(randomBytes(5_000)))
  await closed((socket) => socket.resetAndDestroy())
  const { key, certificate } = world.edgeCredentials
  for (const options of [
    { maxVersion: 'TLSv1.2' as const, ALPNProtocols: ['connect-link/1'] },
    { ALPNProtocols: ['h2'] },
  ]) {
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      key,
      cert: certificate,
      rejectUnauthorized: false,
      ...options,
    })
    await assert.rejects(new Promise((resolve, reject) => socket.once('error', reject).once('secureConnect', resolve)))
  }
  await world.edgeDials(port)
  await eventually('the link', () => world.book.said('link up'))
})

test('octets that are no frames end a link, and a new one begins', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  const { key, certificate } = world.edgeCredentials
  for (const [octets, expected] of [
    [Buffer.from('ffffffff', 'hex'), /protocol: a frame of 4294967295 octets was announced; 4194304 are allowed/],
    [Buffer.from('00000003ffffff', 'hex'), /protocol: what came is no frame of the link contract/],
    [Buffer.from('00000000', 'hex'), /protocol: the first frame is no hello/],
  ] as const) {
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      key,
      cert: certificate,
      ALPNProtocols: ['connect-link/1'],
      rejectUnauthorized: false,
    })
    const heard: Buffer[] = []
    socket.on('data', (some: Buffer) => heard.push(some)).on('error', () => {})
    socket.once('secureConnect', () => socket.write(octets))
    await new Promise((resolve) => socket.once('close', resolve))
    const kind = decodeFrame(Buffer.concat(heard).subarray(4))?.kind
    assert.match(kind?.case === 'goodbye' ? `${kind.value.code}: ${kind.value.text}` : 'nothing', expected)
  }
})

function selfMade(): Credentials {
  const { privateKey, publicKey } = newKeyPair()
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const nowMs = systemClock.nowMs()
  const certificate = new X509Certificate(
    writeCertificate({
      commonName: 'london',
      use: { role: 'edge', id: 'london' },
      serial: systemRandom.octets(16),
      notBeforeMs: nowMs - 1_000,
      notAfterMs: nowMs + DAY_MS,
      publicKey: spki,
      issuer: { commonName: 'london', publicKey: spki, key: privateKey },
    }),
  ).toString()
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, certificate, authorities: [] }
}
