import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rootCertificates, setDefaultCACertificates } from 'node:tls'
import { systemClock } from '@smpp-connect/kernel'
import { Status } from '@smpp-connect/smpp'
import { eventually, testAuthority, testCertificate } from '@smpp-connect/testkit'
import { closedPort, place, smsc } from './places.ts'
import { course, PATIENT, trial, WHOLE_COURSE } from './trial.ts'

setDefaultCACertificates([...rootCertificates, testAuthority()])

test('a bind that works: every step, and what the SMSC says of itself', async () => {
  await using place = await smsc()
  const found = await trial(place.port)
  assert.equal(found.diagnosis, null)
  assert.equal(course(found), WHOLE_COURSE)
  assert.equal(found.facts.remoteAddress, `127.0.0.1:${place.port}`)
  assert.equal(found.facts.localAddress, '127.0.0.1')
  assert.equal(found.facts.smscSystemId, 'SMSC1')
  assert.equal(found.facts.smscVersion, '5.0')
  assert.ok((found.facts.roundTripMs ?? -1) >= 0)
  assert.equal(found.facts.tls, null)
  assert.deepEqual(found.notes, [])
  assert.deepEqual(place.attempts, ['transceiver 34'])
  await eventually('the session is over at the SMSC', () => place.server.sessions.size === 0)
})

test('with a name and TLS there are two steps more, and the certificate is told', async () => {
  await using place = await smsc({ tls: testCertificate('good') })
  const found = await trial(place.port, { given: { host: 'localhost', tls: true } })
  assert.equal(course(found), `name ok, connection ok, tls ok, bind ok, enquire-link ok, unbind ok`)
  const { tls } = found.facts
  assert.equal(tls?.subject, 'localhost')
  assert.equal(tls.issuer, 'trial test authority')
  assert.deepEqual(tls.names, ['localhost'])
  assert.equal(new Date(tls.validToMs).toISOString(), '2120-01-01T00:00:00.000Z')
  assert.match(tls.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  assert.match(tls.protocol, /^TLSv1\.[23]$/)
  assert.notEqual(tls.cipher, '')
})

test('a certificate that ends soon is worth a note', async () => {
  await using place = await smsc({ tls: testCertificate('good') })
  const atMs = Date.parse('2119-12-20T12:00:00Z')
  const found = await trial(place.port, {
    given: { host: 'localhost', tls: true },
    world: { clock: { ...systemClock, nowMs: () => atMs } },
  })
  assert.deepEqual(found.notes, ['The certificate of the SMSC ends in 11 days.'])
})

for (const bindType of ['transmitter', 'receiver'] as const) {
  test(`a ${bindType} is tried as one`, async () => {
    await using place = await smsc()
    const found = await trial(place.port, { order: { bindType } })
    assert.equal(found.diagnosis, null)
    assert.equal(found.bindType, bindType)
    assert.deepEqual(place.attempts, [`${bindType} 34`])
  })
}

test('what the SMSC sends at once is put off, so that it keeps it', async () => {
  const statuses: number[] = []
  const deliverSm = { command: 'deliver_sm', destinationAddr: '60777', shortMessage: Buffer.from('Hi') } as const
  await using place = await smsc({
    onSession: (session) => {
      session.requestWith(deliverSm, (outcome) => {
        statuses.push(outcome.kind === 'refused' ? outcome.status : -1)
      })
    },
  })
  const found = await trial(place.port)
  assert.equal(found.diagnosis, null)
  assert.deepEqual(statuses, [Status.ESME_RX_T_APPN])
  assert.match(found.notes.join(), /sent a message at once\. It was asked to keep/)
})

test('an unbind without an answer is a note, not a failure', async () => {
  await using there = await place((socket) => {
    socket.on('data', (octets: Buffer) => {
      // bind_transceiver, enquire_link, unbind: the first two are answered, the third ends the connection.
      const commandId = octets.readUInt32BE(4)
      if (commandId === 9) socket.write(answer(octets, '80000009', '00'))
      else if (commandId === 0x15) socket.write(answer(octets, '80000015'))
      else socket.end()
    })
  })
  const found = await trial(there.port)
  assert.equal(found.diagnosis, null)
  assert.equal(found.facts.smscSystemId, '')
  assert.equal(found.facts.smscVersion, null)
  assert.deepEqual(found.notes, ['The SMSC did not answer unbind. It may hold the bind for a while.'])
})

test('with as many binds as are wanted all but the bind is tried', async () => {
  await using place = await smsc()
  const found = await trial(place.port, { order: { ownBinds: 1, mayBind: false } })
  assert.equal(found.diagnosis?.code, 'own-bind-up')
  assert.equal(course(found), 'connection ok, bind failed')
  assert.deepEqual(place.attempts, [])
})

test('a trial that is aborted ends, and leaves nothing open', async () => {
  await using there = await place(() => {})
  const stopping = new AbortController()
  const under = trial(there.port, { world: { signal: stopping.signal, limits: { ...PATIENT, listenMs: 30_000 } } })
  await new Promise((resolve) => setImmediate(resolve))
  stopping.abort(new Error('the edge is stopping'))
  await assert.rejects(under, { message: 'the edge is stopping' })
})

test('a failed step takes its words from the diagnosis, and those before it stay', async () => {
  const found = await trial(await closedPort(), { given: { host: 'localhost' } })
  assert.equal(course(found), 'name ok, connection failed')
  assert.equal(found.steps[1]?.words, 'Nothing listens on that port')
})

function answer(request: Buffer, commandId: string, body = ''): Buffer {
  const length = (16 + body.length / 2).toString(16).padStart(8, '0')
  return Buffer.from(`${length}${commandId}00000000${request.subarray(12, 16).toString('hex')}${body}`, 'hex')
}
