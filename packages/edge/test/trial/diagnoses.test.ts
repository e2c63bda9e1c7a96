import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { after, test } from 'node:test'
import { rootCertificates, setDefaultCACertificates } from 'node:tls'
import { BIND_DIAGNOSES, type BindDiagnosisCode } from '@smpp-connect/contracts'
import type { StatusName } from '@smpp-connect/smpp'
import { testAuthority, testCertificate } from '@smpp-connect/testkit'
import { closedPort, type Place, place, type SmscOptions, smsc, tlsPlace } from './places.ts'
import { course, PATIENT, StandingClock, type TrialOptions, trial } from './trial.ts'

const AUTHORITY = testAuthority()
const GOOD = testCertificate('good')
const STRANGER = testCertificate('stranger')

setDefaultCACertificates([...rootCertificates, AUTHORITY])

interface Case {
  readonly what: string
  readonly at: () => Promise<Place>
  readonly options?: TrialOptions
  readonly course: string | RegExp
  readonly seen: RegExp
}

/** Codes that a test here has reproduced. */
const reproduced = new Set<string>()

function diagnosed(code: BindDiagnosisCode, one: Case): void {
  reproduced.add(code)
  test(`${one.what}: ${code}`, async () => {
    await using there = await one.at()
    const found = await trial(there.port, one.options)
    assert.equal(found.diagnosis?.code, code, found.diagnosis?.seen ?? 'it is bound')
    assert.match(found.diagnosis?.seen ?? '', one.seen)
    if (typeof one.course === 'string') assert.equal(course(found), one.course)
    else assert.match(course(found), one.course)
    assert.doesNotMatch(JSON.stringify(found), /secret/)
  })
}

after(() => {
  const missing = Object.keys(BIND_DIAGNOSES).filter((code) => !reproduced.has(code))
  assert.deepEqual(missing, [], 'diagnoses that no test here reproduces')
})

const NO_LISTENER = async (): Promise<Place> => ({ port: await closedPort(), [Symbol.asyncDispose]: async () => {} })

// Name.

diagnosed('name-not-found', {
  what: 'a name that the name service does not know',
  at: NO_LISTENER,
  options: { given: { host: 'smpp.example' }, world: { lookUp: () => Promise.reject(coded('ENOTFOUND')) } },
  course: 'name failed',
  seen: /^Looking up smpp\.example: ENOTFOUND\.$/,
})
diagnosed('name-not-found', {
  what: 'a name without an address',
  at: NO_LISTENER,
  options: { given: { host: 'smpp.example' }, world: { lookUp: async () => [] } },
  course: 'name failed',
  seen: /ENOTFOUND/,
})
diagnosed('name-server-silent', {
  what: 'a name server that cannot be asked',
  at: NO_LISTENER,
  options: { given: { host: 'smpp.example' }, world: { lookUp: () => Promise.reject(coded('EAI_AGAIN')) } },
  course: 'name failed',
  seen: /EAI_AGAIN/,
})
const silentNames = new StandingClock()
diagnosed('name-server-silent', {
  what: 'a name server that says nothing',
  at: NO_LISTENER,
  options: {
    given: { host: 'smpp.example' },
    world: {
      clock: silentNames,
      lookUp: () => {
        setImmediate(silentNames.pass)
        return new Promise<readonly LookupAddress[]>(() => {})
      },
    },
  },
  course: 'name failed',
  seen: /no answer/,
})

// Connection.

diagnosed('connection-refused', {
  what: 'a port that nothing listens on',
  at: NO_LISTENER,
  course: 'connection failed',
  seen: /ECONNREFUSED/,
})
for (const [code, diagnosis] of [
  ['EHOSTUNREACH', 'no-route'],
  ['ENETUNREACH', 'no-route'],
  ['ETIMEDOUT', 'connection-timeout'],
  ['EPERM', 'connection-not-permitted'],
  ['EMFILE', 'connection-failed'],
] as const) {
  diagnosed(diagnosis, {
    what: `a connection that the operating system refuses with ${code}`,
    at: NO_LISTENER,
    options: { world: { connect: () => new Socket().destroy(coded(code)) } },
    course: 'connection failed',
    seen: new RegExp(code),
  })
}
const dropped = new StandingClock()
diagnosed('connection-timeout', {
  what: 'a firewall that drops every packet',
  at: NO_LISTENER,
  options: {
    world: {
      clock: dropped,
      connect: () => {
        setImmediate(dropped.pass)
        return new Socket()
      },
    },
  },
  course: 'connection failed',
  seen: /within 30 s/,
})
diagnosed('closed-at-once', {
  what: 'an SMSC that closes to addresses that it does not know',
  at: () => place((socket) => socket.end()),
  options: { world: { limits: { ...PATIENT, listenMs: 30_000 } } },
  course: 'connection ok, bind failed',
  seen: /nothing said, the peer closed/,
})
diagnosed('closed-at-once', {
  what: 'one that resets the connection',
  at: () => place((socket) => socket.resetAndDestroy()),
  options: { world: { limits: { ...PATIENT, listenMs: 30_000 } } },
  // The reset may come so soon that the connection was never there.
  course: /^connection (ok, bind )?failed$/,
  seen: /reset|ECONNRESET/,
})

// TLS.

diagnosed('tls-not-spoken', {
  what: 'TLS to an SMSC without it',
  at: () => smsc(),
  options: { given: { host: 'localhost', tls: true } },
  course: 'name ok, connection ok, tls failed',
  seen: /Without TLS it speaks SMPP/,
})
const silentPort = new StandingClock()
diagnosed('tls-not-spoken', {
  what: 'TLS to a port that says nothing',
  at: () => place((socket) => socket.on('data', silentPort.pass)),
  options: { given: { tls: true }, world: { clock: silentPort } },
  course: 'connection ok, tls failed',
  seen: /No answer to the TLS greeting/,
})
diagnosed('tls-not-spoken', {
  what: 'TLS to a port that closes',
  at: () => place((socket) => socket.once('data', () => socket.end())),
  options: { given: { tls: true } },
  course: 'connection ok, tls failed',
  seen: /handshake was cut off/,
})
diagnosed('http-server', {
  what: 'TLS to a web server without it',
  at: webServer,
  options: { given: { tls: true } },
  course: 'connection ok, tls failed',
  seen: /Without TLS: The first octets are 48 54 54 50/,
})
diagnosed('tls-wanted', {
  what: 'plain SMPP to an SMSC with TLS',
  at: () => smsc({ tls: GOOD }),
  options: { given: { host: 'localhost' } },
  course: 'name ok, connection ok, bind failed',
  seen: /With TLS it speaks|The first octets are 15 03/,
})
diagnosed('tls-wanted', {
  what: 'plain SMPP to an SMSC with TLS whose certificate is not trusted',
  at: () => smsc({ tls: STRANGER }),
  options: { given: { host: 'localhost' } },
  course: 'name ok, connection ok, bind failed',
  seen: /With TLS it speaks|The first octets are 15 03/,
})
diagnosed('tls-not-agreed', {
  what: 'an SMSC with old TLS only',
  at: () =>
    tlsPlace({ ...GOOD, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, (socket) =>
      socket.end(),
    ),
  options: { given: { tls: true } },
  course: 'connection ok, tls failed',
  seen: /TLS says ERR_SSL_/,
})
// With TLS 1.2 the server's alert says no more than that nothing could be agreed on.
for (const [code, maxVersion] of [
  ['tls-not-agreed', 'TLSv1.2'],
  ['tls-client-certificate', 'TLSv1.3'],
] as const) {
  diagnosed(code, {
    what: `an SMSC that wants a certificate of ours, with ${maxVersion}`,
    at: () =>
      tlsPlace({ ...GOOD, ca: AUTHORITY, requestCert: true, rejectUnauthorized: true, maxVersion }, (socket) =>
        socket.end(),
      ),
    options: { given: { host: 'localhost', tls: true }, world: { limits: { ...PATIENT, listenMs: 30_000 } } },
    course:
      maxVersion === 'TLSv1.2' ? 'name ok, connection ok, tls failed' : 'name ok, connection ok, tls ok, bind failed',
    seen: /./,
  })
}
for (const [code, what, tls, error] of [
  ['certificate-untrusted', 'a certificate signed by itself', STRANGER, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['certificate-expired', 'a certificate of the past', testCertificate('expired'), 'CERT_HAS_EXPIRED'],
  ['certificate-not-yet-valid', 'a certificate of the future', testCertificate('early'), 'CERT_NOT_YET_VALID'],
  [
    'certificate-wrong-name',
    'a certificate for another name',
    testCertificate('elsewhere'),
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
] as const) {
  diagnosed(code, {
    what,
    at: () => smsc({ tls }),
    options: { given: { host: 'localhost', tls: true } },
    course: 'name ok, connection ok, tls failed',
    seen: new RegExp(
      `^${error}\\. Certificate of .+, issued by .+, for .+, from \\d{4}-.+ to \\d{4}-.+, SHA-256 [0-9A-F:]{95}`,
    ),
  })
}

// Not SMPP.

diagnosed('http-server', {
  what: 'a web server',
  at: webServer,
  course: 'connection ok, bind failed',
  seen: /^The first octets are 48 54 54 50 .+ \(“HTTP\/1\.1 400/,
})
diagnosed('ssh-server', {
  what: 'an SSH server, which speaks first',
  at: () => place((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')),
  options: { world: { limits: { ...PATIENT, listenMs: 30_000 } } },
  course: 'connection ok, bind failed',
  seen: /SSH-2\.0/,
})
diagnosed('other-protocol', {
  what: 'a mail server',
  at: () => place((socket) => socket.write('220 mail.example ESMTP\r\n')),
  options: { world: { limits: { ...PATIENT, listenMs: 30_000 } } },
  course: 'connection ok, bind failed',
  seen: /220 mail/,
})
diagnosed('not-smpp', {
  what: 'octets that nobody knows',
  at: () => place((socket) => socket.once('data', () => socket.write(Buffer.alloc(20, 0xee)))),
  course: 'connection ok, bind failed',
  seen: /ee ee ee/,
})

// The bind.

const hanging = new StandingClock()
diagnosed('bind-unanswered', {
  what: 'an SMSC that hangs',
  at: () => place((socket) => socket.on('data', hanging.pass)),
  options: { world: { clock: hanging } },
  course: 'connection ok, bind failed',
  seen: /^No answer to bind within 30 s\.$/,
})
diagnosed('closed-on-bind', {
  what: 'an SMSC that closes instead of answering',
  at: () => place((socket) => socket.once('data', () => socket.end())),
  course: 'connection ok, bind failed',
  seen: /the bind sent and not answered, the peer closed/,
})
diagnosed('closed-after-bind', {
  what: 'an SMSC that takes the bind and closes',
  at: () =>
    place((socket) => {
      socket.once('data', (octets: Buffer) => {
        socket.end(Buffer.from(`000000118000000900000000${octets.subarray(12, 16).toString('hex')}00`, 'hex'))
      })
    }),
  course: 'connection ok, bind ok, enquire-link failed',
  seen: /the bind answered/,
})
const halfHanging = new StandingClock()
diagnosed('enquire-link-unanswered', {
  what: 'an SMSC that answers binds only',
  at: () =>
    place((socket) => {
      socket.once('data', (octets: Buffer) => {
        socket.write(Buffer.from(`000000118000000900000000${octets.subarray(12, 16).toString('hex')}00`, 'hex'))
        socket.on('data', halfHanging.pass)
      })
    }),
  options: { world: { clock: halfHanging } },
  course: 'connection ok, bind ok, enquire-link failed',
  seen: /No answer to enquire_link/,
})

const LONG = { given: { password: 'secret-of-14-c' } }
const refusals: readonly (readonly [BindDiagnosisCode, StatusName, TrialOptions?])[] = [
  ['system-id-unknown', 'ESME_RINVSYSID'],
  ['password-wrong', 'ESME_RINVPASWD'],
  ['password-too-long', 'ESME_RINVPASWD', LONG],
  ['password-too-long', 'ESME_RINVMSGLEN', LONG],
  ['already-bound', 'ESME_RALYBND'],
  ['own-bind-refuses', 'ESME_RALYBND', { order: { ownBinds: 1 } }],
  ['own-bind-refuses', 'ESME_RBINDFAIL', { order: { ownBinds: 2 } }],
  ['bind-type-not-allowed', 'ESME_RINVBNDSTS'],
  ['bind-type-not-allowed', 'ESME_RINVCMDID'],
  ['system-type-wrong', 'ESME_RINVSYSTYP'],
  ['bind-throttled', 'ESME_RTHROTTLED'],
  ['smsc-error', 'ESME_RSYSERR'],
  ['bind-failed', 'ESME_RBINDFAIL'],
  ['refused-otherwise', 'ESME_RINVDSTADR'],
]
for (const [code, status, options] of refusals) {
  diagnosed(code, {
    what: `a bind refused with ${status}${options ? ', and more' : ''}`,
    at: () => refusing(status),
    ...(options ? { options } : {}),
    course: 'connection ok, bind failed',
    seen: new RegExp(`^bind_transceiver_resp with ${status} \\(0x[0-9a-f]{8}\\): `),
  })
}
diagnosed('bind-type-not-allowed', {
  what: 'a bind that is answered with generic_nack',
  at: () =>
    place((socket) => {
      socket.once('data', (octets: Buffer) => {
        socket.write(Buffer.from(`000000108000000000000003${octets.subarray(12, 16).toString('hex')}`, 'hex'))
      })
    }),
  course: 'connection ok, bind failed',
  seen: /^generic_nack with ESME_RINVCMDID/,
})

for (const [how, judge] of [
  ['a status', () => 'ESME_RBINDFAIL' as const],
  ['closing', undefined],
] as const) {
  diagnosed('version-refused', {
    what: `an SMSC that refuses SMPP 5.0 by ${how}`,
    at: () =>
      smsc({
        judge: (attempt) => (attempt.interfaceVersion === 0x50 && judge ? judge() : true),
        ...(judge ? {} : { closesOn: 0x50 }),
      }),
    options: { given: { interfaceVersion: '5.0' } },
    course: 'connection ok, bind failed',
    seen: /3\.4/,
  })
}

diagnosed('own-bind-up', {
  what: 'a bind of ours that stands',
  at: () => smsc(),
  options: { order: { ownBinds: 1, mayBind: false } },
  course: 'connection ok, bind failed',
  seen: /^One bind of ours stands with this account\.$/,
})

test('a version that is refused for another reason keeps the reason', async () => {
  await using there = await refusing('ESME_RBINDFAIL')
  const found = await trial(there.port, { given: { interfaceVersion: '3.3' } })
  assert.equal(found.diagnosis?.code, 'bind-failed')
  assert.deepEqual(there.attempts, ['transceiver 33', 'transceiver 34'])
})

test('a wrong password is tried once', async () => {
  await using there = await refusing('ESME_RINVPASWD')
  await trial(there.port, { given: { interfaceVersion: '5.0' } })
  assert.deepEqual(there.attempts, ['transceiver 50'])
})

test('nothing is said to a port whose certificate is not good', async () => {
  const octets: Buffer[] = []
  await using there = await tlsPlace(STRANGER, (socket) => socket.on('data', (chunk: Buffer) => octets.push(chunk)))
  await trial(there.port, { given: { host: 'localhost', tls: true } })
  assert.deepEqual(octets, [])
})

function refusing(status: StatusName): ReturnType<typeof smsc> {
  return smsc({ judge: () => status } satisfies SmscOptions)
}

async function webServer(): Promise<Place> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code })
}
