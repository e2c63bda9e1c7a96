import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { CertificateRenewal } from '@smpp-connect/link'
import { eventually } from '@smpp-connect/testkit'
import { order, SMSC } from '../traffic.ts'
import { TlsWorld } from './tls-world.ts'

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
