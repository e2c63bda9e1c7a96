import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, it } from 'node:test'
import type { MessageDetail, MessageView, OperationResult, SmscId } from '@smpp-connect/contracts'
import { temporaryFolder } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

const TO = '+447700900123'

describe('connect message', () => {
  const folder = temporaryFolder()
  let connect: SmallConnect
  let smscId: SmscId
  const run = (words: readonly string[], stdin = '') =>
    runToEnd([...words, '--url', connect.url], { folder: folder.path, stdin })
  const message = (...words: string[]) => run(['message', ...words])
  /** Sends a text; gives back its id. */
  const send = async (text: string, ...words: string[]) => {
    const { exitCode, out, err } = await run(['send', '--to', TO, '--text', '-', ...words], text)
    assert.equal(exitCode, 0, err)
    return out.trim()
  }
  /** Sends a text that the SMSC takes. */
  const submit = async (text: string) => {
    const id = await send(text)
    await connect.end(await connect.order(id), { kind: 'answered', smscMessageId: 'ABC' })
    return id
  }
  beforeEach(async () => {
    connect = await SmallConnect.start()
    smscId = await connect.define()
  })
  afterEach(() => connect[Symbol.asyncDispose]())
  after(() => folder[Symbol.dispose]())

  it('shows the whole life of a message', async () => {
    connect.bound(smscId, 10)
    const id = await send('Hello\nthere', '--reference', 'r1', '--tlv', '0x1401=AB', '--smpp', 'serviceType=VMN')
    await connect.end(await connect.order(id), { kind: 'answered', smscMessageId: 'ABC' })
    const { exitCode, out, err } = await message('show', id)
    assert.deepEqual([exitCode, err], [0, ''])
    for (const line of [
      new RegExp(`^${id} {2}outbound, submitted$`, 'm'),
      /^ {2}From +60777$/m,
      /^ {2}To +\+447700900123$/m,
      /^ {2}Text +Hello\n {23}there$/m,
      /^ {2}Coding +GSM 7-bit, one part$/m,
      /^ {2}Class +transactional$/m,
      /^ {2}Reference +r1$/m,
      new RegExp(`^ {2}SMSC +Provider \\(${smscId}\\)$`, 'm'),
      /^ {2}Accepted +[-\d]+ [:\d]+ UTC$/m,
      /^ {2}Worth sending until +[-\d]+ [:\d]+ UTC$/m,
      /^ {2}Waiting for +The receipt from Provider\.$/m,
      /^Parts\n {2}# {2}State {6}Attempts {2}Id at the SMSC {2}Sent +Answered +Answer\n {2}1 {2}submitted +1 +ABC +[\d:.]+ +[\d:.]+ +ESME_ROK$/m,
      /^TLVs\n.*\n {2}0x1401 +AB$/m,
      /^On the wire\n {2}source +60777, TON \d, NPI \d\n/m,
      /^ {2}service_type +VMN$/m,
      /^Timeline \(UTC\)\n {2}[\d:.]+ {2}Accepted\.\n {2}[\d:.]+ {2}Handed to the Sender, attempt 1\.\n/m,
    ]) {
      assert.match(out, line)
    }
    const json = JSON.parse((await message('show', id, '--json')).out) as MessageDetail
    assert.deepEqual([json.id, json.text, json.tlvs[0]?.tag], [id, 'Hello\nthere', '0x1401'])
  })

  it('lets no text steer the terminal, also as JSON', async () => {
    const nasty = 'a\u001b[31mred\u009b2J\r\u202eevil\u2066\u007f👩‍👩‍👧'
    const id = await send(nasty, '--reference', '\u001b]0;x\u0007')
    const outputs = []
    for (const words of [['show', id], ['list'], ['show', id, '--json'], ['list', '--json']]) {
      outputs.push((await message(...words)).out)
    }
    for (const out of outputs) assert.doesNotMatch(out, /[^\P{Cc}\n]|\p{Cf}/u)
    assert.match(outputs[0] ?? '', /a\\u\{1b\}\[31mred\\u\{9b\}2J\\u\{d\}\\u\{202e\}evil/)
    assert.equal((JSON.parse(outputs[2] ?? '') as MessageDetail).text, nasty)
    assert.equal((JSON.parse(outputs[3] ?? '') as MessageView).text, nasty)
  })

  it('lists the newest, filtered as the API can, and goes on where it stopped', async () => {
    const ids: string[] = []
    for (const [at, text] of ['one', 'two', 'three'].entries()) {
      ids.unshift(await send(text, '--reference', `r${at}`, ...(at === 1 ? ['--class', 'code'] : [])))
    }
    const all = await message('list')
    assert.match(all.out, /^Id +When \(UTC\) +State +From +To +Class +Reference +Text\n/)
    assert.deepEqual(
      all.out
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0]),
      ids,
    )
    const found = async (...words: string[]) => {
      const { exitCode, out, err } = await message('list', '--json', ...words)
      assert.equal(exitCode, 0, err)
      const lines = out.split('\n').filter((line) => line !== '')
      return lines.map((line) => (JSON.parse(line) as MessageView).text)
    }
    assert.deepEqual(await found('--class', 'code'), ['two'])
    assert.deepEqual(await found('--reference', 'r0'), ['one'])
    assert.deepEqual(await found('--state', 'delivered'), [])
    assert.deepEqual(await found('--number', '447700900123', '--smsc', 'provider', '--limit', '2'), ['three', 'two'])
    assert.deepEqual(await found('--number', '+447700900999'), [])
    assert.deepEqual(await found('--may-be-duplicate'), [])
    assert.deepEqual(await found('--direction', 'inbound'), [])
    const page = await message('list', '--limit', '1')
    const cursor = /^1 message, and there are more: --all, or --cursor (\S+)\n$/.exec(page.err)?.[1] ?? ''
    assert.deepEqual(await found('--limit', '1', '--cursor', cursor), ['two'])
    assert.deepEqual(await found('--all'), ['three', 'two', 'one'])
    const wrong = await message('list', '--cursor', 'zzz')
    assert.deepEqual([wrong.exitCode, wrong.out], [2, ''])
    assert.match(wrong.err, /^Error: --cursor: expected .*\(messages\), found what is no cursor; leave it out/)
  })

  it('cancels what waits, and says so of each part; a second time there is nothing to cancel', async () => {
    const id = await send('x'.repeat(161))
    const { exitCode, out } = await message('cancel', id)
    assert.equal(exitCode, 0)
    assert.match(
      out,
      /^Part {2}Done {2}By +State +What happened\n +1 {2}yes +Connect +cancelled +Cancelled while it waited here\.\n +2 /,
    )
    const again = await message('cancel', id)
    assert.deepEqual([again.exitCode, again.out], [1, ''])
    assert.match(again.err, /\(state-conflict\): It has ended: cancelled\./i)
  })

  it('asks the SMSC about what it has, and fails where it refuses', async () => {
    connect.bound(smscId, 10)
    const id = await submit('Hello')
    connect.answer = { kind: 'state', messageState: 1, finalDate: '', errorCode: 0 }
    const query = await message('query', id)
    assert.equal(query.exitCode, 0)
    assert.match(query.out, /yes +the SMSC +submitted +ESME_ROK +ENROUTE +The SMSC says that it is ENROUTE\.$/m)
    connect.answer = { kind: 'refused', status: 0x11 }
    const refused = await message('cancel', id, '--json')
    assert.equal(refused.exitCode, 1)
    const result = JSON.parse(refused.out) as OperationResult
    assert.deepEqual([result.operation, result.parts[0]?.status], ['cancel', 'ESME_RCANCELFAIL'])
    connect.answer = { kind: 'done' }
    const replaced = await message('replace', id, '--text', 'Another')
    assert.deepEqual([replaced.exitCode, /The SMSC took the new text\./.test(replaced.out)], [0, true])
    assert.match((await message('show', id)).out, /^ {2}Text +Another$/m)
  })

  it('releases what is held', async () => {
    const strict = await connect.define({
      name: 'Strict',
      statusRules: [{ status: '0x0b', action: 'hold', afterSeconds: null, attempts: null }],
    })
    connect.bound(strict, 1)
    const id = await send('Hello', '--smsc', 'Strict')
    await connect.end(await connect.order(id), { kind: 'refused', status: 0x0b })
    assert.match((await message('show', id)).out, /outbound, held$/m)
    const { exitCode, out } = await message('release', id)
    assert.equal(exitCode, 0)
    assert.equal(out, `${id} is released, and accepted now. It waits for: Its turn at Strict.\n`)
    const again = await message('release', id)
    assert.equal(again.exitCode, 1)
    assert.match(again.err, /release takes one that is held or uncertain/)
  })

  it('says what is missing, and what there is not', async () => {
    const id = await send('Hello')
    assert.match((await message('replace', id)).err, /Say what to put in its place: --text TEXT/)
    assert.equal((await message('list', '--limit', 'few')).exitCode, 2)
    assert.match((await message('list', '--state', 'dleivered')).err, /Allowed choices are accepted, received/)
    for (const name of ['show', 'cancel', 'query', 'release', 'replace']) {
      const { exitCode, out, err } = await message(name, 'msg_unknown', ...(name === 'replace' ? ['--text', 'x'] : []))
      assert.deepEqual([exitCode, out], [1, ''], name)
      assert.match(err, /There is no such thing \(not-found\)/)
    }
    const none = await message('list', '--state', 'held')
    assert.deepEqual([none.exitCode, none.out, none.err], [0, '', 'There is no such message.\n'])
  })
})
