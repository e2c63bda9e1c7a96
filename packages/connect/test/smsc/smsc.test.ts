import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, it, test } from 'node:test'
import type { BindView, ParkedReceipt, SmscId, SmscView } from '@smpp-connect/contracts'
import { CONNECT } from '@smpp-connect/manager'
import { temporaryFolder } from '@smpp-connect/testkit'
import { createStyle } from '../../src/output/style.ts'
import { standing } from '../../src/smsc/bind-words.ts'
import { listLines } from '../../src/smsc/list-command.ts'
import { smscLines } from '../../src/smsc/show-command.ts'
import { runToEnd } from '../send/command-line.ts'
import { SMSC } from '../send/fake-connect.ts'
import { SmallConnect } from '../small-connect.ts'

const plain = createStyle(false)
const NOW = Date.parse('2026-01-01T00:10:00Z')
const bind: BindView = {
  edge: null,
  bindType: 'transceiver',
  number: 1,
  status: 'bound',
  since: '2026-01-01T00:00:00.000Z',
  reason: '',
  retryAt: null,
  definitionVersion: 3,
  windowSize: 10,
  windowInUse: 4,
  roundTripMs: 12.34,
  slowedTo: null,
}
const waiting: BindView = {
  ...bind,
  number: 2,
  status: 'waiting',
  reason: 'The password is wrong.',
  retryAt: '2026-01-01T00:10:30.000Z',
}

test('how an SMSC stands, in words', () => {
  const stands = (binds: readonly BindView[], enabled = true) => standing({ enabled, binds: [...binds] }, NOW)
  assert.equal(stands([]), 'no binds yet')
  assert.equal(stands([bind]), 'bound')
  assert.equal(stands([bind, bind]), '2 bound')
  assert.equal(stands([bind, waiting]), '1 of 2 bound; waiting: The password is wrong, again in 30 s')
  assert.equal(stands([waiting, waiting]), 'waiting: The password is wrong, again in 30 s')
  assert.equal(stands([{ ...bind, status: 'connecting' }]), 'connecting')
  assert.equal(stands([bind], false), 'disabled')
  assert.doesNotMatch(stands([{ ...waiting, reason: '\u001b[2J' }]), /\u001b/)
})

test('the list shows what waits by class, and only the columns in which something stands', () => {
  const quiet: SmscView = { ...SMSC, name: 'Quiet', id: 'smsc_2', enabled: false }
  const busy: SmscView = {
    ...SMSC,
    name: 'Busy',
    binds: [{ ...bind, slowedTo: 3.25 }],
    waitingByClass: { code: 0, transactional: 5, bulk: 12_000 },
    outstanding: 10,
    held: 2,
  }
  assert.equal(
    listLines([busy, quiet], NOW, plain).join('\n'),
    `SMSC   Id      State     Waiting: transactional  Waiting: bulk  Outstanding  Held  Slowed
Busy   smsc_1  bound                          5         12,000           10     2  to 3.3/s
Quiet  smsc_2  disabled`,
  )
})

test('one SMSC with its binds, its pace, what waits and what was learned', () => {
  const smsc: SmscView = {
    ...SMSC,
    perSecond: 50,
    binds: [{ ...bind, slowedTo: 12.4 }, waiting],
    waitingByClass: { code: 1, transactional: 0, bulk: 1_500 },
    oldestWaitingAt: '2026-01-01T00:00:00.000Z',
    idFormLearned: 'hexadecimal-answer',
    held: 3,
    version: 3,
  }
  assert.equal(
    smscLines(smsc, NOW, plain).join('\n'),
    `Provider  smsc_1

  State            1 of 2 bound; waiting: The password is wrong, again in 30 s
  Address          smsc.example:2775
  System id        connect, with a password
  Binds            transceiver, 1 at once, SMPP 3.4
  Default sender   60777
  Pace             50 a second; slowed to 12 a second, because it asked for less
  Window           10, fixed
  Waiting          1 code, 1,500 bulk, the oldest for 10 min 00 s
  Outstanding      0
  Uncertain        0
  Held             3, until a person decides
  Ids of receipts  in decimal, where the answer has hexadecimal, as was learned
  Definition       version 3, of 2026-01-01 00:00:00 UTC

Bind           State                                          Since                    Window in use  Round trip  Definition
transceiver 1  bound                                          2026-01-01 00:00:00 UTC  4 of 10        12.3 ms     version 3
transceiver 2  waiting: The password is wrong, again in 30 s  2026-01-01 00:00:00 UTC  4 of 10        12.3 ms     version 3`,
  )
  const set = smscLines({ ...smsc, idForm: 'same' }, NOW, plain).join('\n')
  assert.match(set, /Ids of receipts {2}as in the answer, as it was set/)
  assert.match(smscLines(SMSC, NOW, plain).join('\n'), /Ids of receipts {2}to be learned from the first receipts/)
})

describe('connect smsc', () => {
  const folder = temporaryFolder()
  let connect: SmallConnect
  let smscId: SmscId
  const smsc = (...words: string[]) => runToEnd(['smsc', ...words, '--url', connect.url], { folder: folder.path })
  beforeEach(async () => {
    connect = await SmallConnect.start()
    smscId = await connect.define({ name: 'North Mobile', idForm: 'same' })
  })
  afterEach(() => connect[Symbol.asyncDispose]())
  after(() => folder[Symbol.dispose]())

  it('lists and shows, by name or by id', async () => {
    connect.bound(smscId, 10)
    const list = await smsc('list')
    assert.deepEqual(
      [list.exitCode, list.out],
      [0, `SMSC          Id                               State\nNorth Mobile  ${smscId}  bound\n`],
    )
    const one = await smsc('show', 'north mobile')
    assert.match(one.out, /^North Mobile {2}smsc_\w+\n\n {2}State +bound\n/)
    assert.equal((await smsc('show', smscId)).out, one.out)
    assert.equal((JSON.parse((await smsc('show', smscId, '--json')).out) as SmscView).id, smscId)
    assert.equal((JSON.parse((await smsc('list', '--json')).out) as SmscView).name, 'North Mobile')
    const slip = await smsc('show', 'Nort Mobile')
    assert.deepEqual(
      [slip.exitCode, slip.err],
      [2, 'Error: there is no SMSC "Nort Mobile"; did you mean "North Mobile"?\n'],
    )
  })

  it('shows the receipts that match nothing, and tries them again', async () => {
    const none = await smsc('receipts', 'North Mobile')
    assert.deepEqual([none.exitCode, none.out, none.err], [0, '', 'Every receipt of North Mobile matched a message.\n'])
    connect.bound(smscId, 1)
    const sent = await runToEnd(['send', '--to', '+447700900123', '--text', 'Hello', '--url', connect.url], {
      folder: folder.path,
    })
    const id = sent.out.trim()
    await connect.end(await connect.order(id), { kind: 'answered', smscMessageId: '1F' })
    await connect.receive(smscId, '31')
    await connect.receive(smscId, 'somebody-else')
    const { exitCode, out, err } = await smsc('receipts', 'North Mobile')
    assert.equal(exitCode, 0)
    assert.match(
      out,
      /^Received +Id +To +Says +Kept until\n[-\d]+ [:\d]+ UTC +31 +\+447700900123 +DELIVRD +[-\d]+ [:\d]+ UTC\n/,
    )
    assert.match(out, /\n.* somebody-else +\+447700900123 +DELIVRD/)
    assert.match(err, /^Each is tried against every new answer until then\..* set idForm on the SMSC definition/)
    const first = await smsc('receipts', smscId, '--limit', '1', '--json')
    assert.deepEqual((JSON.parse(first.out) as ParkedReceipt).smscMessageId, '31')
    assert.match(first.err, /^The oldest 1; --all shows all of them\./)
    const useless = await smsc('receipts', 'North Mobile', '--retry')
    assert.match(useless.err, /^None of them matches now\.\n/)
    await connect.manager.useCases.changeSmsc(CONNECT, smscId, { idForm: 'hexadecimal-answer' })
    const again = await smsc('receipts', 'North Mobile', '--retry', '--json')
    assert.match(again.err, /^1 receipt matched now\.\n/)
    assert.equal(again.out.trim().split('\n').length, 1)
    const message = await connect.manager.useCases.message(id)
    assert.equal(message.ok && message.value.state, 'delivered')
  })
})
