import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { describe, it } from 'node:test'
import { type ClientOptions, type ServerOptions, SmppClient, SmppServer } from '../../src/index.ts'
import { dialSocket } from '../../src/net/dial.ts'
import { RawPeer, ScriptedSmsc } from '../../src/testing/index.ts'
import { authority, clientCertificate, serverCertificate, strangerCertificate } from './certificates.ts'

const limit = { timeout: 20_000 }
const message = { destinationAddr: '447700900123', shortMessage: new Uint8Array(100).fill(0x41) }

function serve(options: Partial<ServerOptions> = {}): Promise<SmppServer> {
  let count = 0
  return SmppServer.listen({
    port: 0,
    onBind: (attempt) => attempt.password === 'secret' || 'ESME_RINVPASWD',
    onRequest: () => ({ messageId: String(++count) }),
    ...options,
  })
}

function clientOf(server: { readonly port: number }, options: Partial<ClientOptions> = {}): SmppClient {
  return new SmppClient({ host: 'localhost', port: server.port, systemId: 'me', password: 'secret', ...options })
}

/** The reason of the first wait. */
async function firstFailure(options: Partial<ClientOptions>, port: number): Promise<string> {
  const client = clientOf({ port }, { ...options, reconnect: false }).start()
  await assert.rejects(client.bound())
  return client.state.reason
}

describe('TCP', limit, () => {
  it('carries requests both ways, thousands of them in order', async () => {
    await using server = await serve({ windowSize: 50 })
    const delivered: string[] = []
    await using client = clientOf(server.address, {
      windowSize: 50,
      onRequest: (request) => {
        if (request.command === 'deliver_sm') delivered.push(request.destinationAddr)
      },
    })
    client.start()
    await client.bound()
    const [session] = server.sessions
    assert.ok(session)
    const outcomes = await Promise.all(Array.from({ length: 3_000 }, () => client.submitSm(message)))
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind === 'answered' && outcome.response.messageId),
      outcomes.map((_outcome, at) => String(at + 1)),
    )
    const back = await Promise.all(
      Array.from({ length: 1_000 }, (_value, at) =>
        session.request({ command: 'deliver_sm', destinationAddr: String(at) }),
      ),
    )
    assert.ok(back.every((outcome) => outcome.kind === 'answered'))
    assert.deepEqual(
      delivered,
      Array.from({ length: 1_000 }, (_value, at) => String(at)),
    )
  })

  it('carries PDUs larger than the buffers of the operating system', async () => {
    const received: number[] = []
    await using server = await serve({
      maxPduOctets: 4_000_000,
      onRequest: (request) => {
        if (request.command === 'data_sm') received.push(request.tlvs.messagePayload?.length ?? 0)
        return undefined
      },
    })
    await using client = clientOf(server.address, { windowSize: 100 }).start()
    await client.bound()
    const messagePayload = new Uint8Array(65_000).fill(7)
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => client.dataSm({ destinationAddr: '1', tlvs: { messagePayload } })),
    )
    assert.ok(outcomes.every((outcome) => outcome.kind === 'answered'))
    assert.deepEqual(received, Array(60).fill(65_000))
  })

  it('says in plain words what is wrong', async () => {
    const free = await serve()
    const { port } = free.address
    await free.close()
    assert.match(await firstFailure({}, port), /nothing listens there/)
    await using server = await serve()
    assert.match(await firstFailure({ password: 'wrong' }, server.address.port), /ESME_RINVPASWD/)
    assert.match(await firstFailure({ tls: true }, server.address.port), /cut the TLS handshake off/)
    const web = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const address = web.address()
    assert.ok(typeof address === 'object' && address !== null)
    assert.match(await firstFailure({ host: '127.0.0.1' }, address.port), /HTTP, not SMPP/)
    await new Promise((resolve) => web.close(resolve))
    await assert.rejects(serve({ port: server.address.port }), { code: 'EADDRINUSE' })
  })

  it('tells octets that were handed over from octets that were not, when the peer resets', async () => {
    await using smsc = await ScriptedSmsc.start()
    smsc.always('submit_sm', 'silence')
    await using client = clientOf(smsc, { host: '127.0.0.1', windowSize: 10 }).start()
    await client.bound()
    const outcomes = Promise.all(Array.from({ length: 12 }, () => client.submitSm(message)))
    await smsc.waitFor('submit_sm', 10)
    smsc.dropAll()
    const kinds = (await outcomes).map((outcome) => outcome.kind)
    assert.deepEqual(kinds, [...Array(10).fill('uncertain'), ...Array(2).fill('notSent')])
  })

  it('keeps memory bounded when the peer sends and never reads', async () => {
    // Long answers fill the buffers of the operating system sooner.
    const tlvs = { additionalStatusInfoText: 'x'.repeat(250) }
    await using server = await serve({ maxOutgoingOctets: 100_000, onRequest: () => ({ tlvs }) })
    const transport = await dialSocket({ host: '127.0.0.1', port: server.address.port })(new AbortController().signal)
    const peer = new RawPeer(transport)
    peer.send({ command: 'bind_transceiver', systemId: 'me', password: 'secret', sequenceNumber: 1 })
    await peer.waitFor('bind_transceiver_resp')
    transport.pause()
    const [session] = server.sessions
    assert.ok(session)
    const burst = Array.from(
      { length: 500 },
      (_value, at) => ({ command: 'query_sm', messageId: 'a', sequenceNumber: at + 2 }) as const,
    )
    let sent = 0
    let handled = -1
    // Sends until the server has stopped reading: nothing more is handled although more was sent.
    while (handled !== session.counters.pdusIn && sent < 500) {
      handled = session.counters.pdusIn
      for (let round = 0; round < 20; round++) {
        peer.send(...burst)
        sent++
      }
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.ok(session.counters.pdusIn < sent * 500, 'the server has stopped reading')
    transport.destroy()
    await session.closed
  })
})

describe('TLS', limit, () => {
  it('verifies the server, sends SNI, and tells that the session is secure', async () => {
    await using server = await serve({ tls: serverCertificate })
    await using client = clientOf(server.address, { tls: { ca: authority } }).start()
    await client.bound()
    assert.ok(client.state.kind === 'bound' && client.state.secure)
    assert.equal((await client.submitSm(message)).kind, 'answered')
  })

  it('refuses a certificate that is not trusted, or for another name', async () => {
    await using stranger = await serve({ tls: strangerCertificate })
    assert.match(await firstFailure({ tls: { ca: authority } }, stranger.address.port), /self-signed and not trusted/)
    assert.match(await firstFailure({ tls: true }, stranger.address.port), /not trusted/)
    await using server = await serve({ tls: serverCertificate })
    const other = { tls: { ca: authority, serverName: 'smsc.example' } }
    assert.match(await firstFailure(other, server.address.port), /for another name/)
    await using trusting = clientOf(stranger.address, { tls: { rejectUnauthorized: false } }).start()
    await trusting.bound()
  })

  it('takes only pinned certificates where told so', async () => {
    await using server = await serve({ tls: strangerCertificate })
    const { fingerprint256 } = new X509Certificate(strangerCertificate.cert)
    const pinned = { rejectUnauthorized: false, pins: [fingerprint256] }
    await using client = clientOf(server.address, { tls: pinned }).start()
    await client.bound()
    const other = new X509Certificate(serverCertificate.cert).fingerprint256.replaceAll(':', '').toLowerCase()
    const reason = await firstFailure({ tls: { ...pinned, pins: [other] } }, server.address.port)
    assert.match(reason, /not one of those expected/)
  })

  it('asks for client certificates', async () => {
    await using server = await serve({ tls: { ...serverCertificate, clientCa: authority } })
    await using client = clientOf(server.address, { tls: { ca: authority, ...clientCertificate } }).start()
    await client.bound()
    await firstFailure({ tls: { ca: authority, ...strangerCertificate } }, server.address.port)
    await firstFailure({ tls: { ca: authority } }, server.address.port)
  })

  it('takes a renewed certificate without a restart, on both sides', async () => {
    await using server = await serve({ tls: strangerCertificate })
    await firstFailure({ tls: { ca: authority } }, server.address.port)
    server.renewTls(serverCertificate)
    let asked = 0
    const tls = () => {
      asked++
      return { ca: authority }
    }
    await using client = clientOf(server.address, { tls }).start()
    await client.bound()
    assert.equal(asked, 1)
    await using plain = await serve()
    assert.throws(() => plain.renewTls(serverCertificate), /without TLS/)
  })
})

describe('PROXY protocol', limit, () => {
  const v1 = Buffer.from('PROXY TCP4 203.0.113.7 198.51.100.1 40000 2775\r\n')

  async function bindThrough(header: Uint8Array, options: Partial<ServerOptions> = {}): Promise<string> {
    await using server = await serve({ proxyProtocol: true, ...options })
    const transport = await dialSocket({ host: '127.0.0.1', port: server.address.port })(new AbortController().signal)
    const peer = new RawPeer(transport)
    for (const octet of header) peer.sendOctets(Uint8Array.of(octet))
    peer.send({ command: 'bind_transceiver', systemId: 'me', password: 'secret', sequenceNumber: 1 })
    await peer.waitFor('bind_transceiver_resp')
    const [session] = server.sessions
    transport.destroy()
    return `${session?.remote.address} ${session?.remote.port}`
  }

  it('takes the address of the client, octet by octet', async () => {
    assert.equal(await bindThrough(v1), '203.0.113.7 40000')
    const v2 = Buffer.from('0d0a0d0a000d0a515549540a2111000ccb007107c63364019c400ad7', 'hex')
    assert.equal(await bindThrough(v2), '203.0.113.7 40000')
  })

  it('drops a connection without the header', async () => {
    await assert.rejects(bindThrough(new Uint8Array(0)), /ended before bind_transceiver_resp/)
  })

  it('works in front of TLS', async () => {
    await using server = await serve({ proxyProtocol: true, tls: serverCertificate })
    const { connect: connectTls } = await import('node:tls')
    const raw = connect({ port: server.address.port, host: '127.0.0.1' })
    await new Promise((resolve) => raw.once('connect', resolve))
    raw.write(v1)
    const secured = connectTls({ socket: raw, servername: 'localhost', ca: authority })
    await new Promise((resolve) => secured.once('secureConnect', resolve))
    while (server.sessions.size === 0) await new Promise((resolve) => setImmediate(resolve))
    const [session] = server.sessions
    assert.deepEqual(session?.remote, { address: '203.0.113.7', port: 40_000 })
    assert.equal(session?.secure, true)
    secured.destroy()
  })
})
