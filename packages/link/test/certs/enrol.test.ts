import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '@smpp-connect/kernel'
import {
  EnrolmentRefused,
  enrolByDialling,
  enrolByListening,
  loadCredentials,
  saveCredentials,
} from '@smpp-connect/link'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { readToken, writeToken } from '../../src/certs/enrolment-token.ts'
import { authorityIn, TlsWorld } from '../net/tls-world.ts'

const HOUR_MS = 3_600_000

test('an edge enrols by dialling, and its link comes up with what it got', async (t) => {
  const world = new TlsWorld('london')
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  world.edgeCredentials = await enrolByDialling(world.authority.newToken('london', HOUR_MS), {
    host: '127.0.0.1',
    port,
  })
  await world.edgeDials(port)
  await eventually('the link', () => world.book.said('edge up'))
})

test('an edge enrols by being dialled, and its link comes up with what it got', async (t) => {
  const world = new TlsWorld('london')
  t.after(() => world.stop())
  const token = world.authority.newToken('london', HOUR_MS)
  const listening = Promise.withResolvers<number>()
  const enrolling = enrolByListening(token, { host: '127.0.0.1', port: 0 }, listening.resolve)
  const port = await listening.promise
  await world.managerDials(port)
  world.edgeCredentials = await enrolling
  await world.edgeListens(port)
  await eventually('the link', () => world.book.said('edge up'))
})

test('a token serves once, in time, and only whole', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  const address = { host: '127.0.0.1', port }
  const late = { ...systemClock, nowMs: () => systemClock.nowMs() - 2 * HOUR_MS }
  const refused = (failure: Error): boolean =>
    failure instanceof EnrolmentRefused && /unknown, used, or expired/.test(failure.message)

  const token = world.authority.newToken('london', HOUR_MS)
  const both = await Promise.allSettled([enrolByDialling(token, address), enrolByDialling(token, address)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(enrolByDialling(token, address), refused)

  const expired = authorityIn(world.authorityFolder, late).newToken('london', HOUR_MS)
  await assert.rejects(enrolByDialling(expired, address), refused)

  const whole = world.authority.newToken('london', HOUR_MS)
  const parts = readToken(whole)
  assert.ok(parts)
  const forged = writeToken({ ...parts, secret: Buffer.alloc(32) })
  await assert.rejects(enrolByDialling(forged, address), refused)
  await assert.rejects(enrolByDialling(whole.slice(0, -1), address), /no enrolment token/)
  await assert.rejects(enrolByDialling('cet1.x', address), /no enrolment token/)
  // What was tried in vain has not used it up.
  await enrolByDialling(whole, address)
})

test('an edge gives its token to no stranger', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  using elsewhere = temporaryFolder()
  const other = authorityIn(elsewhere.path)
  const token = other.newToken('london', HOUR_MS)
  await assert.rejects(enrolByDialling(token, { host: '127.0.0.1', port }), /not the one of the token/)
  assert.equal(world.book.said('enrolment refused'), false, 'the manager never saw it')
})

test('the token of an edge that is revoked is void', async (t) => {
  const world = new TlsWorld()
  t.after(() => world.stop())
  const { port } = await world.managerListens()
  const token = world.authority.newToken('paris', HOUR_MS)
  world.authority.revoke('paris')
  await assert.rejects(enrolByDialling(token, { host: '127.0.0.1', port }), EnrolmentRefused)
})

test('secrets are readable by their owner only, and a token is kept as a hash', () => {
  using folder = temporaryFolder()
  const authority = authorityIn(join(folder.path, 'authority'))
  const token = authority.newToken('london', HOUR_MS)
  const secret = token.split('.')[2] as string
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  assert.ok(files.length >= 2)
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name)
    assert.equal(statSync(path).mode & 0o777, 0o600, path)
    const content = readFileSync(path, 'utf8')
    assert.ok(!content.includes(secret) && !content.includes(Buffer.from(secret, 'base64url').toString('hex')), path)
  }
  assert.equal(statSync(join(folder.path, 'authority')).mode & 0o777, 0o700)
})

test('credentials come back as they were saved, and a file that was tampered with is named', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'edge.pem')
  const authority = authorityIn(join(folder.path, 'authority'))
  const one = authority.managerCredentials('one')
  assert.equal(loadCredentials(path), undefined)
  saveCredentials(path, one)
  assert.deepEqual(loadCredentials(path), one)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  saveCredentials(path, { ...one, key: authority.managerCredentials('two').key })
  assert.throws(() => loadCredentials(path), /edge\.pem: the key does not fit the certificate; enrol again/)
})
