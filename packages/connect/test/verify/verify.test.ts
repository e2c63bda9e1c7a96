import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { type SendMessage, type Verification, verificationSchema } from '@smpp-connect/contracts'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

const CALLER = { kind: 'api-key', id: 'key_test', name: 'test' } as const

/**
 * Rows edited behind the store's back, and the rule that `connect verify` is to name. Message 1 is delivered, 2 submitted,
 * 3 and 7 are queued, 4 is uncertain, 5 held, 6 rejected, and 8 came from a person. The store's own tests plant a defect
 * for each rule; these are to be seen from outside, in a data folder.
 */
const DEFECTS: readonly (readonly [rule: string, what: string, sql: string])[] = [
  ['counts-fit', 'an accepted message is gone', 'DELETE FROM messages WHERE seq = 3'],
  ['parts-complete', 'a part of an accepted message is gone', 'DELETE FROM parts WHERE key = 3 * 256 + 1'],
  [
    'counts-fit',
    'a message more is counted as accepted',
    `UPDATE counters SET value = value + 1 WHERE name = 'outbound'`,
  ],
  [
    'nothing-open-in-ended',
    'a delivered message is queued again',
    'UPDATE parts SET state = 1 WHERE key = 1 * 256 + 1',
  ],
  [
    'end-told-once',
    'a message ended twice',
    'UPDATE parts SET history = CAST(history || history AS BLOB) WHERE key = 1 * 256 + 1',
  ],
  ['final-has-time', 'an end without a time', 'UPDATE parts SET final_at_ms = NULL WHERE key = 1 * 256 + 1'],
  [
    'submitted-has-proof',
    'submitted, and never answered',
    'UPDATE parts SET answered_attempt = 0 WHERE key = 2 * 256 + 1',
  ],
  ['open-has-deadline', 'a message that waits for ever', 'UPDATE parts SET deadline_ms = NULL WHERE key = 3 * 256 + 1'],
  [
    'uncertain-has-time',
    'uncertain, and never to be settled',
    `UPDATE parts SET uncertain_since_ms = NULL WHERE key = 4 * 256 + 1`,
  ],
  [
    'duplicate-told',
    'a second sending that nobody was told of',
    'UPDATE parts SET may_be_duplicate = 1 WHERE key = 2 * 256 + 1',
  ],
  [
    'conversation-there',
    'an answer in the conversation of nobody',
    'UPDATE messages SET conversation = 99 WHERE seq = 8',
  ],
  ['message-found', 'a block of messages that no search comes by', 'DELETE FROM blocks_of_ours'],
  ['stream-figures-fit', 'a queue that counts too many', `UPDATE stream_figures SET value = 9 WHERE figure = 'queued'`],
  ['readable', 'a history that breaks off', `UPDATE messages SET history = x'81' WHERE seq = 3`],
  [
    'database-sound',
    'an index that lacks an entry',
    `PRAGMA writable_schema = 1;
    UPDATE sqlite_schema SET sql = replace(sql, 'state = 11', 'state = 1') WHERE name = 'parts_in_doubt'`,
  ],
]

/** Of traffic beside which it looks. */
const MOST_ROUNDS = 500

describe('connect verify', () => {
  const folder = temporaryFolder()
  const dataDir = join(folder.path, 'data')
  const verify = (...words: string[]) => runToEnd(['verify', ...words], { folder: folder.path })
  const verified = async (...words: string[]) => {
    const { exitCode, out, err } = await verify('--json', ...words)
    assert.ok(out !== '', err)
    return { exitCode, whole: verificationSchema.parse(JSON.parse(out)) satisfies Verification }
  }
  before(() => fill(dataDir))
  after(() => folder[Symbol.dispose]())

  it('finds a sound store sound, and says how often each rule was looked at', async () => {
    const { exitCode, out, err } = await verify()
    assert.equal(exitCode, 0, out)
    assert.ok(err.startsWith(`No Connect runs on ${dataDir}: this command has opened its data.\n`), err)
    assert.match(out, new RegExp(`^Looked at {5}8 messages, 7 parts, in the store in ${dataDir}\n`))
    assert.match(out, /^Conservation {2}7 accepted, 2 final \+ 4 waiting \+ 1 uncertain$/m)
    assert.match(out, /^states-known +8 +0 +Every part and message is in a state that there is\.$/m)
    assert.match(out, /^database-sound +\d+ +0 /m)
    assert.match(out, /\nSound: every rule holds\.\n$/)
    const { whole } = await verified()
    assert.deepEqual([whole.messages, whole.findings, whole.sound], [8, [], true])
    assert.ok(whole.rules.every(({ checked, broken }) => checked > 0 && broken === 0))
  })

  for (const [rule, what, sql] of DEFECTS) {
    it(`names ${rule} where there is ${what}`, async () => {
      const damaged = copyOf(dataDir, join(folder.path, `${rule}-${what.replaceAll(' ', '-')}`), sql)
      const { exitCode, whole } = await verified('--data-dir', damaged)
      assert.deepEqual([exitCode, whole.sound], [4, false])
      const broken = whole.rules.filter((one) => one.broken > 0)
      assert.ok(
        broken.some((one) => one.rule === rule),
        `broken are ${broken.map((one) => one.rule)}`,
      )
      assert.ok(whole.findings.some((finding) => finding.rule === rule))
    })
  }

  it('shows what a broken rule says, where it is broken, and what to do', async () => {
    const sql = 'UPDATE parts SET final_at_ms = NULL WHERE key = 1 * 256 + 1'
    const { exitCode, out } = await verify('--data-dir', copyOf(dataDir, join(folder.path, 'shown'), sql))
    assert.equal(exitCode, 4)
    assert.match(
      out,
      /\n\nfinal-has-time, broken once\n {2}A message that ended says when; one that did not, does not\.\n {2}- msg_\w+: it is delivered, and its final time is null\n\nNot sound: 1 rule of \d+ does not hold\. Keep a copy of the data folder/,
    )
    assert.doesNotMatch(out, /447700900/)
  })

  it('says so when the file itself is damaged', async () => {
    const damaged = copyOf(dataDir, join(folder.path, 'overwritten'), '')
    const path = join(damaged, 'connect.db')
    const octets = readFileSync(path)
    // The middle of the file: a table or an index, but not what says which there are.
    octets.fill(0xaa, octets.length >> 1, (octets.length >> 1) + 8192)
    writeFileSync(path, octets)
    const { exitCode, out, err } = await verify('--data-dir', damaged)
    assert.equal(exitCode, 4, err)
    assert.match(out + err, /Not sound|The store cannot be looked at: the database is damaged/)
  })

  it('leaves a folder alone that another process holds, and says whom to ask instead', async () => {
    const store = new SqliteStore({ directory: dataDir })
    await store.open()
    try {
      const { exitCode, out, err } = await verify('--stopped')
      assert.deepEqual([exitCode, out], [1, ''])
      assert.match(
        err,
        /is in use by the process with pid \d+; .*\nA Connect that runs is asked itself: npx connect verify/,
      )
    } finally {
      await store.close()
    }
  })

  it('says what there is not', async () => {
    const none = await verify('--data-dir', 'nowhere')
    assert.equal(none.exitCode, 1)
    assert.match(none.err, /There is no store in .*nowhere\. Name another folder with --data-dir/)
    assert.equal((await verify('--stopped', '--url', 'http://127.0.0.1:1')).exitCode, 2)
    assert.equal((await verify('--url', 'http://127.0.0.1:1')).exitCode, 3)
  })

  it('takes the data of a Connect that was killed for that of a stopped one', async () => {
    const killed = copyOf(dataDir, join(folder.path, 'killed'), '')
    const instance = { url: 'http://127.0.0.1:1', apiKey: 'k', pid: 1, startedAt: '2026-01-01T00:00:00Z' }
    writeFileSync(join(killed, 'connect.json'), JSON.stringify(instance))
    const { exitCode, err } = await verify('--data-dir', killed)
    assert.equal(exitCode, 0, err)
    assert.match(err, /this command has opened its data/)
  })

  it('finds nothing in a running Connect while texts go through it', async () => {
    await using connect = await SmallConnect.start(new SqliteStore({ directory: join(folder.path, 'busy') }))
    const smscId = await connect.define()
    connect.bound(smscId, 10_000)
    const seen: number[] = []
    let isDone = false
    let rounds = 0
    // As long as it takes until it was looked at more than once in the middle.
    const traffic = (async () => {
      for (let round = 0; round < 12 || (new Set(seen).size < 2 && round < MOST_ROUNDS); round++) {
        rounds += 1
        const messages = Array.from(
          { length: 100 },
          (_, at): SendMessage => ({ to: `+4477009${String(round * 100 + at).padStart(5, '0')}`, text: `Text ${at}` }),
        )
        const sent = await connect.manager.useCases.sendBatch(CALLER, messages)
        assert.ok(sent.ok)
        const orders = await Promise.all(
          sent.value.body.results.flatMap((one) => (one.state === 'accepted' ? [connect.order(one.id)] : [])),
        )
        await Promise.all(
          orders.map((order, at) => connect.end(order, { kind: 'answered', smscMessageId: `${round}-${at}` })),
        )
        await Promise.all(orders.map((_, at) => connect.receive(smscId, `${round}-${at}`)))
      }
      isDone = true
    })()
    while (!isDone) {
      const { exitCode, whole } = await verified('--url', connect.url)
      assert.deepEqual([exitCode, whole.findings, whole.sound], [0, [], true])
      seen.push(whole.messages)
    }
    await traffic
    const { whole } = await verified('--url', connect.url)
    assert.deepEqual([whole.messages, whole.conservation.final], [100 * rounds, 100 * rounds])
    assert.ok(new Set(seen).size > 1, `it was looked at in the middle: ${seen}`)
  })
})

/** A copy of the data, with something done to it. */
function copyOf(dataDir: string, to: string, sql: string): string {
  mkdirSync(to)
  const path = join(to, 'connect.db')
  const db = new DatabaseSync(join(dataDir, 'connect.db'))
  db.exec(`VACUUM INTO '${path}'`)
  db.close()
  const copy = new DatabaseSync(path, { enableForeignKeyConstraints: false, defensive: false })
  copy.exec(sql)
  copy.close()
  return to
}

/** Seven texts out and one in, each in another state; see `DEFECTS`. */
async function fill(dataDir: string): Promise<void> {
  await using connect = await SmallConnect.start(new SqliteStore({ directory: dataDir }))
  const smscId = await connect.define({
    uncertainWaitSeconds: 600,
    statusRules: [{ status: '0x08', action: 'hold', afterSeconds: null, attempts: null }],
  })
  const ids: string[] = []
  for (let at = 1; at <= 7; at++) {
    const sendAt = at === 3 || at === 7 ? { sendAt: new Date(Date.now() + 3_600_000).toISOString() } : {}
    const sent = await connect.manager.useCases.send(CALLER, { to: `+44770090000${at}`, text: 'Hello', ...sendAt })
    assert.ok(sent.ok)
    ids.push(sent.value.body.id)
  }
  connect.bound(smscId, 100)
  const end = async (at: number, outcome: Parameters<SmallConnect['end']>[1]) =>
    connect.end(await connect.order(ids[at - 1] ?? ''), outcome)
  await end(1, { kind: 'answered', smscMessageId: 'A' })
  await end(2, { kind: 'answered', smscMessageId: 'B' })
  await end(4, { kind: 'uncertain', reason: 'the link broke' })
  await end(5, { kind: 'refused', status: 0x08 })
  await end(6, { kind: 'refused', status: 0x0b })
  await connect.receive(smscId, 'A')
  await connect.deliver(smscId, { payload: Buffer.from('Yes please') })
}
