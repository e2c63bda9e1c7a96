import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { AuthorityWatch, CertificateRenewal, type Listener, ManagerIdentity } from '@smpp-connect/link'
import { eventually } from '@smpp-connect/testkit'
import { isSignedBy } from '../../src/certs/generations.ts'
import { order, SMSC } from '../traffic.ts'
import { authorityIn, TlsWorld } from './tls-world.ts'

const DAY_MS = 86_400_000

test('a certificate is renewed over the link without a pause, and both are good', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  await world.edgeDials(port)
  await eventually('the link', () => world.link.state.kind === 'up')
  const before = world.edgeCredentials
  let nowMs = world.clock.nowMs() + 59 * DAY_MS
  const renewal = new CertificateRenewal({
    link: world.link,
    credentials: () => world.edgeCredentials,
    save: (credentials) => {
      world.edgeCredentials = credentials
    },
    clock: { ...world.clock, nowMs: () => nowMs },
    log: world.book.log,
  })
  t.after(() => renewal.stop())
  await renewal.start()
  await eventually('a look', () => true)
  assert.equal(world.edgeCredentials, before, 'more than a third is left')
  nowMs += 2 * DAY_MS
  await eventually('a new certificate', () => world.edgeCredentials !== before)
  assert.equal(world.link.state.kind, 'up')
  assert.equal(world.book.lines.filter((line) => line.startsWith('edge up')).length, 1, 'the link never paused')

  for (const credentials of [before, world.edgeCredentials]) {
    const ups = (): number => world.book.lines.filter((line) => line.startsWith('edge up')).length
    const sofar = ups()
    world.edgeCredentials = credentials
    world.link.close('to try the other certificate')
    await eventually('the link again', () => ups() > sofar)
  }
})

test('the manager takes new credentials while it listens', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const listener = await world.managerListens()
  await world.edgeDials(listener.port)
  await eventually('the link', () => world.link.state.kind === 'up')
  listener.setCredentials(world.authority.managerCredentials('second'))
  assert.equal(world.link.state.kind, 'up')
  world.link.close('to meet the new one')
  await eventually('the link again', () => world.book.lines.filter((line) => line.startsWith('link up')).length === 2)
})

test('the link of a revoked edge ends at once, and it does not come back', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  await world.edgeDials((await world.managerListens()).port)
  world.link.grantCredit(SMSC, 1)
  await eventually('the credit', () => world.manager.creditOf(SMSC) === 1)
  world.authority.revoke('london')
  world.hub.setRevoked(world.authority.revokedSerials())
  await eventually('the end', () => world.link.state.kind === 'down')
  assert.match(world.link.state.kind === 'down' ? world.link.state.reason : '', /the certificate was revoked/)
  assert.equal(world.manager.creditOf(SMSC), 0)
  world.hub.submit([order(1)])
  await eventually('the order back', () => world.manager.answered.length === 1)
  assert.equal(world.manager.answered[0]?.outcome.kind, 'not-sent')
  await eventually('another attempt', () => world.book.said('its certificate was revoked'))
  assert.equal(world.link.state.kind, 'down')
})

test('edges are told what was revoked, and refuse a manager by it', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  await world.edgeDials((await world.managerListens()).port)
  await eventually('the link', () => world.link.state.kind === 'up')
  const { serialNumber } = new X509Certificate(world.managerCredentials.certificate)
  world.hub.setRevoked([serialNumber])
  await eventually('the list at the edge', () => world.revokedAtEdge.has(serialNumber))
  world.link.close('to meet it again')
  await eventually('a refusal', () => world.book.said('its certificate was revoked'))
})

test('the authority is replaced while the link carries orders: it never pauses, and the older one is trusted no more', async (t) => {
  for (const way of ['the edge dials', 'the manager dials'] as const) {
    await t.test(way, async (inner) => {
      const world = new TlsWorld()
      inner.after(() => world.stop())
      const { clock, authority, hub } = world
      const { log } = world.book
      const identity = new ManagerIdentity({ id: 'main', authority, clock })
      world.managerCredentials = identity.credentials
      let edgeListener: Listener | undefined
      const renewal = new CertificateRenewal({
        link: world.link,
        credentials: () => world.edgeCredentials,
        save: (credentials) => {
          world.edgeCredentials = credentials
          edgeListener?.setCredentials(credentials)
        },
        clock,
        log,
      })
      world.onAuthorities = (certificates) => renewal.trust(certificates)
      identity.onChange((credentials) => {
        world.managerCredentials = credentials
      })
      if (way === 'the edge dials') {
        const listener = await world.managerListens()
        identity.onChange((credentials) => listener.setCredentials(credentials))
        await world.edgeDials(listener.port)
      } else {
        edgeListener = await world.edgeListens()
        await world.managerDials(edgeListener.port)
      }
      const watch = new AuthorityWatch({ authority, hub, identity, clock, log })
      await watch.start()
      inner.after(() => watch.stop())
      const ups = (): number => world.book.lines.filter((line) => line.startsWith('edge up')).length
      await eventually('the link', () => ups() === 1)
      const [first] = authority.certificates.map(String)

      const cli = authorityIn(world.authorityFolder)
      assert.ok(cli.rotate())
      assert.deepEqual(cli.retire({ force: false }), { kind: 'refused', edges: ['london'], tokens: [] })
      await eventually('the edge has one of the new one', () => cli.retire({ force: false }).kind === 'retired')
      const [second] = cli.certificates.map(String)
      await eventually('the edge trusts the new one alone', () => `${world.edgeCredentials.authorities}` === second)
      assert.ok(isSignedBy(world.edgeCredentials.certificate, String(second)))
      assert.deepEqual([ups(), world.link.state.kind], [1, 'up'], 'the link never paused')

      world.link.close('to meet again, with what both have now')
      await eventually('the link again', () => ups() === 2)
      assert.ok(isSignedBy(world.managerCredentials.certificate, String(second)))
      assert.notEqual(first, second)
    })
  }
})

test('an edge that could not follow is refused by the door once the older authority is gone', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const listener = await world.managerListens()
  await world.edgeDials(listener.port)
  await eventually('the link', () => world.link.state.kind === 'up')
  world.authority.rotate()
  assert.deepEqual(world.authority.retire({ force: true }), { kind: 'retired', lockedOut: ['london'] })
  listener.setCredentials(world.authority.managerCredentials('main'))
  world.hub.setRevoked(world.authority.revokedSerials())
  await eventually('the end', () => world.link.state.kind === 'down')
  assert.match(world.link.state.kind === 'down' ? world.link.state.reason : '', /the certificate was revoked/)
  await eventually('strangers to each other', () => world.book.said('its certificate is not signed by our authority'))
  assert.equal(world.link.state.kind, 'down')
})
