import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import { type Credentials, ManagerIdentity, RevocationWatch } from '@smpp-connect/link'
import { temporaryFolder, VirtualClock } from '@smpp-connect/testkit'
import { authorityIn, enrolled } from '../net/tls-world.ts'

const DAY_MS = 86_400_000

test('what another process revokes is told to the hub within seconds, once', async () => {
  using folder = temporaryFolder()
  const clock = new VirtualClock()
  const authority = authorityIn(folder.path, clock)
  const told: (readonly string[])[] = []
  const hub = { setRevoked: (serials: readonly string[]) => told.push(serials) }
  const watch = new RevocationWatch({ authority, hub, clock, log: silentLog })
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
