// What users of SMPP libraries ask for again and again, each in a few lines through the public names.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ClientOptions,
  declareTlv,
  decodeText,
  describePdu,
  formatDescription,
  parseHex,
  parseReceipt,
  planText,
  readReceiptFields,
  type SessionOptions,
  SmppClient,
  SmppServer,
  statusName,
  TlvDictionary,
} from '@smpp-connect/smpp'
import { MemoryNetwork, ScriptedSmsc, TrafficSpy, VirtualClock } from '@smpp-connect/smpp/testing'

const hello = { destinationAddr: '447700900123', shortMessage: new TextEncoder().encode('hello') }

/** A client that is bound to a scripted SMSC, on virtual time. */
async function bound(options: Partial<ClientOptions> = {}) {
  const clock = new VirtualClock()
  const network = new MemoryNetwork({ clock })
  const smsc = await ScriptedSmsc.start({ listen: network.listen(2775), clock })
  const account = { host: 'smsc.example', systemId: 'me', password: 'secret', clock, random: () => 0 }
  const client = new SmppClient({ ...account, dial: network.dial(2775), ...options }).start()
  await client.bound()
  return { clock, network, smsc, client }
}

test('request 1: a window that makes callers wait', async () => {
  const { clock, smsc, client } = await bound({ windowSize: 2 })
  smsc.always('submit_sm', { afterMs: 100 })
  const sent = Promise.all([1, 2, 3, 4, 5].map(() => client.submitSm(hello)))
  await clock.advance(99)
  assert.deepEqual(client.window, { size: 2, inFlight: 2, waiting: 3 })
  let roomy = false
  const room = client.room().then(() => {
    roomy = true
  })
  await clock.advance(100)
  assert.equal(roomy, false)
  await clock.advance(1)
  assert.equal(roomy, true)
  await clock.advance(100)
  assert.ok((await sent).every((outcome) => outcome.kind === 'answered'))
  await room
  await client.close()
})

test('request 2: a response time-out that frees the slot and tells the caller', async () => {
  const { clock, smsc, client } = await bound({ windowSize: 1, timers: { responseTimeoutMs: 5_000 } })
  smsc.next('submit_sm', 'silence')
  const outcome = client.submitSm(hello)
  await clock.advance(5_000)
  assert.equal((await outcome).kind, 'expired')
  assert.equal((await client.submitSm(hello)).kind, 'answered')
  await client.close()
})

test('request 3: reconnecting with growing delays, and no storm on a bad password', async () => {
  const { clock, network, smsc, client } = await bound()
  network.pipes[0]?.cut()
  await clock.advance(1_000)
  assert.equal(client.session?.state, 'BOUND_TRX')
  smsc.always('bind_transceiver', { status: 'ESME_RINVPASWD' })
  network.pipes[1]?.cut()
  const before = smsc.connections.length
  await clock.advance(3_600_000)
  assert.ok(client.state.kind === 'waiting' && client.state.cause === 'bad_credentials')
  assert.ok(smsc.connections.length - before <= 9, `${smsc.connections.length - before} tries in an hour`)
  await client.close()
})

test('request 4: enquire_link only when nothing is heard, and a link that does not answer is given up', async () => {
  const { clock, network, smsc, client } = await bound({
    timers: { enquireLinkIntervalMs: 10_000, enquireLinkTimeoutMs: 5_000 },
  })
  for (let count = 0; count < 5; count++) {
    await client.submitSm(hello)
    await clock.advance(9_000)
  }
  assert.equal(smsc.all('enquire_link').length, 0)
  network.pipes[0]?.freeze()
  await clock.advance(6_000)
  assert.ok(client.state.kind === 'waiting')
  assert.equal(client.state.reason, 'the peer was silent after enquire_link for 5000 ms')
  await client.close()
})

test('request 5: receipts in every dialect, and a parser of one’s own where the link has a dialect of its own', () => {
  const pdu = (text: string) => ({ esmClass: 4, dataCoding: 0, shortMessage: new TextEncoder().encode(text) })
  assert.equal(parseReceipt(pdu('ID:1a STAT:Delivered ERR:0'))?.state, 'DELIVERED')
  const odd = parseReceipt(pdu('<msg=17;st=D>'))
  assert.deepEqual([odd?.source, odd?.raw, odd?.final], ['none', '<msg=17;st=D>', false])
  assert.deepEqual(/msg=(?<id>\d+);st=(?<stat>\w)/.exec(odd?.raw ?? '')?.groups?.id, '17')
  assert.equal(readReceiptFields('id:5 stat:DELIVRD carrier:31003')?.extra.carrier, '31003')
})

test('request 6: no unknown TLV and no unknown status is ever fatal', async () => {
  const { smsc, client } = await bound()
  const unknown = [{ tag: 0x2222, value: Uint8Array.of(1, 2, 3) }]
  smsc.next('submit_sm', { fields: { messageId: 'x', tlvs: { unknown } } }, { status: 0x4a1 })
  const answered = await client.submitSm(hello)
  assert.ok(answered.kind === 'answered')
  assert.deepEqual(
    answered.response.tlvs.unknown?.map(({ tag }) => tag),
    [0x2222],
  )
  const refused = await client.submitSm(hello)
  assert.equal(refused.kind === 'refused' && statusName(refused.status), '0x000004a1')
  await client.close()
})

declare module '@smpp-connect/smpp' {
  interface ProviderTlvs {
    readonly wishedCampaign?: string
    readonly wishedTariff?: number
  }
}

test('request 7: TLVs of one’s own by number and type, sent and received, also in an error response', async () => {
  const tlvs = new TlvDictionary([
    declareTlv({ name: 'wishedCampaign', tag: 0x1501, type: 'c_octet_string', max: 21 }),
    declareTlv({ name: 'wishedTariff', tag: 0x1502, type: 'integer', min: 2, max: 2 }),
  ])
  const network = new MemoryNetwork()
  const seen: unknown[] = []
  await using server = await SmppServer.listen({
    listen: network.listen(1),
    tlvs,
    onBind: () => true,
    onRequest: (request) => {
      if (request.command !== 'submit_sm') return 'ESME_RINVCMDID'
      seen.push(request.tlvs.wishedCampaign)
      return { commandStatus: 0x0b, tlvs: { wishedTariff: 700 } }
    },
  })
  const account = { host: 'memory', systemId: 'me', password: 'secret' }
  await using client = new SmppClient({ ...account, tlvs, dial: network.dial(1) }).start()
  await client.bound()
  const outcome = await client.submitSm({ ...hello, tlvs: { wishedCampaign: 'spring' } })
  assert.ok(outcome.kind === 'refused')
  assert.deepEqual([seen, outcome.response.tlvs.wishedTariff], [['spring'], 700])
  assert.equal(server.sessions.size, 1)
})

test('request 8: the octets of every PDU, a log of them in words, and the password in neither', async () => {
  const spy = new TrafficSpy()
  const { client } = await bound({ onTrace: spy.hook })
  await client.submitSm(hello)
  assert.deepEqual(spy.story, ['>bind_transceiver', '<bind_transceiver_resp', '>submit_sm', '<submit_sm_resp'])
  const [bind, , submit] = spy.events
  assert.match(formatDescription(describePdu(bind?.octets ?? new Uint8Array(16))), /"\*{6}"/)
  const hex = Buffer.from(submit?.octets ?? []).toString('hex')
  assert.equal(describePdu(parseHex(hex) ?? new Uint8Array(16)).text, 'hello')
  await client.close()
})

test('request 9: what data_coding 0 means is said for the link, and never guessed', () => {
  assert.equal(decodeText(Uint8Array.of(0x40), 0), '¡')
  assert.equal(decodeText(Uint8Array.of(0x40), 0, { default: 'latin1' }), '@')
  const plan = planText('mail@example.com', { defaultAlphabet: 'latin1' })
  assert.equal(plan.kind === 'planned' && plan.parts[0]?.payload[4], 0x40)
})

test('request 10: answers do not wait behind deliver_sm in work, and handlers are async, bounded, and answer by returning', async () => {
  const release: (() => void)[] = []
  const { clock, smsc, client } = await bound({
    maxConcurrentRequests: 2,
    onRequest: async () => {
      await new Promise<void>((resolve) => release.push(resolve))
    },
  })
  const deliveries = [1, 2, 3].map(() => smsc.deliver({ destinationAddr: '60777' }))
  await clock.settle()
  assert.equal(release.length, 2)
  assert.equal((await client.submitSm(hello)).kind, 'answered')
  while (release.length > 0) {
    release.shift()?.()
    await clock.settle()
  }
  assert.deepEqual(
    (await Promise.all(deliveries)).map(({ commandStatus }) => commandStatus),
    [0, 0, 0],
  )
  await client.close()
})

test('request 11: types for every command, and promises that never reject', async () => {
  const { client } = await bound()
  // @ts-expect-error: a submit_sm needs a destination.
  const wrong = await client.submitSm({ shortMessage: hello.shortMessage })
  assert.ok(wrong.kind === 'notSent')
  const outcome = await client.querySm({ messageId: '1' })
  // The response of a query_sm has a message_state, and the compiler knows.
  if (outcome.kind === 'answered') assert.equal(typeof outcome.response.messageState, 'number')
  await client.close()
  assert.equal((await client.submitSm(hello)).kind, 'notSent')
})

test('request 12: a throttled link slows down, and the rest of a long message waits instead of failing', async () => {
  const pace: SessionOptions['pace'] = { perSecond: 100, burst: 1 }
  const { clock, smsc, client } = await bound({ windowSize: 1, pace })
  smsc.next('submit_sm', 'ok', { status: 'ESME_RTHROTTLED' })
  const send = async (text: string): Promise<string> => {
    for (let wait = 1; ; wait++) {
      const outcome = await client.submitSm({ ...hello, shortMessage: new TextEncoder().encode(text) })
      if (outcome.kind !== 'refused' || statusName(outcome.status) !== 'ESME_RTHROTTLED') return outcome.kind
      client.updatePace({ perSecond: 1 / wait, burst: 1 })
    }
  }
  const all = (async () => [await send('part 1'), await send('part 2'), await send('part 3')])()
  await clock.advance(10_000)
  assert.deepEqual(await all, ['answered', 'answered', 'answered'])
  assert.deepEqual(
    smsc.all('submit_sm').map(({ shortMessage }) => Buffer.from(shortMessage).toString()),
    ['part 1', 'part 2', 'part 2', 'part 3'],
  )
  assert.equal(client.state.kind, 'bound')
  await client.close()
})
