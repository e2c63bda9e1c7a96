import assert from 'node:assert/strict'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder, VirtualClock } from '@smpp-connect/testkit'
import { newKeyPair } from '../../src/certs/generations.ts'
import { proveKey } from '../../src/certs/key-proof.ts'
import { authorityIn, enrolled } from '../net/tls-world.ts'

const DAY_MS = 86_400_000

test('a certificate says what it should, by the reading of OpenSSL', () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock(Date.UTC(2026, 10, 26, 12))
  const authority = authorityIn(folder.path, clock)
  const [certificate] = authority.certificates
  assert.ok(certificate)
  assert.equal(certificate.ca, true)
  assert.equal(certificate.subject, 'CN=Connect link authority')
  assert.equal(certificate.issuer, certificate.subject)
  assert.ok(certificate.verify(certificate.publicKey))
  assert.equal(certificate.fingerprint256.replaceAll(':', '').toLowerCase(), authority.fingerprints.join())

  const london = new X509Certificate(enrolled(authority, 'london').certificate)
  assert.equal(london.ca, false)
  assert.equal(london.subject, 'CN=london')
  assert.equal(london.subjectAltName, 'URI:connect://edge/london')
  assert.deepEqual(london.keyUsage, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])
  assert.equal(london.validFromDate.toISOString(), '2026-11-26T11:00:00.000Z')
  assert.equal(london.validToDate.toISOString(), '2027-02-24T12:00:00.000Z')
  assert.ok(london.checkIssued(certificate))
  assert.ok(london.verify(certificate.publicKey))
  assert.match(london.serialNumber, /^[4-7][0-9A-F]{31}$/)
})

test('a certificate that ends after 2049 has its time in four digits of the year', () => {
  using folder = temporaryFolder()
  const [certificate] = authorityIn(folder.path, new VirtualClock(Date.UTC(2045, 5, 1))).certificates
  assert.equal(certificate?.validToDate.toISOString(), '2055-05-30T00:00:00.000Z')
})

test('the authority is the same when it is opened again, and notices a pair that does not fit', () => {
  using folder = temporaryFolder()
  const { fingerprints } = authorityIn(folder.path)
  assert.deepEqual(authorityIn(folder.path).fingerprints, fingerprints)
  using other = temporaryFolder()
  const stranger = authorityIn(other.path).certificates.join('')
  const file = join(folder.path, 'authority-1.pem')
  const [key] = readFileSync(file, 'utf8').split('-----BEGIN CERTIFICATE')
  writeFileSync(file, `${key}${stranger}`)
  assert.throws(() => authorityIn(folder.path), /authority-1\.pem: the key does not fit the certificate/)
})

test('an authority of before there could be two is taken over, whatever a kill has left of its files', () => {
  using folder = temporaryFolder()
  const { fingerprints } = authorityIn(folder.path)
  const now = join(folder.path, 'authority-1.pem')
  const whole = readFileSync(now, 'utf8')
  const at = whole.indexOf('-----BEGIN CERTIFICATE')
  const former = { 'authority-key.pem': whole.slice(0, at), 'authority.pem': whole.slice(at) }
  const takenOver = (): readonly string[] => {
    const found = authorityIn(folder.path).fingerprints
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.endsWith('.pem')),
      ['authority-1.pem'],
    )
    return found
  }
  const write = (...names: readonly (keyof typeof former)[]): void => {
    for (const name of names) writeFileSync(join(folder.path, name), former[name])
  }
  write('authority-key.pem', 'authority.pem')
  rmSync(now)
  assert.deepEqual(takenOver(), fingerprints, 'both, and nothing else')
  write('authority-key.pem', 'authority.pem')
  assert.deepEqual(takenOver(), fingerprints, 'killed before the two were removed')
  write('authority-key.pem')
  assert.deepEqual(takenOver(), fingerprints, 'killed between the two')
  using other = temporaryFolder()
  const stranger = authorityIn(other.path).certificates.join('')
  write('authority-key.pem')
  writeFileSync(join(folder.path, 'authority.pem'), stranger)
  assert.throws(() => authorityIn(folder.path), /authority\.pem does not fit .*authority-key\.pem/)
})

test('an edge gets the next certificate for a key that it has, and for no other', async () => {
  using folder = temporaryFolder()
  const authority = authorityIn(folder.path)
  const { certificate } = enrolled(authority, 'london')
  const serial = new X509Certificate(certificate).serialNumber
  const { privateKey } = newKeyPair()
  const { publicKey, signature } = proveKey(privateKey)
  const renewal = await authority.renew({ edgeId: 'london', serial, publicKey, signature })
  assert.equal(renewal.kind, 'renewed')
  const next = new X509Certificate(renewal.kind === 'renewed' ? renewal.certificate : '')
  assert.ok(next.publicKey.equals(createPublicKey(privateKey)))
  assert.equal(next.subjectAltName, 'URI:connect://edge/london')

  const stolen = { edgeId: 'london', serial: '40'.repeat(16), publicKey, signature }
  assert.deepEqual(await authority.renew(stolen), {
    kind: 'refused',
    reason: 'the certificate is in no record of the authority; enrol again',
  })
  assert.equal((await authority.renew({ ...stolen, edgeId: 'paris', serial })).kind, 'refused')
  const foreign = proveKey(newKeyPair().privateKey)
  assert.deepEqual(await authority.renew({ edgeId: 'london', serial, publicKey: foreign.publicKey, signature }), {
    kind: 'refused',
    reason: 'the signature does not fit the key',
  })
  const junk = { edgeId: 'london', serial, publicKey: Uint8Array.of(1, 2, 3), signature }
  assert.deepEqual(await authority.renew(junk), { kind: 'refused', reason: 'the public key cannot be read' })
})

test('revoking takes all certificates of an edge, and the next is not to be had with one of them', async () => {
  using folder = temporaryFolder()
  const authority = authorityIn(folder.path)
  const first = new X509Certificate(enrolled(authority, 'london').certificate).serialNumber
  enrolled(authority, 'london')
  enrolled(authority, 'paris')
  assert.equal(authority.revoke('london'), 2)
  assert.equal(authority.revoke('london'), 0)
  assert.deepEqual(
    authority.issued().map(({ edgeId, revoked }) => [edgeId, revoked]),
    [
      ['london', true],
      ['london', true],
      ['paris', false],
    ],
  )
  const { publicKey, signature } = proveKey(newKeyPair().privateKey)
  const asked = await authority.renew({ edgeId: 'london', serial: first, publicKey, signature })
  assert.deepEqual(asked, { kind: 'refused', reason: 'the certificate was revoked' })
  assert.equal(authority.issued().filter(({ edgeId }) => edgeId === 'london').length, 2)
})

test('an id that would need quoting is refused', () => {
  using folder = temporaryFolder()
  const authority = authorityIn(folder.path)
  for (const id of ['', 'London', 'a b', '../x', 'a,b', '-a', 'a-', 'a'.repeat(41)]) {
    assert.throws(() => authority.newToken(id, DAY_MS), /an edge id is 1 to 40 of a-z, 0-9 and -/)
  }
})
