import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, beforeEach, describe, it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

const PERSON = '+447700900123'

describe('connect opt-out', () => {
  const folder = temporaryFolder()
  let connect: SmallConnect
  const optOut = async (...words: string[]) => {
    const { exitCode, out, err } = await runToEnd(['opt-out', ...words, '--url', connect.url], { folder: folder.path })
    return { exitCode, out, err }
  }
  beforeEach(async () => {
    connect = await SmallConnect.start()
  })
  afterEach(() => connect[Symbol.asyncDispose]())
  after(() => folder[Symbol.dispose]())

  it('records, shows, checks and withdraws', async () => {
    const added = await optOut('add', '+44 7700 900123', '+447700900124', '--from', '60777')
    assert.equal(added.exitCode, 0, added.err)
    assert.match(added.out, /^\+447700900123 wants no texts from 60777 since [-\d]+ [:\d]+ UTC, by api\.$/m)
    const list = await optOut('list')
    assert.match(list.out, /^Person +From +Since +How\n\+447700900124 +60777 .*api\n\+447700900123 +60777 .*api\n$/)
    const one = await optOut('list', PERSON)
    assert.equal(one.out.split('\n').length, 3)

    const out = await optOut('check', PERSON, '--from', '60777')
    assert.deepEqual([out.exitCode, out.out.includes('wants no texts from 60777')], [1, true])
    const other = await optOut('check', PERSON, '--from', '60778')
    assert.deepEqual([other.exitCode, other.out], [0, `${PERSON} has not opted out of texts from 60778.\n`])
    assert.equal((await optOut('check', PERSON)).exitCode, 1)
    await optOut('add', PERSON, '--from', '+44 7700 900555')
    for (const spelling of ['+447700900555', '447700900555', '0044 7700-900555', '+44 7700\u2011900555']) {
      assert.equal((await optOut('check', PERSON, '--from', spelling)).exitCode, 1, spelling)
    }
    await optOut('remove', PERSON, '--from', '+447700900555')

    const removed = await optOut('remove', PERSON, '--from', '60777')
    assert.deepEqual([removed.exitCode, removed.out], [0, `${PERSON} may be written to again from 60777.\n`])
    const again = await optOut('remove', PERSON, '--from', '60777')
    assert.equal(again.exitCode, 1)
    assert.match(again.err, /no such opt-out is recorded/)
    assert.equal((await optOut('check', PERSON)).exitCode, 0)
  })

  it('writes JSON that it reads again, with the times', async () => {
    writeFileSync(
      join(folder.path, 'people.csv'),
      `number,sender\n${PERSON},60777\n+447700900124\n07700\n07700900125\n`,
    )
    const added = await optOut('add', '--file', 'people.csv', '--json')
    assert.equal(added.exitCode, 1)
    assert.deepEqual(JSON.parse(added.out), {
      recorded: 3,
      standing: 0,
      refused: [
        {
          line: 5,
          detail: 'person: it begins with 0 like a national number; write the country code: +447700900123',
        },
      ],
    })
    assert.match(added.err, /Line 5 is not recorded: person: it begins with 0/)
    const listed = await optOut('list', '--all', '--json')
    const items = listed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      items.map(({ person, ours, source }) => [person, ours, source]),
      [
        ['07700', null, 'import'],
        ['+447700900124', null, 'import'],
        [PERSON, '60777', 'import'],
      ],
    )
    writeFileSync(join(folder.path, 'all.ndjson'), listed.out)
    const before = items[2].at
    await optOut('remove', PERSON)
    const back = await optOut('add', '--file', join(folder.path, 'all.ndjson'))
    assert.deepEqual([back.exitCode, back.out], [0, '1 recorded, 2 recorded before.\n'])
    const check = JSON.parse((await optOut('check', PERSON, '--json')).out)
    assert.deepEqual([check.optedOut, check.optOuts[0].at], [true, before])
  })

  it('says what is wrong, and does nothing then', async () => {
    writeFileSync(join(folder.path, 'broken'), `${PERSON}\n{"person"\n`)
    const broken = await optOut('add', '--file', 'broken')
    assert.deepEqual([broken.exitCode, broken.err], [2, 'Error: Line 2: it is not JSON. Nothing was recorded.\n'])
    assert.equal((await optOut('add')).exitCode, 2)
    assert.equal((await optOut('add', '--file', 'none')).exitCode, 2)
    assert.equal((await optOut('add', PERSON, '--file', 'broken')).exitCode, 2)
    for (const limit of ['few', '0', '-1', '', '1e3', '0x5']) {
      assert.equal((await optOut('list', '--limit', limit)).exitCode, 2, limit)
    }
    const both = await optOut('list', '--all', '--limit', '3')
    assert.deepEqual([both.exitCode, both.err], [2, 'Error: --limit and --all say two things: give one of them.\n'])
    const national = await optOut('add', '07700900123')
    assert.equal(national.exitCode, 1)
    assert.match(national.err, /begins with 0/)
    for (const spelling of ['07700900123', '(07700) 900123']) {
      const check = await optOut('check', spelling, '--json')
      assert.deepEqual([check.exitCode, check.out], [2, ''])
      assert.match(check.err, /begins with 0 like a national number; write the country code/)
    }
    for (const args of [['+44 77oo 900123'], ['12'], ['+447700900123', '--from', '07700900555']]) {
      const check = await optOut('check', ...args)
      assert.deepEqual([check.exitCode, check.out], [2, ''], args.join(' '))
    }
    assert.equal((await optOut('check', '00447700900123')).exitCode, 0)
    const nobody = await optOut('list')
    assert.deepEqual([nobody.exitCode, nobody.out, nobody.err], [0, '', 'Nobody has opted out.\n'])
    assert.equal((await optOut('list', '+447700900999')).err, 'This person has not opted out.\n')
    assert.match((await optOut('list', '07700900999')).err, /^There is no opt-out of 07700900999\. .*country code/)
    assert.equal((await optOut('list', '')).exitCode, 1)
  })

  it('shows a page, and says that there is more', async () => {
    const numbers = Array.from({ length: 60 }, (_, at) => `+4477009${String(at).padStart(5, '0')}`)
    writeFileSync(join(folder.path, 'sixty'), numbers.join('\n'))
    await optOut('add', '--file', 'sixty')
    const list = await optOut('list')
    assert.equal(list.out.trim().split('\n').length, 51)
    assert.equal(list.err, 'The newest 50 opt-outs; --all shows all of them.\n')
    assert.equal((await optOut('list', '--all')).out.trim().split('\n').length, 61)
    assert.equal((await optOut('list', '--limit', '3', '--json')).out.trim().split('\n').length, 3)
  })
})
