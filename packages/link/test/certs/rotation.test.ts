import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Authority, Credentials } from '@smpp-connect/link'
import { temporaryFolder, VirtualClock } from '@smpp-connect/testkit'
import { readToken } from '../../src/certs/enrolment-token.ts'
import { isSignedBy, newKeyPair } from '../../src/certs/generations.ts'
import { proveKey } from '../../src/certs/key-proof.ts'
import { authorityIn, enrolled } from '../net/tls-world.ts'

const DAY_MS = 86_400_000
const serialOf = ({ certificate }: Credentials): string => new X509Certificate(certificate).serialNumber
const older = (authority: Authority): readonly string[] =>
  authority.standings().flatMap(({ edgeId, isOlder }) => (isOlder ? [edgeId] : []))

/** What an edge gets that asks over its link. */
async function renewed(authority: Authority, edgeId: string, serial: string): Promise<string> {
  const renewal = await authority.renew({ edgeId, serial, ...proveKey(newKeyPair().privateKey) })
  assert.equal(renewal.kind, 'renewed')
  return new X509Certificate(renewal.kind === 'renewed' ? renewal.certificate : '').serialNumber
}

test('while it is replaced both are trusted, the newer signs for edges and the older for the manager', () => {
  using folder = temporaryFolder()
  const authority = authorityIn(folder.path)
  const [first] = authority.certificates.map(String)
  assert.ok(first)
  assert.ok(authority.rotate())
  assert.equal(authority.rotate(), false, 'one replacement at a time')
  const [second, before] = authority.certificates.map(String)
  assert.ok(second)
  assert.equal(before, first)

  const london = enrolled(authority, 'london')
  assert.ok(isSignedBy(london.certificate, second) && !isSignedBy(london.certificate, first))
  assert.deepEqual(london.authorities, [second, first])
  const main = authority.managerCredentials('main')
  assert.ok(isSignedBy(main.certificate, first) && !isSignedBy(main.certificate, second))
  assert.deepEqual(main.authorities, [second, first])
  // Whoever brings a token compares it with what the manager shows.
  const token = readToken(authority.newToken('paris', DAY_MS))
  assert.deepEqual(token?.fingerprint, createHash('sha256').update(new X509Certificate(first).raw).digest())

  assert.deepEqual(authority.retire({ force: false }), { kind: 'refused', edges: [], tokens: ['paris'] })
  authority.revoke('paris')
  assert.deepEqual(authority.retire({ force: false }), { kind: 'retired', lockedOut: [] })
  assert.deepEqual(authority.certificates.map(String), [second])
  assert.ok(isSignedBy(authority.managerCredentials('main').certificate, second))
  assert.deepEqual(authority.retire({ force: false }), { kind: 'nothing-to-retire' })
  assert.ok(authority.rotate(), 'and it can be replaced again')
})

test('an edge is waited for until it was seen with a certificate of the new one: that one was made says nothing', async () => {
  using folder = temporaryFolder()
  const authority = authorityIn(folder.path)
  const [london, paris] = [serialOf(enrolled(authority, 'london')), serialOf(enrolled(authority, 'paris'))]
  authority.sawCertificate('london', london)
  authority.rotate()
  assert.deepEqual(older(authority), ['london', 'paris'])
  const [forLondon, forParis] = [await renewed(authority, 'london', london), await renewed(authority, 'paris', paris)]
  // Made, and perhaps lost on its way, or with the edge that was killed before it had kept it.
  assert.deepEqual(authority.retire({ force: false }), { kind: 'refused', edges: ['london', 'paris'], tokens: [] })
  authority.sawCertificate('london', forLondon)
  assert.deepEqual(older(authority), ['paris'])
  authority.sawCertificate('london', london)
  assert.deepEqual(older(authority), ['london', 'paris'], 'back with the older one, from a backup')
  authority.sawCertificate('london', forLondon)
  // Nobody speaks for another.
  authority.sawCertificate('london', forParis)
  authority.sawCertificate('paris', forLondon)
  authority.sawCertificate('paris', '../issued/x')
  assert.deepEqual(older(authority), ['paris'])
  authority.sawCertificate('paris', forParis)
  assert.deepEqual(authority.retire({ force: false }), { kind: 'retired', lockedOut: [] })
  assert.deepEqual(
    authority.issued().map(({ serial }) => serial),
    [forLondon, forParis],
    'those of the older one are worth nothing, and are not shown',
  )
})

test('an edge that is revoked or whose certificate has ended is not waited for, and stays outside', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock(Date.UTC(2026, 10, 26))
  const authority = authorityIn(folder.path, clock)
  const rome = serialOf(enrolled(authority, 'rome'))
  enrolled(authority, 'oslo')
  authority.revoke('rome')
  await clock.advance(60 * DAY_MS)
  const paris = serialOf(enrolled(authority, 'paris'))
  authority.rotate()
  assert.deepEqual(older(authority), ['oslo', 'paris'])
  await clock.advance(31 * DAY_MS)
  assert.deepEqual(older(authority), ['paris'])
  const refused = { kind: 'refused', reason: 'the certificate was revoked' }
  const ask = () => authority.renew({ edgeId: 'rome', serial: rome, ...proveKey(newKeyPair().privateKey) })
  assert.deepEqual(await ask(), refused)
  assert.deepEqual(authority.retire({ force: true }), { kind: 'retired', lockedOut: ['paris'] })
  assert.deepEqual(await ask(), refused)
  assert.ok(authority.revokedSerials().includes(paris), 'its link ends too')
})

test('of several who replace or retire at the same time one does', () => {
  using folder = temporaryFolder()
  const all = [authorityIn(folder.path), authorityIn(folder.path), authorityIn(folder.path)]
  assert.deepEqual(
    all.map((one) => one.rotate()),
    [true, false, false],
  )
  assert.equal(new Set(all.map(({ fingerprints }) => fingerprints.join())).size, 1)
  const outcomes = all.map((one) => one.retire({ force: false }).kind)
  assert.deepEqual(outcomes, ['retired', 'nothing-to-retire', 'nothing-to-retire'])
})

test('whatever a kill leaves of a step is either before it or after it, and the step can be asked for again', () => {
  using folder = temporaryFolder()
  const at = (name: string): string => join(folder.path, name)
  const authority = authorityIn(at('one'))
  enrolled(authority, 'paris')
  const record = join(at('one'), 'issued', `${authority.issued()[0]?.serial}.json`)
  // As it was written before there could be two.
  const { authority: _, ...former } = JSON.parse(readFileSync(record, 'utf8')) as { authority: string }
  writeFileSync(record, JSON.stringify(former))
  assert.deepEqual(older(authority), [])
  cpSync(at('one'), at('before'), { recursive: true })
  authority.rotate()

  // Records are completed, the second is not there: nothing has begun.
  cpSync(at('one'), at('half-begun'), { recursive: true })
  rmSync(join(at('half-begun'), 'authority-2.pem'))
  const halfBegun = authorityIn(at('half-begun'))
  assert.deepEqual(halfBegun.fingerprints, authorityIn(at('before')).fingerprints)
  assert.ok(halfBegun.rotate())
  assert.deepEqual(older(halfBegun), ['paris'])

  // Those who are not waited for are revoked, the older one is still there: asked again it goes without force.
  cpSync(at('one'), at('half-ended'), { recursive: true })
  const halfEnded = authorityIn(at('half-ended'))
  halfEnded.revoke('paris')
  assert.equal(halfEnded.fingerprints.length, 2)
  assert.deepEqual(halfEnded.retire({ force: false }), { kind: 'retired', lockedOut: [] })
  assert.equal(authorityIn(at('half-ended')).fingerprints.length, 1)
})

test('no certificate outlives the authority that signed it', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock(Date.UTC(2026, 10, 26))
  const authority = authorityIn(folder.path, clock)
  await clock.advance(3_600 * DAY_MS)
  const { validToDate } = new X509Certificate(enrolled(authority, 'london').certificate)
  assert.equal(validToDate.toISOString(), authority.certificates[0]?.validToDate.toISOString())
})
