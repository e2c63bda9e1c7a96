import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CursorKind, problemSchema, writeCursor } from '@smpp-connect/contracts'
import { FakeSimulator } from '../fake-simulator.ts'
import { apiOver, WITH_KEY } from '../world.ts'

/** All lists that are read page by page, and whose cursors they take. */
const LISTS: Readonly<Record<string, CursorKind>> = {
  '/v1/messages': 'm',
  '/v1/conversations': 'c',
  '/v1/conversations/cnv_1/messages': 'm',
  '/v1/opt-outs': 'o',
  '/v1/smscs/smsc_1/history': 'h',
  '/v1/smscs/smsc_1/parked-receipts': 'r',
  '/v1/simulator/phones': 'p',
  '/v1/simulator/phones/+447700900123/messages': 't',
}
const KINDS = new Set(Object.values(LISTS))

const api = apiOver({}, { simulator: new FakeSimulator() })
const ask = (url: string) => api.inject({ url, headers: WITH_KEY })

/** What is wrong with an address, by parameter; nothing when it is answered. */
async function wrong(url: string): Promise<readonly string[]> {
  const answer = await ask(url)
  if (answer.statusCode === 200) return []
  const problem = problemSchema.parse(answer.json())
  assert.deepEqual([answer.statusCode, problem.code], [422, 'request-invalid'], url)
  return problem.errors?.map(({ pointer, detail }) => `${pointer}: ${detail}`) ?? []
}

describe('every list', () => {
  it('that says that it takes a cursor is looked at here', async () => {
    const { paths } = (await api.inject('/openapi.json')).json<{ paths: Record<string, { get?: object }> }>()
    const documented = Object.keys(paths).filter((path) => JSON.stringify(paths[path]?.get ?? {}).includes('"cursor"'))
    const known = Object.keys(LISTS).map((path) => path.replace(/(smscs|conversations|phones)\/[^/]+/, '$1/{}'))
    assert.deepEqual(documented.map((path) => path.replace(/\{\w+\}/, '{}')).toSorted(), known.toSorted())
  })

  for (const [path, kind] of Object.entries(LISTS)) {
    it(`${path} goes on from its own cursors, and refuses all others`, async () => {
      assert.deepEqual(await wrong(`${path}?cursor=${writeCursor(kind, 7)}`), [])
      const others = [...KINDS].filter((other) => other !== kind).map((other) => writeCursor(other, 7))
      for (const cursor of ['', 'zzz', '%00', '7', `${kind}%00`, `${kind}-1`, kind.repeat(5_000), ...others]) {
        const [place, ...more] = await wrong(`${path}?cursor=${cursor}`)
        assert.match(String(place), /^cursor: expected `next` of an answer before .+, found .+; leave it out/, cursor)
        assert.deepEqual(more, [])
      }
      assert.deepEqual(await wrong(`${path}?cursor=${kind}1&cursor=${kind}2`), ['cursor: expected one, found several'])
    })

    it(`${path} takes no limit but a number of items that it may show, and nothing that it does not know`, async () => {
      assert.deepEqual(await wrong(`${path}?limit=5`), [])
      for (const limit of [
        '0',
        '-1',
        '1e9',
        '1e1',
        '0x5',
        '+5',
        '1.5',
        'x',
        '',
        '%00',
        'NaN',
        '9'.repeat(400),
        '5&limit=6',
      ]) {
        const [place, ...more] = await wrong(`${path}?limit=${limit}`)
        assert.match(String(place), /^limit: expected /, limit)
        assert.deepEqual(more, [])
      }
      assert.deepEqual(await wrong(`${path}?since=2020-01-01`), ['since: there is no such parameter'])
    })
  }

  it('that is searched refuses what it would not look for as it stands', async () => {
    assert.deepEqual(await wrong('/v1/conversations?search=%00'), ['search: expected text without NUL'])
    assert.deepEqual(await wrong('/v1/conversations?search=12%00'), ['search: expected text without NUL'])
    assert.deepEqual(await wrong('/v1/conversations?search=%25_%0A'), [])
  })

  it('that looks for one thing is not asked for nothing', async () => {
    for (const [path, name] of [
      ['/v1/messages', 'number'],
      ['/v1/messages', 'smscId'],
      ['/v1/opt-outs', 'person'],
    ]) {
      assert.deepEqual(await wrong(`${path}?${name}=`), [`${name}: expected at least 1 character`])
    }
  })

  it('that begins at a number takes no empty one for the beginning', async () => {
    assert.deepEqual(await wrong('/v1/verify?after='), ['after: expected a whole number in decimal digits'])
    assert.deepEqual(await wrong('/v1/verify?after=-1'), [])
  })
})
