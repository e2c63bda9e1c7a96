import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followServer, locateServer } from '../../src/server/locate.ts'

const LOCAL = { url: 'http://127.0.0.1:2780/', apiKey: 'ck_local_key', pid: 1, startedAt: '2026-01-01T00:00:00.000Z' }
const file = (content: unknown) => (path: string) =>
  path === '/d/connect.json' ? (typeof content === 'string' ? content : JSON.stringify(content)) : undefined
const where = { url: null, apiKey: null, dataDir: '/d', readFile: file(LOCAL) }

test('the running Connect of the data directory is found with its key', () => {
  assert.deepEqual(locateServer(where), {
    ok: true,
    server: { url: 'http://127.0.0.1:2780', apiKey: 'ck_local_key', identity: 'data:/d' },
  })
  const own = locateServer({ ...where, apiKey: 'my-own-key' })
  assert.equal(own.ok && own.server.apiKey, 'my-own-key')
})

test('the local key never goes to another address', () => {
  const url = 'https://elsewhere.example'
  const found = locateServer({ ...where, url })
  assert.deepEqual([found.ok, !found.ok && found.reason], [false, 'no-key'])
  const keyed = locateServer({ ...where, url, apiKey: 'k' })
  assert.deepEqual(keyed.ok && keyed.server, { url, apiKey: 'k', identity: `url:${url}` })
})

test('the address of the local Connect is the local Connect, so that a run stays the same run', () => {
  const found = locateServer({ ...where, url: 'http://127.0.0.1:2780' })
  assert.deepEqual(found.ok && found.server, {
    url: 'http://127.0.0.1:2780',
    apiKey: 'ck_local_key',
    identity: 'data:/d',
  })
})

test('where nothing runs, or its file is broken, it says so without showing the key', () => {
  const none = locateServer({ ...where, readFile: () => undefined })
  assert.ok(!none.ok)
  assert.match(none.text, /^Connect is not running on \/d\.\nStart it with `npm start`/)
  for (const content of ['{"apiKey": "ck_local_key"', { apiKey: 'ck_local_key' }]) {
    const broken = locateServer({ ...where, readFile: file(content) })
    assert.ok(!broken.ok)
    assert.match(broken.text, /^Cannot read \/d\/connect\.json: it is not what a running Connect writes\.$/)
  }
  const denied = locateServer({
    ...where,
    readFile: () => {
      throw new Error('EACCES: permission denied')
    },
  })
  assert.ok(!denied.ok && denied.text.includes('EACCES'))
})

test('a restart with another port and key is followed; while it is away the last one known stays', () => {
  let content: unknown = LOCAL
  const first = locateServer(where)
  assert.ok(first.ok)
  const server = followServer(first.server, { ...where, readFile: (path) => file(content)(path) })
  content = undefined
  assert.equal(server().url, 'http://127.0.0.1:2780')
  content = { ...LOCAL, url: 'http://127.0.0.1:999', apiKey: 'another' }
  assert.deepEqual([server().url, server().apiKey], ['http://127.0.0.1:999', 'another'])
  content = '{"torn'
  assert.equal(server().url, 'http://127.0.0.1:999')
})

test('another installation in the same folder is another Connect: nothing handed to the old one counts there', () => {
  const identityOf = (installation: string): string | undefined => {
    const found = locateServer({ ...where, readFile: file({ ...LOCAL, installation }) })
    return found.ok ? found.server.identity : undefined
  }
  assert.equal(identityOf('one'), 'data:/d#one')
  assert.notEqual(identityOf('one'), identityOf('two'))
})
