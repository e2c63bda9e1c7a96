import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, beforeEach, describe, it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

describe('connect definitions', () => {
  const folder = temporaryFolder()
  let connect: SmallConnect
  const on = (url: string) => (words: readonly string[], env?: Readonly<Record<string, string>>) =>
    runToEnd([...words, '--url', url], { folder: folder.path, ...(env && { env }) })
  const run = (words: readonly string[], env?: Readonly<Record<string, string>>) => on(connect.url)(words, env)
  const keep = (name: string, content: string): string => {
    writeFileSync(join(folder.path, name), content)
    return name
  }
  beforeEach(async () => {
    connect = await SmallConnect.start()
    await connect.define({ name: 'North Mobile', password: 'hush', windowSize: 7 })
    await connect.define({ name: 'East', perSecond: 5 })
  })
  afterEach(() => connect[Symbol.asyncDispose]())
  after(() => folder[Symbol.dispose]())

  it('are exported by name, without secrets and without what is as usual', async () => {
    const { exitCode, out, err } = await run(['definitions', 'export'])
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(out), {
      smscs: [
        { name: 'East', host: 'smsc.example', systemId: 'connect', defaultSender: '60777', perSecond: 5 },
        {
          name: 'North Mobile',
          host: 'smsc.example',
          systemId: 'connect',
          password: { env: 'SMSC_PASSWORD_NORTH_MOBILE' },
          defaultSender: '60777',
          windowSize: 7,
        },
      ],
    })
    assert.match(err, /^Passwords are not in it/)
  })

  it('applied to where they came from change nothing, and to an empty Connect give the same export', async () => {
    const { out } = await run(['definitions', 'export'])
    const file = keep('smscs.json', out)
    const env = { SMSC_PASSWORD_NORTH_MOBILE: 'hush' }
    const same = await run(['definitions', 'plan', file], env)
    assert.deepEqual([same.exitCode, same.out, same.err], [0, '', 'Nothing would change.\n'])
    await using empty = await SmallConnect.start()
    const there = on(empty.url)
    const plan = await there(['definitions', 'plan', file], env)
    assert.deepEqual([plan.exitCode, plan.out, plan.err], [1, '+ East\n+ North Mobile\n', '2 SMSCs would change.\n'])
    assert.equal((await there(['definitions', 'apply', file], env)).err, '2 SMSCs changed.\n')
    assert.equal((await there(['definitions', 'export'])).out, out)
    const passwords = (await empty.store.smscs()).map(({ password }) => password)
    assert.deepEqual(passwords.toSorted(), ['', 'hush'])
    assert.equal((await there(['definitions', 'apply', file], env)).err, 'Nothing had to change.\n')
  })

  it('say what changes, secrets apart, and go only when that is wanted', async () => {
    const wanted = [
      { name: 'North Mobile', host: 'smsc.example', systemId: 'connect', defaultSender: '60777', windowSize: 9 },
    ]
    keep('password.txt', 'other\n')
    const file = keep('new.json', JSON.stringify({ smscs: [{ ...wanted[0], password: { file: 'password.txt' } }] }))
    const plan = await run(['definitions', 'plan', file])
    assert.equal(plan.out, '~ North Mobile\n    password: another one\n    windowSize: 7 → 9\n')
    const pruned = await run(['definitions', 'apply', file, '--prune'])
    assert.deepEqual(
      [pruned.exitCode, pruned.out.split('\n').filter((line) => /^\S/.test(line))],
      [0, ['~ North Mobile', '- East']],
    )
    assert.deepEqual(
      (await connect.store.smscs()).map(({ name, password }) => [name, password]),
      [['North Mobile', 'other']],
    )
    const history = await run(['smsc', 'history', 'North Mobile'])
    assert.match(
      history.out,
      /^2 {2}[-\d]+ [:\d]+ UTC {2}changed by key .*\n {5}password: another one\n {5}windowSize: 7 → 9\n1 {2}.* created by Connect\n$/,
    )
    const back = await run(['smsc', 'restore', 'North Mobile', '1'])
    assert.deepEqual(
      [back.exitCode, back.err],
      [0, 'What held at version 1 of North Mobile holds again, as version 3.\n'],
    )
    const [restored] = await connect.store.smscs()
    assert.deepEqual([restored?.password, restored?.windowSize], ['hush', 7])
    const unknown = await run(['smsc', 'restore', 'North Mobile', '9'])
    assert.equal(unknown.exitCode, 1)
    assert.match(unknown.err, /version 9 is not kept; those from 1 to 3 are/)
    assert.equal((await run(['smsc', 'restore', 'North Mobile', 'x'])).exitCode, 2)
  })

  it('that cannot be read are refused, with the place', async () => {
    const refusedFor = async (content: string): Promise<string> => {
      const { exitCode, out, err } = await run(['definitions', 'apply', keep('bad.json', content)])
      assert.deepEqual([exitCode, out], [2, ''])
      return err
    }
    assert.match(await refusedFor('{'), /^Error: bad\.json: it is no JSON: /)
    assert.match(await refusedFor('{"smsc": []}'), /\{"smscs": \[…\]\} is expected; smsc has no place in it/)
    const of = (password: unknown): string => JSON.stringify({ smscs: [{ name: 'A', password }] })
    assert.match(await refusedFor(of('hush')), /smscs\[0\]\.password: a secret has no place in the document; write/)
    assert.match(await refusedFor(of({ env: 'NOWHERE' })), /smscs\[0\]\.password: the environment has no NOWHERE/)
    assert.match(await refusedFor(of({ file: 'nowhere' })), /smscs\[0\]\.password: there is no file nowhere/)
    const wrong = await run(['definitions', 'apply', keep('bad.json', '{"smscs": [{"name": "A", "port": 0}]}')])
    assert.equal(wrong.exitCode, 1)
    assert.match(wrong.err, /smscs.*0.*host/s)
    assert.equal((await connect.store.smscs()).length, 2)
    assert.match((await run(['definitions', 'plan', 'none.json'])).err, /There is no file none\.json\./)
  })
})
