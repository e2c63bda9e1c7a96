import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import type { RunSummary } from '../../src/send/summary.ts'
import { runToEnd, start } from './command-line.ts'
import { FakeConnect, type Fault, SMSC } from './fake-connect.ts'

const TO = '+447700900123'

/** A folder with a file of so many texts, and a server. */
async function scene(content: string | number = 1000, name = 'texts.txt') {
  const folder = temporaryFolder()
  const connect = await new FakeConnect().start()
  const texts = typeof content === 'number' ? Array.from({ length: content }, (_, index) => `text ${index}`) : []
  const file = join(folder.path, name)
  writeFileSync(file, typeof content === 'string' ? content : texts.map((text) => `${text}\n`).join(''))
  const place = { folder: folder.path, env: { CONNECT_URL: connect.url } }
  return {
    connect,
    texts,
    file,
    place,
    send: (...more: string[]) => runToEnd(['send', '--file', file, ...more], place),
    start: (...more: string[]) => start(['send', '--file', file, ...more], place),
    async [Symbol.asyncDispose]() {
      await connect[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

const summaryOf = (out: string): RunSummary => JSON.parse(out) as RunSummary
const sorted = (texts: readonly string[]) => [...texts].sort()

test('every row goes once, and the summary says what became of them', async () => {
  await using at = await scene('hello\n\ngrüße ż\nbad\n')
  at.connect.refusal = ({ text }) => (text === 'bad' ? 'destination-invalid' : undefined)
  const { exitCode, out, err } = await at.send('--to', TO, '--json')
  assert.equal(exitCode, 1, err)
  const { runId, handOverMs, rowsPerSecond, elapsedMs, ...summary } = summaryOf(out)
  assert.deepEqual(summary, {
    file: at.file,
    rows: 4,
    accepted: 2,
    refused: 2,
    refusedByCode: { 'text-empty': 1, 'destination-invalid': 1 },
    firstRefused: [
      { line: 2, code: 'text-empty', detail: 'The text is empty' },
      { line: 4, code: 'destination-invalid', detail: 'The destination is not a number' },
    ],
    skipped: 0,
    remaining: 0,
    parts: 2,
    gsm7: 1,
    ucs2: 1,
    states: { delivered: 2 },
    open: 0,
    mayBeDuplicate: { count: 0, ids: [] },
  })
  assert.ok(runId && handOverMs >= 0 && rowsPerSecond >= 0 && elapsedMs >= handOverMs)
  assert.deepEqual(at.connect.texts, ['hello', 'grüße ż'])
  assert.match(err, /Refused rows:\n {2}line 2: text-empty: The text is empty\n {2}line 4: destination-invalid/)
})

test('to one number the texts keep their order; else a few batches are under way at once', async () => {
  await using one = await scene(1000)
  assert.equal((await one.send('--to', TO)).exitCode, 0)
  assert.deepEqual(one.connect.texts, one.texts)
  assert.equal(one.connect.mostInFlight, 1)
  await using many = await scene(2000)
  many.connect.onAccept = () => new Promise((resolve) => setImmediate(resolve))
  assert.equal((await many.send('--to-sequence', '+447700900000:10')).exitCode, 0)
  assert.deepEqual(sorted(many.connect.texts), sorted(many.texts))
  assert.ok(many.connect.mostInFlight > 1 && many.connect.mostInFlight <= 4, `${many.connect.mostInFlight}`)
  const to = new Map([...many.connect.messages.values()].map(({ message }) => [message.text, message.to]))
  assert.deepEqual(
    [to.get('text 0'), to.get('text 9'), to.get('text 10')],
    ['+447700900000', '+447700900009', '+447700900000'],
  )
})

for (const fault of ['refuse-503', 'refuse-429', 'stumble-500', 'proxy-502', 'break-before', 'break-after'] as const) {
  test(`${fault}: the batch is repeated under its key and nothing goes twice`, async () => {
    await using at = await scene(600)
    at.connect.faults.push(undefined, fault satisfies Fault, fault)
    const { exitCode, out, err } = await at.send('--to', TO, '--json')
    assert.equal(exitCode, 0, err)
    assert.deepEqual(at.connect.texts, at.texts)
    assert.equal(at.connect.keys.length, 5)
    assert.equal(new Set(at.connect.keys).size, 3)
    assert.equal(summaryOf(out).accepted, 600)
  })
}

test('a server that goes away in the middle is waited for, visibly', async () => {
  await using at = await scene(1000)
  const { port } = at.connect
  at.connect.onAccept = async (batch) => {
    if (batch !== 2) return
    at.connect.onAccept = () => {}
    setImmediate(async () => {
      await at.connect.stop()
      setTimeout(() => at.connect.start(port), 50)
    })
    await new Promise(() => {})
  }
  const { exitCode, err } = await at.send('--to', TO)
  assert.equal(exitCode, 0, err)
  assert.deepEqual(at.connect.texts, at.texts)
  assert.match(
    err,
    /Handing over {2}400 of 1,000 \(40 %\).*waiting for the server \((connection refused|the connection broke)\)/,
  )
})

test('a server that stays away ends the run, which can be resumed', async () => {
  await using at = await scene(600)
  at.connect.onAccept = async (batch) => {
    if (batch !== 1) return
    void at.connect.stop()
    await new Promise(() => {})
  }
  const { exitCode, err } = await at.send('--to', TO, '--patience', '1')
  assert.equal(exitCode, 1)
  assert.match(err, /Lines 201 to 400 could not be handed over: no answer \(/)
  assert.match(err, /400 rows remain\. To go on, run the same command again/)
})

test('interrupted: what is under way ends, and the same command goes on without a text sent twice', async () => {
  await using at = await scene(1000)
  const running = at.start('--to', TO)
  at.connect.onAccept = (batch) => {
    if (batch === 2) running.signals.emit('SIGINT')
  }
  assert.equal(await running.exitCode, 130)
  assert.deepEqual(at.connect.texts, at.texts.slice(0, 600))
  assert.match(running.err(), /400 rows remain\. To go on, run the same command again: nothing goes twice\./)
  at.connect.onAccept = () => {}
  const { exitCode, out, err } = await at.send('--to', TO, '--json')
  assert.equal(exitCode, 0, err)
  assert.match(err, /Resuming the run of .*: 600 rows are handed over already\./)
  assert.deepEqual(at.connect.texts, at.texts)
  assert.deepEqual([summaryOf(out).accepted, summaryOf(out).states], [1000, { delivered: 1000 }])
  assert.equal(at.connect.keys.length, 5, 'what is answered is not handed over again')
})

test('a run that is finished is sent again only when asked to', async () => {
  await using at = await scene(10)
  assert.equal((await at.send('--to', TO)).exitCode, 0)
  const { exitCode, err, out } = await at.send('--to', TO, '--json')
  assert.equal(exitCode, 2)
  assert.match(err, /This file was sent already, on .* To send it anew, add --again\./)
  assert.equal(summaryOf(out).accepted, 10)
  assert.equal(at.connect.messages.size, 10)
  assert.equal((await at.send('--to', TO, '--again')).exitCode, 0)
  assert.equal(at.connect.messages.size, 20)
})

test('other options are another run; a begun one is not sent a second time by another way', async () => {
  await using at = await scene(600)
  const running = at.start('--to', TO)
  at.connect.onAccept = () => {
    running.signals.emit('SIGINT')
  }
  assert.equal(await running.exitCode, 130)
  at.connect.onAccept = () => {}
  const other = await at.send('--to', '+447700900999')
  assert.equal(other.exitCode, 2)
  assert.match(other.err, /was begun on .* with other options or to another server/)
  assert.equal(at.connect.messages.size, 200)
  assert.equal((await at.send('--to', TO)).exitCode, 0)
  assert.equal((await at.send('--to', '+447700900999')).exitCode, 0)
  assert.equal(at.connect.messages.size, 1200)
})

test('the memory of a run holds neither texts nor numbers', async () => {
  await using at = await scene('a secret text\n')
  await at.send('--to', TO)
  const folder = join(at.place.folder, 'state', 'sends')
  const content = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  assert.match(content, /handed-over/)
  assert.doesNotMatch(content, /secret|447700900123|a-key-for/)
})

test('without waiting it ends when all is handed over; called again it follows', async () => {
  await using at = await scene(300)
  const first = await at.send('--to', TO, '--no-wait', '--json')
  assert.equal(first.exitCode, 0, first.err)
  assert.deepEqual([summaryOf(first.out).states, summaryOf(first.out).open], [{}, 300])
  assert.ok(!at.connect.requests.includes('POST /v1/messages/states'))
  const second = await at.send('--to', TO, '--json')
  assert.equal(second.exitCode, 0, second.err)
  assert.deepEqual(summaryOf(second.out).states, { delivered: 300 })
  assert.equal(at.connect.messages.size, 300)
})

test('texts that do not arrive, and ones that may have come twice, are told', async () => {
  await using at = await scene(400)
  at.connect.finalState = ({ text }) => (text.endsWith('7') ? 'undelivered' : 'delivered')
  at.connect.onAccept = () => {
    for (const stored of at.connect.messages.values())
      if (stored.message.text.endsWith('3')) stored.mayBeDuplicate = true
  }
  const { exitCode, out, err } = await at.send('--to', TO, '--json')
  assert.equal(exitCode, 1)
  const summary = summaryOf(out)
  assert.deepEqual(summary.states, { delivered: 360, undelivered: 40 })
  assert.equal(summary.mayBeDuplicate?.count, 20)
  assert.match(err, /Perhaps twice +20 \(/)
})

test('waiting is bounded when asked: the rest is told as not final', async () => {
  await using at = await scene(10)
  at.connect.looksUntilFinal = 1
  at.connect.finalState = ({ text }) => (text === 'text 7' ? 'held' : 'delivered')
  const { exitCode, err, out } = await at.send('--to', TO, '--wait-limit', '1', '--json')
  assert.equal(exitCode, 1)
  assert.match(err, /Not all are final within 1\.0 s\./)
  assert.deepEqual([summaryOf(out).open, summaryOf(out).states], [1, { delivered: 9 }])
  assert.match(err, /Not final +1, as far as/)
})

test('wherever the memory of a run breaks off, going on sends nothing twice', async () => {
  await using at = await scene(400)
  assert.equal((await at.send('--to', TO, '--no-wait', '--batch-size', '100')).exitCode, 0)
  const folder = join(at.place.folder, 'state', 'sends')
  const path = join(folder, readdirSync(folder)[0] ?? '')
  const journal = readFileSync(path, 'utf8')
  const ends = [...journal.matchAll(/\n/g)].map((match) => match.index + 1)
  assert.ok(ends.length >= 10)
  for (const end of ends) {
    for (const cut of [end, end + 20]) {
      writeFileSync(path, journal.slice(0, cut))
      const { exitCode, err } = await at.send('--to', TO, '--no-wait', '--batch-size', '100')
      assert.ok(exitCode === 0 || (exitCode === 2 && cut >= journal.length), `cut at ${cut}: ${err}`)
      assert.deepEqual(at.connect.texts, at.texts, `cut at ${cut}`)
    }
  }
})

test('an id that the server does not know is told as such and not waited for', async () => {
  await using at = await scene(10)
  assert.equal((await at.send('--to', TO, '--no-wait')).exitCode, 0)
  at.connect.messages.delete('msg_000004')
  const { exitCode, out } = await at.send('--to', TO, '--json')
  assert.equal(exitCode, 1)
  assert.deepEqual(summaryOf(out).states, { delivered: 9, unknown: 1 })
})

test('the reject file holds the refused rows as they were, and can be mended and sent', async () => {
  await using at = await scene('to,text,reference\n1,"a ""b""\nc",r1\n,x,r2\n3,,r3\n4,fine,r4\n', 'rows.csv')
  at.connect.refusal = ({ to }) => (to === '1' ? 'destination-invalid' : undefined)
  const { exitCode, err } = await at.send('--rejects')
  assert.equal(exitCode, 1)
  assert.match(err, /rows\.csv\.rejected\.csv: 3 refused rows/)
  assert.equal(
    readFileSync(`${at.file}.rejected.csv`, 'utf8'),
    [
      'to,text,from,reference,line,code,reason',
      '1,"a ""b""\nc",,r1,2,destination-invalid,The destination is not a number',
      ',x,,r2,4,destination-invalid,"the row has no destination, and no --to was given"',
      '3,,,r3,5,text-empty,The text is empty',
      '',
    ].join('\r\n'),
  )
  at.connect.refusal = () => undefined
  const mended = await runToEnd(['send', '--file', `${at.file}.rejected.csv`, '--to', '2'], at.place)
  assert.match(mended.err, /Columns that are not used: "line", "code", "reason"\./)
  assert.deepEqual(at.connect.texts, ['fine', 'a "b"\nc', 'x'])
  const again = await at.send('--rejects', '--again')
  assert.equal(again.exitCode, 2)
  assert.match(again.err, /is there already/)
})

test('a file is a campaign unless told otherwise, and a row may say what its message carries', async () => {
  const content = [
    'to,text,class,smpp.priority,tlv.billing_code,expiresAt',
    '1,one,,,,',
    '2,two,code,2,B,2027-01-01T00:00:00Z',
    '3,three,urgent,,,',
  ].join('\n')
  await using at = await scene(content, 'rows.csv')
  const { exitCode, err } = await at.send('--validity', '1h', '--smpp', 'priority=1', '--tlv', 'billing_code=A')
  assert.equal(exitCode, 1)
  assert.match(err, /line 4: request-invalid: class: found "urgent"; allowed: code, transactional, bulk/)
  const messages = [...at.connect.messages.values()].map(({ message }) => message)
  assert.deepEqual(messages, [
    {
      to: '1',
      text: 'one',
      class: 'bulk',
      validitySeconds: 3600,
      smpp: { priority: 1, tlvs: { billing_code: 'A' } },
    },
    {
      to: '2',
      text: 'two',
      class: 'code',
      expiresAt: '2027-01-01T00:00:00.000Z',
      smpp: { priority: 2, tlvs: { billing_code: 'B' } },
    },
  ])
})

test('whatever changes the message makes another run; the order in which it is said does not', async () => {
  await using at = await scene(3)
  at.connect.smscs = [SMSC]
  const options = ['--smpp', 'priority=1', '--smpp', 'flash=true']
  assert.equal((await at.send('--to', TO, ...options)).exitCode, 0)
  const turned = await at.send('--to', TO, '--smpp', 'flash=true', '--smpp', 'priority=1', '--class', 'bulk')
  assert.match(turned.err, /This file was sent already/)
  for (const other of [
    [],
    ['--class', 'code'],
    ['--validity', '1h'],
    ['--send-at', '+1h'],
    ['--expires-at', '+1d'],
    ['--smsc', 'provider'],
    ['--smpp', 'priority=1'],
    ['--tlv', 'a=1'],
    ['--from', 'Shop'],
  ]) {
    const { exitCode, err } = await at.send('--to', TO, ...other)
    assert.equal(exitCode, 0, `${other}: ${err}`)
  }
  assert.match((await at.send('--to', TO, '--smsc', 'smsc_1')).err, /sent already/, 'by its id it is the same SMSC')
})

test('a run that goes on later still means the same moment by +2h', async () => {
  await using at = await scene(600)
  const words = ['send', '--file', at.file, '--to', TO, '--send-at', '+2h', '--no-wait']
  at.connect.faults.push(undefined, 'break-after')
  const first = start(words, { ...at.place, nowMs: () => Date.parse('2026-01-01T00:00:00Z') })
  at.connect.onAccept = (batch) => {
    if (batch === 1) first.signals.emit('SIGINT')
  }
  assert.equal(await first.exitCode, 130)
  at.connect.onAccept = () => {}
  const later = await runToEnd(words, { ...at.place, nowMs: () => Date.parse('2026-01-01T01:00:00Z') })
  assert.equal(later.exitCode, 0, later.err)
  assert.deepEqual(at.connect.texts, at.texts)
  const times = new Set([...at.connect.messages.values()].map(({ message }) => message.sendAt))
  assert.deepEqual([...times], ['2026-01-01T02:00:00.000Z'])
})

test('a wrong option stops before the file is looked at, and the reject file keeps all cells', async () => {
  await using at = await scene('to,text,tlv.code,smscId\n,one,A,smsc_1\n1,two,,\n', 'rows.csv')
  const wrong = await at.send('--smpp', 'priority=9')
  assert.deepEqual([wrong.exitCode, wrong.err], [2, 'Error: --smpp priority: found "9"; allowed: 0 to 4.\n'])
  await at.send('--rejects')
  assert.match(
    readFileSync(`${at.file}.rejected.csv`, 'utf8'),
    /^to,text,from,reference,tlv\.code,smscId,line,code,reason\r\n,one,,,A,smsc_1,2,destination-invalid,/,
  )
})

test('--check looks through the file and needs no server', async () => {
  await using at = await scene('a\n\nb\n')
  await at.connect.stop()
  const { exitCode, err } = await at.send('--to', TO, '--check')
  assert.equal(exitCode, 1)
  assert.match(err, /3 rows, 1 row that cannot be sent\.\n {2}line 2: text-empty/)
})

test('a batch whose answer the server may have forgotten is not repeated unasked', async () => {
  await using at = await scene(600)
  const days = (count: number) => () => Date.now() + count * 24 * 3_600_000
  const words = ['send', '--file', at.file, '--to', TO, '--no-wait']
  at.connect.faults.push(undefined, 'break-after')
  const first = start(words, at.place)
  at.connect.onAccept = (batch) => {
    if (batch === 1) first.signals.emit('SIGINT')
  }
  assert.equal(await first.exitCode, 130)
  const asks = await runToEnd(words, { ...at.place, nowMs: days(3) })
  assert.equal(asks.exitCode, 1)
  assert.match(asks.err, /texts 201 to 400 nobody knows .* --unknown skip .* --unknown resend/s)
  const skips = await runToEnd([...words, '--unknown', 'skip', '--json'], { ...at.place, nowMs: days(3) })
  assert.equal(skips.exitCode, 1)
  assert.deepEqual(
    [summaryOf(skips.out).accepted, summaryOf(skips.out).skipped, summaryOf(skips.out).remaining],
    [400, 200, 0],
  )
  assert.equal(at.connect.messages.size, 600)
})

test('a wrong key, and something else that answers, are told before anything is sent', async () => {
  await using at = await scene(10)
  const place = { ...at.place, env: { ...at.place.env, CONNECT_API_KEY: 'a-key-that-is-wrong' } }
  const wrong = await runToEnd(['send', '--file', at.file, '--to', TO], place)
  assert.equal(wrong.exitCode, 1)
  assert.match(wrong.err, /Error: The key is not valid \(key-wrong\)/)
  await at.connect.stop()
  const gone = await at.send('--to', TO)
  assert.equal(gone.exitCode, 3)
  assert.match(
    gone.err,
    /does not answer at http:\/\/127\.0\.0\.1:\d+ \(connection refused\)\.\nStart it with `npm start`/,
  )
})
