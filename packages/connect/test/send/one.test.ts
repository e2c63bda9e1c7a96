import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd, start } from './command-line.ts'
import { FakeConnect, KEY, SMSC } from './fake-connect.ts'

async function scene() {
  const folder = temporaryFolder()
  const connect = await new FakeConnect().start()
  const place = { folder: folder.path, env: { CONNECT_URL: connect.url } }
  return {
    connect,
    place,
    send: (...words: string[]) => runToEnd(['send', '--to', '+447700900123', ...words], place),
    async [Symbol.asyncDispose]() {
      await connect[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

test('the id goes to stdout, what happened to stderr', async () => {
  await using at = await scene()
  const { exitCode, out, err } = await at.send('--text', 'Hello', '--from', 'Shop', '--reference', 'r1')
  assert.deepEqual([exitCode, out], [0, 'msg_000001\n'])
  assert.match(err, /^Accepted: to \+447700900123 from Shop, 1 short message in GSM 7-bit\.\n/)
  assert.deepEqual(at.connect.messages.get('msg_000001')?.message, {
    to: '+447700900123',
    text: 'Hello',
    from: 'Shop',
    reference: 'r1',
  })
})

test('--wait shows each step and ends with what became of it', async () => {
  await using at = await scene()
  const good = await at.send('--text', 'Hello', '--wait')
  assert.equal(good.exitCode, 0)
  assert.match(good.err, /\n {2}00:00:00\.000 {2}accepted\nDelivered, 0\.0 s after it was accepted\.\n$/)
  at.connect.finalState = () => 'rejected'
  const bad = await at.send('--text', 'Hello', '--wait', '--json')
  assert.equal(bad.exitCode, 1)
  assert.match(bad.err, /final state is rejected: ESME_RINVDSTADR, the destination is invalid\./)
  assert.equal((JSON.parse(bad.out) as { state: string }).state, 'rejected')
})

test('waiting can be bounded and interrupted; the text goes out all the same', async () => {
  await using at = await scene()
  at.connect.looksUntilFinal = 1
  at.connect.finalState = () => 'submitted'
  const late = await at.send('--text', 'Hello', '--wait', '--wait-limit', '1')
  assert.equal(late.exitCode, 1)
  assert.match(late.err, /Not final within 1\.0 s: it is submitted\./)
  const running = start(['send', '--to', '1', '--text', 'a', '--wait'], at.place)
  const told = setInterval(() => at.connect.messages.size === 2 && running.signals.emit('SIGINT'), 5)
  assert.equal(await running.exitCode, 130)
  clearInterval(told)
  assert.match(running.err(), /Stopped watching\. The text goes out without this command\.\n$/)
})

test('an answer that is lost is asked for again, and the text goes once', async () => {
  await using at = await scene()
  at.connect.faults.push('break-after', 'refuse-503')
  const { exitCode, out } = await at.send('--text', 'Hello')
  assert.deepEqual([exitCode, out], [0, 'msg_000001\n'])
  assert.equal(at.connect.messages.size, 1)
  assert.equal(new Set(at.connect.keys).size, 1)
})

test('a refusal is told with what to do', async () => {
  await using at = await scene()
  at.connect.faults.push('refuse-503')
  const { exitCode, err } = await runToEnd(['send', '--to', '1', '--text', 'a'], {
    ...at.place,
    env: { ...at.place.env, CONNECT_API_KEY: 'a-key-that-is-wrong' },
  })
  assert.equal(exitCode, 1)
  assert.match(err, /Error: The key is not valid \(key-wrong\): .*\nCheck the key; it may have been revoked/)
  const long = await at.send('--text', 'x'.repeat(40_001))
  assert.equal(long.exitCode, 2)
})

test('the text from standard input is taken exactly', async () => {
  await using at = await scene()
  const text = ' a\r\n\u0000"€"\n'
  const { exitCode } = await runToEnd(['send', '--to', '1', '--text', '-'], { ...at.place, stdin: text })
  assert.equal(exitCode, 0)
  assert.deepEqual(at.connect.texts, [text])
})

test('the Connect of the data directory is found by its file; when it is gone, that is said', async () => {
  await using at = await scene()
  const instance = { url: at.connect.url, apiKey: KEY, pid: 1, startedAt: '2026-01-01T00:00:00.000Z' }
  writeFileSync(join(at.place.folder, 'connect.json'), JSON.stringify(instance))
  const words = ['send', '--to', '1', '--text', 'a', '--data-dir', at.place.folder]
  const place = { folder: at.place.folder }
  assert.equal((await runToEnd(words, place)).exitCode, 0)
  await at.connect.stop()
  const { exitCode, err } = await runToEnd(words, place)
  assert.equal(exitCode, 3)
  assert.match(err, /^Error: Connect does not answer at http:.* \(connection refused\)\.\nStart it with `npm start`/)
})

test('quiet says nothing but the data', async () => {
  await using at = await scene()
  assert.deepEqual(await at.send('--text', 'a', '-q', '--wait'), { exitCode: 0, out: 'msg_000001\n', err: '' })
})

test('everything that a message may carry is said by options', async () => {
  await using at = await scene()
  at.connect.smscs = [{ ...SMSC, id: 'smsc_9', name: 'Big Provider' }]
  const words = ['--class', 'code', '--validity', '10m', '--send-at', '+2h', '--smsc', 'big provider']
  const options = ['--smpp', 'priority=2', '--smpp', 'serviceType=', '--tlv', 'billing_code=a=b', '--tlv', '0x1401=7']
  const { exitCode, err } = await runToEnd(['send', '--to', '1', '--text', 'a', ...words, ...options], {
    ...at.place,
    nowMs: () => Date.parse('2026-01-01T00:00:00Z'),
  })
  assert.equal(exitCode, 0, err)
  assert.match(err, /in GSM 7-bit, not before 2026-01-01 02:00:00 UTC\.\nWhat becomes of it: npx connect message show /)
  assert.deepEqual(at.connect.messages.get('msg_000001')?.message, {
    to: '1',
    text: 'a',
    smscId: 'smsc_9',
    class: 'code',
    sendAt: '2026-01-01T02:00:00.000Z',
    validitySeconds: 600,
    smpp: { priority: 2, serviceType: '', tlvs: { billing_code: 'a=b', '0x1401': '7' } },
  })
})

test('an option that cannot be is told before anything is sent, with what was meant', async () => {
  await using at = await scene()
  at.connect.smscs = [{ ...SMSC, name: 'Provider' }]
  const error = async (...words: string[]) => {
    const { exitCode, err } = await at.send('--text', 'a', ...words)
    assert.equal(exitCode, 2, err)
    return err
  }
  assert.match(
    await error('--smpp', 'prioirty=1'),
    /--smpp: there is no SMPP option "prioirty"; did you mean priority\?/,
  )
  assert.match(await error('--smpp', 'zebra=1'), /there are: registeredDelivery, .*destinationNpi\./)
  assert.match(await error('--smpp', 'tlvs=1'), /TLVs go with --tlv NAME=VALUE\./)
  assert.match(await error('--smpp', 'priority'), /found "priority"; allowed: KEY=VALUE, such as priority=2\./)
  assert.match(await error('--smpp', 'priority=7'), /--smpp priority: found "7"; allowed: 0 to 4\./)
  assert.match(await error('--smpp', 'flash=true', '--smpp', 'flash=false'), /--smpp flash is given twice\./)
  assert.match(await error('--tlv', 'a b=1'), /--tlv: "a b" is no name of a TLV; allowed: a letter, then/)
  assert.match(await error('--tlv', 'a=ü'), /--tlv a: printable ASCII/)
  assert.match(await error('--class', 'urgent'), /Allowed choices are code, transactional, bulk/)
  assert.match(await error('--validity', '10'), /--validity: found "10"; allowed: a span such as 90s/)
  assert.match(await error('--send-at', 'tomorrow'), /--send-at: found "tomorrow"; allowed: a time with its zone/)
  assert.match(await error('--validity', '1h', '--expires-at', '+2h'), /--expires-at: .* say one of the two\./)
  assert.match(await error('--smsc', 'Provder'), /--smsc: there is no SMSC "Provder"; did you mean "Provider"\?/)
  assert.match(await error('--smsc', 'Other'), /there is no SMSC "Other"; there are: "Provider"\./)
  assert.equal(at.connect.messages.size, 0)
})
