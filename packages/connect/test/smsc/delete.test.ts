import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, it } from 'node:test'
import { routingChangeSchema, type SmscDeletionState, type SmscId, type SmscUsage } from '@smpp-connect/contracts'
import { systemClock } from '@smpp-connect/kernel'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

describe('connect smsc delete', () => {
  const folder = temporaryFolder()
  let connect: SmallConnect
  let north: SmscId
  let east: SmscId
  const run = (...words: string[]) =>
    runToEnd([...words, '--url', connect.url], { folder: folder.path, clock: systemClock })
  const smsc = (...words: string[]) => run('smsc', ...words)
  const send = async (...more: string[]): Promise<string> => {
    const { out, err } = await run('send', '--to', '+447700900123', '--text', 'Hello', ...more)
    assert.match(out, /^msg_/, err)
    return out.trim()
  }
  const rules = async (...names: readonly SmscId[]) => {
    const to = names.map((smscId) => ({ smscId }))
    const saved = await connect.manager.useCases.changeRouting(
      routingChangeSchema.parse({ rules: [{ name: 'All', to }] }),
    )
    assert.ok(saved.ok)
  }
  beforeEach(async () => {
    connect = await SmallConnect.start()
    north = await connect.define({ name: 'North Mobile' })
    east = await connect.define({ name: 'East' })
  })
  afterEach(() => connect[Symbol.asyncDispose]())
  after(() => folder[Symbol.dispose]())

  it('says who uses it and what waits', async () => {
    await rules(north)
    await send('--smsc', 'North Mobile', '--class', 'bulk')
    const { exitCode, out } = await smsc('usage', 'north mobile')
    assert.equal(exitCode, 0)
    assert.match(out, /^North Mobile {2}smsc_\w+\n/)
    assert.match(out, /Waiting +1 bulk; of these 1 whose sender named it\n/)
    assert.match(out, /Whose +1 of /)
    assert.match(out, /Routing rules +1\. All, the only one\n/)
    assert.match(out, /Binds +none stands\n/)
    const usage = JSON.parse((await smsc('usage', north, '--json')).out) as SmscUsage
    assert.equal(usage.load.waiting, 1)
  })

  it('asks what becomes of what waits, and does nothing before that is said', async () => {
    const id = await send('--smsc', 'North Mobile')
    const asked = await smsc('delete', 'North Mobile')
    assert.equal(asked.exitCode, 2)
    assert.match(asked.err, /Waiting +1 transactional/)
    assert.match(asked.err, /Error: Say what becomes of what waits: --waiting drain .*reroute .*cancel/)
    const wild = await smsc('delete', 'North Mobile', '--waiting', 'burn')
    assert.equal(wild.exitCode, 2)
    const dry = await smsc('delete', 'North Mobile', '--waiting', 'reroute', '--dry-run')
    assert.equal(dry.exitCode, 0)
    assert.match(dry.out, /1 text stays: Whoever sent it named this SMSC\.\n +msg_\w+\n/)
    assert.match(dry.out, /It would wait:\n {2}One part waits to go to other SMSCs\.\n/)
    const other = await smsc('delete', 'North Mobile', '--waiting', 'reroute', '--named', 'reroute', '--dry-run')
    assert.match(other.out, /1 text would go to East\.\n/)
    const message = await connect.manager.useCases.message(id)
    assert.equal(message.ok && message.value.smscId, north)
    assert.equal((await connect.manager.useCases.smscs()).length, 2)
  })

  it('is gone at once when nothing is open, and comes back disabled by its id', async () => {
    const gone = await smsc('delete', 'North Mobile')
    assert.equal(gone.exitCode, 0, gone.err)
    assert.match(
      gone.err,
      new RegExp(`^North Mobile is deleted\\..* npx connect smsc restore ${north} 1 brings it back`),
    )
    const history = await smsc('history', north)
    assert.match(history.out, /^3 .* deleted by key .*\n2 .* deleting by key .*\n1 .* created by /)
    const back = await smsc('restore', north, '1')
    assert.equal(back.exitCode, 0, back.err)
    assert.match(back.err, /comes back disabled/)
    assert.match((await smsc('show', 'North Mobile')).out, /State +disabled\n/)
  })

  it('refuses where a rule names it, unless it is to be taken out of that', async () => {
    await rules(north, east)
    const refused = await smsc('delete', 'North Mobile')
    assert.equal(refused.exitCode, 1)
    assert.match(refused.err, /the routing rule “All” names it/)
    const dry = await smsc('delete', 'North Mobile', '--waiting', 'drain', '--dry-run')
    assert.equal(dry.exitCode, 1)
    assert.match(
      dry.out,
      /It would be refused: the routing rule “All” names it\.\n {2}Rule 1\. All: the others share\.\n/,
    )
    const done = await smsc('delete', 'North Mobile', '--from-routing', '--json')
    assert.equal(done.exitCode, 0, done.err)
    assert.match(done.err, /^Rule 1\. All: the others share\.\n/)
    assert.equal((JSON.parse(done.out) as SmscDeletionState).state, 'deleted')
    assert.deepEqual(connect.manager.useCases.routing().rules[0]?.to, [{ smscId: east, weight: 1 }])
  })

  it('cancels what waits, and says so of each', async () => {
    const id = await send('--smsc', 'North Mobile')
    const done = await smsc('delete', 'North Mobile', '--waiting', 'cancel')
    assert.equal(done.exitCode, 0, done.err)
    const message = await connect.manager.useCases.message(id)
    assert.deepEqual(message.ok && [message.value.state, message.value.error?.code], ['cancelled', 'smsc-deleted'])
  })

  it('is taken back while it is under way', async () => {
    await send('--smsc', 'North Mobile')
    // The command stays a while; what it began is there at once.
    const staying = smsc('delete', 'North Mobile', '--waiting', 'drain')
    for (let isThere = false; !isThere; ) {
      isThere = (await connect.manager.useCases.smscDeletion(north)).ok
      await new Promise((resolve) => setImmediate(resolve))
    }
    const shown = await smsc('show', 'North Mobile')
    assert.match(shown.out, /State +being deleted; no binds yet\n/)
    assert.match(
      shown.err,
      /It is being deleted \(what waits leaves first\), by key .*:\n {2}One part waits to leave through it\./,
    )
    const kept = await smsc('keep', 'North Mobile')
    const stayed = await staying
    assert.deepEqual([stayed.exitCode, stayed.err.includes('Somebody took the deletion back')], [1, true])
    assert.match(kept.err, /^North Mobile is kept, and takes texts again\./)
    assert.match((await smsc('keep', 'North Mobile')).err, /is not being deleted/)
  })

  it('goes the same way when a document of definitions does not name it', async () => {
    await send('--smsc', 'North Mobile')
    const { out } = await run('definitions', 'export')
    const document = JSON.parse(out) as { smscs: { name: string }[] }
    const { writeFileSync } = await import('node:fs')
    const { join } = await import('node:path')
    const kept = document.smscs.filter(({ name }) => name === 'East')
    writeFileSync(join(folder.path, 'east.json'), JSON.stringify({ smscs: kept }))
    const plan = (...more: string[]) => run('definitions', 'plan', 'east.json', '--prune', ...more)
    assert.match(
      (await plan()).out,
      /^- North Mobile\n {4}open there: 1 waiting\n {4}refused: some of its messages.*\n {4}Say what becomes of them: --waiting /,
    )
    const said = await plan('--waiting', 'cancel')
    assert.equal(said.out, '- North Mobile\n    open there: 1 waiting\n')
    const half = await run('definitions', 'apply', 'east.json', '--waiting', 'cancel')
    assert.deepEqual([half.exitCode, half.err.includes('--prune')], [2, true])
    const applied = await run('definitions', 'apply', 'east.json', '--prune', '--waiting', 'cancel')
    assert.equal(applied.exitCode, 0, applied.err)
    const again = await run('definitions', 'apply', 'east.json', '--prune', '--waiting', 'cancel')
    assert.match(again.err, /^Nothing had to change\.\n/)
    const exported = JSON.parse((await run('definitions', 'export')).out) as { smscs: { name: string }[] }
    assert.deepEqual(
      exported.smscs.map(({ name }) => name),
      ['East'],
      'and what is on its way out is not exported',
    )
  })
})
