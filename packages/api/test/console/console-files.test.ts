import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { apiOver, WITH_KEY } from '../world.ts'

const folder = temporaryFolder()
after(() => folder[Symbol.dispose]())
const dist = join(folder.path, 'dist')
mkdirSync(join(dist, 'assets'), { recursive: true })
writeFileSync(join(dist, 'index.html'), '<!doctype html><title>Connect</title>')
writeFileSync(join(dist, 'assets/index-4f2a.js'), 'export {}')
writeFileSync(join(dist, 'favicon.svg'), '<svg/>')
writeFileSync(join(dist, '.env'), 'SECRET=1')
writeFileSync(join(folder.path, 'outside.txt'), 'outside')

const api = apiOver({}, { consoleFolder: dist })
const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const get = (url: string, headers: Record<string, string> = PAGE) => api.inject({ url, headers })

test('the console is served to everybody; it asks for the login itself', async () => {
  const answer = await get('/')
  assert.equal(answer.statusCode, 200)
  assert.match(answer.body, /<title>Connect/)
  assert.match(String(answer.headers['content-type']), /^text\/html/)
  assert.equal(answer.headers['cache-control'], 'no-cache')
  assert.match(String(answer.headers['content-security-policy']), /script-src 'self';/)
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
})

test('its own addresses lead to its page', async () => {
  for (const url of ['/messages', '/conversations/cnv_1', '/setup?token=x', '/settings/']) {
    const answer = await get(url)
    assert.equal(answer.statusCode, 200, url)
    assert.match(answer.body, /<title>Connect/)
    assert.match(String(answer.headers['content-security-policy']), /script-src 'self';/)
    assert.equal(answer.headers['cache-control'], 'no-cache')
  }
})

test('assets are kept for ever, other files are asked for again', async () => {
  const script = await get('/assets/index-4f2a.js', { accept: '*/*' })
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.match(String(script.headers['content-type']), /javascript/)
  const icon = await get('/favicon.svg')
  assert.equal(icon.headers['cache-control'], 'no-cache')
  assert.equal((await get('/favicon.svg', { 'if-none-match': String(icon.headers.etag) })).statusCode, 304)
})

test('what is not there is a problem, where a page would mislead', async () => {
  for (const url of ['/assets/gone.js', '/favicon.png', '/v1/nothing', '/errors/nothing', '/v1', '/.env']) {
    const answer = await get(url)
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'not-found'], url)
  }
  assert.equal((await get('/messages', { accept: 'application/json' })).statusCode, 404)
})

test('nothing outside the folder comes out', async () => {
  for (const url of [
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '//outside.txt',
    '/..%5coutside.txt',
  ]) {
    const answer = await get(url, { accept: '*/*' })
    assert.equal(answer.statusCode, 404, url)
    assert.ok(!answer.body.includes('outside"') && answer.body !== 'outside')
  }
})

test('the API is where it was', async () => {
  assert.equal((await get('/v1/messages', WITH_KEY)).statusCode, 200)
  const wrongMethod = await api.inject({ method: 'GET', url: '/v1/messages/msg_1/cancel', headers: PAGE })
  assert.deepEqual([wrongMethod.statusCode, wrongMethod.headers.allow], [405, 'POST'])
  assert.equal((await api.inject({ method: 'POST', url: '/messages' })).statusCode, 404)
  assert.equal((await get('/openapi.json')).json().openapi, '3.1.0')
})

test('a range or a condition that cannot be met is a problem too', async () => {
  const range = await get('/favicon.svg', { range: 'bytes=900-' })
  const condition = await get('/favicon.svg', { 'if-match': '"other"' })
  for (const answer of [range, condition]) {
    assert.ok(answer.statusCode < 400 || /problem\+json/.test(String(answer.headers['content-type'])), answer.body)
  }
})

test('a folder without a page gives a problem, and does not fall over', async () => {
  const empty = apiOver({}, { consoleFolder: folder.path })
  assert.equal((await empty.inject({ url: '/messages', headers: PAGE })).json().code, 'not-found')
})
