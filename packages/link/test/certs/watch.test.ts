import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import { AuthorityWatch, type Credentials, ManagerIdentity } from '@smpp-connect/link'
import { temporaryFolder, VirtualClock } from '@smpp-connect/testkit'
import { newKeyPair } from '../../src/certs/generations.ts'
import { proveKey } from '../../src/certs/key-proof.ts'
import { authorityIn, enrolled } from '../net/tls-world.ts'

const DAY_MS = 86_400_000

test('what another process revokes is told to the hub within seconds, once', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock()
  const authority = authorityIn(folder.path, clock)
  const told: (readonly string[])[] = []
  const hub = { setRevoked: (serials: readonly string[]) => void told.push(serials), setAuthorities: () => {} }
  const identity = { renew: () => {} }
  const watch = new AuthorityWatch({ authority, hub, identity, clock, log: silentLog })
  await watch.start()
  enrolled(authority, 'london')
  authorityIn(folder.path, clock).revoke('london')
  await clock.advance(10_000)
  assert.equal(told.length, 1)
  assert.ok(watch.isRevoked(told[0]?.[0] ?? ''))
  await watch.stop()
  assert.equal(clock.pendingTimers, 0)
})

test('a manager makes itself a new certificate when a third of its time is left', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock()
  const identity = new ManagerIdentity({ id: 'main', authority: authorityIn(folder.path, clock), clock })
  const seen: Credentials[] = []
  identity.onChange((credentials) => seen.push(credentials))
  const first = identity.credentials
  await identity.start()
  await clock.advance(19 * DAY_MS)
  assert.equal(identity.credentials, first)
  await clock.advance(2 * DAY_MS)
  assert.notEqual(identity.credentials, first)
  assert.deepEqual(seen, [identity.credentials])
  await identity.stop()
})

test('another generation of the authority is trusted by the manager before an edge is told of it', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock()
  const authority = authorityIn(folder.path, clock)
  const identity = new ManagerIdentity({ id: 'main', authority, clock })
  const order: string[] = []
  identity.onChange(({ authorities }) => order.push(`the door trusts ${authorities.length}`))
  const setAuthorities = (certificates: readonly Uint8Array[]): void => {
    order.push(`edges are told of ${certificates.length}`)
  }
  const hub = { setRevoked: () => {}, setAuthorities }
  const watch = new AuthorityWatch({ authority, hub, identity, clock, log: silentLog })
  await watch.start()
  await clock.advance(10_000)
  const elsewhere = authorityIn(folder.path, clock)
  assert.ok(elsewhere.rotate())
  const { serialNumber: serial } = new X509Certificate(enrolled(authority, 'london').certificate)
  const proof = proveKey(newKeyPair().privateKey)
  const renewed = await authority.renew({ edgeId: 'london', serial, ...proof })
  assert.equal(renewed.kind === 'renewed' && renewed.authorities.length, 1, 'nothing is signed by it before the look')
  await clock.advance(2_000)
  const [signs, before] = authority.fingerprints
  assert.deepEqual(elsewhere.fingerprints, [signs, before])
  await clock.advance(10_000)
  assert.equal(elsewhere.retire({ force: true }).kind, 'retired')
  await clock.advance(2_000)
  assert.deepEqual(order, [
    'edges are told of 1',
    'the door trusts 2',
    'edges are told of 2',
    'the door trusts 1',
    'edges are told of 1',
  ])
  assert.deepEqual(authority.fingerprints, [signs])
  await watch.stop()
})

test('a folder that cannot be read leaves the manager with what it had', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock()
  const authority = authorityIn(folder.path, clock)
  const { fingerprints } = authority
  const hub = { setRevoked: () => {}, setAuthorities: () => {} }
  const identity = { renew: () => assert.fail('there is no other authority') }
  const watch = new AuthorityWatch({ authority, hub, identity, clock, log: silentLog })
  await watch.start()
  renameSync(join(folder.path, 'authority-1.pem'), join(folder.path, 'elsewhere'))
  await clock.advance(10_000)
  assert.deepEqual(authority.fingerprints, fingerprints)
  await watch.stop()
})
