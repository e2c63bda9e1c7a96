// Kannel 1.4.5 as client: what it is asked over HTTP comes to our server, and what our server sends comes out over HTTP.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  declareTlv,
  type IncomingRequest,
  planText,
  Reassembler,
  type RequestOutcome,
  type SmppSession,
  type StatusName,
  type TextOptions,
  TlvDictionary,
  type TraceEvent,
  textOf,
  userDataOf,
} from '../../src/index.ts'
import { Arrivals } from './arrivals.ts'
import { skipUnlessInstalled } from './debian-package.ts'
import { Application, type ApplicationCall, BEARERBOX, Kannel, type KannelGroup, SMSBOX } from './kannel.ts'
import { type KeptMessage, MiniSmsc, PASSWORD } from './mini-smsc.ts'

const LIMIT = { timeout: 15_000 }
const skip = skipUnlessInstalled('kannel', [BEARERBOX, SMSBOX])

test('Kannel', { skip, timeout: 60_000 }, async (t) => {
  const tlvs = new TlvDictionary([declareTlv({ name: 'billingCode', tag: 0x1401, type: 'c_octet_string', max: 20 })])
  const enquiries = new Arrivals<TraceEvent>()
  const smsc = await MiniSmsc.start(t, {
    tlvs,
    interfaceVersion: 0x50,
    judge: refuserOf({ '447700900404': ['ESME_RINVDSTADR'], '447700900503': ['ESME_RTHROTTLED'] }),
    onTrace: (event) => {
      if (event.direction === 'in' && event.octets[7] === 0x15) enquiries.push(event)
    },
  })
  const application = await Application.start(t, ({ path }) => (path === '/mo/echo' ? 'Antwort: ja €' : ''))
  const kannel = await Kannel.start(t, groups(smsc.port, application.url))
  const dlr = { 'dlr-mask': 31, 'dlr-url': `${application.url}/dlr?type=%d&id=%F&text=%A` }

  /** Has a text sent and waits for its parts. */
  const sent = async (parts: number, fields: Readonly<Record<string, string | number>>): Promise<KeptMessage[]> => {
    const before = smsc.kept.all.length
    assert.equal(await kannel.send({ from: '2020', to: '447700900123', ...fields }), '202 0: Accepted for delivery')
    await smsc.kept.nth(before + parts)
    return smsc.kept.all.slice(before)
  }
  const reported = (id: string, type: string): Promise<ApplicationCall> =>
    application.calls.first(
      ({ path, values }) => path === '/dlr' && ascii(values.id) === id && ascii(values.type) === type,
    )

  await t.test('binds as transceiver, and as transmitter and receiver, with 3.3, 3.4 and 5.0', LIMIT, async () => {
    await smsc.sessions.nth(4)
    const sessions = smsc.sessions.all.map(
      ({ bindRequest, state, version }) => `${bindRequest?.systemId} ${state} ${version}`,
    )
    assert.deepEqual(sessions.sort(), [
      'five BOUND_TRX 5.0',
      'three BOUND_RX 3.3',
      'three BOUND_TX 3.3',
      'trx BOUND_TRX 3.4',
    ])
    const { systemType, addressTon, addressNpi, addressRange } = smsc.binds.all.find(
      ({ systemId }) => systemId === 'trx',
    )!
    assert.deepEqual(
      { systemType, addressTon, addressNpi, addressRange },
      { systemType: 'VMS', addressTon: 1, addressNpi: 1, addressRange: '^2020$' },
    )
  })

  await t.test('with a wrong password is refused', LIMIT, async () => {
    const attempt = await smsc.binds.first(({ systemId }) => systemId === 'stranger')
    assert.equal(attempt.password, 'wrong')
    assert.equal((await smsc.ends.first(({ code }) => code === 'bind_refused')).code, 'bind_refused')
    await kannel.bearerbox.line(/SMPP\[stranger\].*0x0000000e/)
  })

  for (const version of ['trx', 'three', 'five']) {
    await t.test(`sends a short text over ${version} and reports that it was taken and delivered`, LIMIT, async () => {
      const [message] = await sent(1, { smsc: version, text: 'Übermut für 5 € {net} @home', ...dlr })
      const { submit, id } = message!
      assert.equal(textOf(submit), 'Übermut für 5 € {net} @home')
      const { sourceAddr, destinationAddr, dataCoding, registeredDelivery, tlvs } = submit
      assert.deepEqual(
        { sourceAddr, destinationAddr, dataCoding, registeredDelivery, tlvs },
        { sourceAddr: '2020', destinationAddr: '447700900123', dataCoding: 0, registeredDelivery: 0x11, tlvs: {} },
      )
      assert.equal(message!.systemId, version)
      await reported(id, '8')
      assert.equal((await smsc.sendReceipt(message!, 'DELIVERED', { tlvs: version !== 'three' })).kind, 'answered')
      assert.match(ascii((await reported(id, '1')).values.text), /^id:\d{8} sub:001 .* stat:DELIVRD err:000 text:/)
    })
  }

  await t.test('sends a long text in parts, each with a receipt, and a UCS-2 one', LIMIT, async () => {
    for (const text of [
      'A rather long text, more than one part of it. '.repeat(8).trim(),
      'Дорогой друг 👍, это длинное письмо. '.repeat(6).trim(),
    ]) {
      const coding = /^[ -~]*$/.test(text) ? 0 : 2
      const parts = await sent(coding === 0 ? 3 : 4, { smsc: 'trx', text, coding, charset: 'UTF-8', ...dlr })
      const reassembler = new Reassembler<string>()
      const outcomes = parts.map(({ id, submit }) => {
        const { concatenation, ...data } = userDataOf(submit)
        const { sourceAddr: source, destinationAddr: destination, dataCoding } = submit
        return reassembler.offer(
          { ...data, source, destination, dataCoding, concatenation: concatenation!, tag: id },
          0,
        )
      })
      const last = outcomes.at(-1)!
      assert.ok(last.kind === 'joined')
      assert.equal(last.message.text, text)
      for (const part of parts)
        assert.equal((await smsc.sendReceipt(part, 'DELIVERED', { tlvs: true })).kind, 'answered')
      // Kannel asks for the receipt of the first part only, and takes the others all the same.
      assert.deepEqual(
        parts.map(({ submit }) => submit.registeredDelivery),
        [0x11, ...parts.slice(1).map(() => 0)],
      )
      await reported(parts[0]!.id, '1')
    }
  })

  await t.test(
    'reports what failed: by a receipt with text and TLVs, and by the answer to submit_sm',
    LIMIT,
    async () => {
      for (const [state, type] of [
        ['UNDELIVERABLE', '2'],
        ['EXPIRED', '34'],
      ] as const) {
        const [message] = await sent(1, { smsc: 'trx', text: 'too late', ...dlr })
        assert.equal((await smsc.sendReceipt(message!, state, { tlvs: true })).kind, 'answered')
        await reported(message!.id, type)
      }
      await kannel.send({ smsc: 'trx', from: '2020', to: '447700900404', text: 'nobody there', ...dlr })
      const call = await application.calls.first(({ path, values }) => path === '/dlr' && ascii(values.type) === '16')
      assert.match(ascii(call.values.text), /^NACK\/0x0000000b\//)
    },
  )

  await t.test('tries again what was throttled', LIMIT, async () => {
    const before = smsc.kept.all.length
    await kannel.send({ smsc: 'five', from: '2020', to: '447700900503', text: 'again' })
    const message = await smsc.kept.nth(before + 1)
    assert.equal(textOf(message.submit), 'again')
  })

  await t.test('carries a TLV of the provider both ways', LIMIT, async () => {
    const [message] = await sent(1, { smsc: 'trx', text: 'billed', 'meta-data': '?smpp?billing=FR-12' })
    assert.deepEqual(message!.submit.tlvs, { billingCode: 'FR-12' })
    const call = await delivered('billed back', {}, { unknown: [{ tag: 0x1401, value: Buffer.from('DE-7\0') }] })
    assert.match(ascii(call.values.meta), /billing=DE-7/)
  })

  /** Sends a text to Kannel, part by part; resolves with what its application is told. */
  async function delivered(text: string, options: TextOptions = {}, tlvs = {}): Promise<ApplicationCall> {
    const before = application.calls.all.length
    const plan = planText(text, { reference: 0x77, ...options })
    assert.ok(plan.kind === 'planned')
    for (const part of plan.parts) {
      const outcome: RequestOutcome = await smsc.receiver('trx').request({
        command: 'deliver_sm',
        sourceAddrTon: 1,
        sourceAddrNpi: 1,
        sourceAddr: '447700900123',
        destinationAddr: '2020',
        esmClass: part.esmClassBits,
        dataCoding: plan.dataCoding,
        shortMessage: part.payload,
        tlvs: { ...part.tlvs, ...tlvs },
      })
      assert.equal(outcome.kind, 'answered')
    }
    for (let at = before; ; at++) {
      const call = await application.calls.nth(at + 1)
      if (call.path.startsWith('/mo')) return call
    }
  }

  for (const [what, text, options] of [
    ['short', 'Straße 5 €', {}],
    ['long', 'A person can write long texts as well, who would have thought so. '.repeat(6).trim(), {}],
    ['UCS-2', 'Привет 👍', {}],
    ['long UCS-2', 'Длинное письмо от человека 👍. '.repeat(6).trim(), { concatenation: 'udh16' }],
    [
      'payload',
      'All of this comes in one TLV, whatever its length may be. '.repeat(6).trim(),
      { concatenation: 'payload' },
    ],
  ] as const) {
    await t.test(`hands a ${what} text of ours to its application`, LIMIT, async () => {
      const { values } = await delivered(text, options)
      assert.equal(decoded(values), text)
      assert.deepEqual([ascii(values.from), ascii(values.to)], ['+447700900123', '2020'])
    })
  }

  await t.test('sends the reply of its application back', LIMIT, async () => {
    const before = smsc.kept.all.length
    await delivered('echo this')
    const { submit } = await smsc.kept.nth(before + 1)
    assert.deepEqual(
      [textOf(submit), submit.sourceAddr, submit.destinationAddr],
      ['Antwort: ja €', '2020', '447700900123'],
    )
  })

  await t.test('200 texts in a row: each comes once, and each is reported taken', LIMIT, async () => {
    const before = smsc.kept.all.length
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < 200) await kannel.send({ smsc: 'trx', from: '2020', to: '4477', text: `no ${next++}`, ...dlr })
    }
    // Not more than its HTTP server lets wait: the rest would come seconds later.
    await Promise.all(Array.from({ length: 5 }, worker))
    await smsc.kept.nth(before + 200)
    const messages = smsc.kept.all.slice(before)
    assert.equal(new Set(messages.map(({ submit }) => textOf(submit))).size, 200)
    for (const { id } of messages) await reported(id, '8')
  })

  await t.test('answers enquire_link, and asks it', LIMIT, async () => {
    assert.equal((await smsc.receiver('trx').request({ command: 'enquire_link' })).kind, 'answered')
    await enquiries.nth(1)
  })

  await t.test('answers our unbind, and comes back', LIMIT, async () => {
    const bindsBefore = smsc.sessions.all.length
    const session: SmppSession = smsc.receiver('five')
    assert.equal((await session.unbind('maintenance')).code, 'closed_here')
    assert.equal((await smsc.sessions.nth(bindsBefore + 1)).bindRequest?.systemId, 'five')
  })

  await t.test('unbinds when it is told to end', LIMIT, async () => {
    const ended = smsc.ends.all.length
    await kannel.stop()
    await smsc.ends.nth(ended + 4)
    assert.deepEqual(new Set(smsc.ends.all.slice(ended).map(({ code }) => code)), new Set(['unbound_by_peer']))
  })
})

/** The SMSCs as Kannel is to see them, and the service that hears what comes in. */
function groups(port: number, url: string): KannelGroup[] {
  const smsc = (id: string, more: KannelGroup): KannelGroup => ({
    group: 'smsc',
    smsc: 'smpp',
    'smsc-id': id,
    'allowed-smsc-id': id,
    host: '127.0.0.1',
    'smsc-username': id,
    'smsc-password': PASSWORD,
    'system-type': 'VMS',
    'reconnect-delay': 1,
    'enquire-link-interval': 1,
    ...more,
  })
  const transceiver = { port, 'transceiver-mode': 'true' }
  const service = (keyword: string, path: string): KannelGroup => ({
    group: 'sms-service',
    keyword,
    'get-url': `${url}${path}?from=%p&to=%P&text=%b&charset=%C&coding=%c&meta=%D`,
    'catch-all': 'true',
    'omit-empty': 'true',
    'max-messages': 1,
  })
  return [
    smsc('trx', { ...transceiver, 'bind-addr-ton': 1, 'bind-addr-npi': 1, 'address-range': '^2020$' }),
    smsc('three', { port, 'interface-version': '33' }),
    smsc('three', { 'receive-port': port, 'interface-version': '33' }),
    smsc('five', { ...transceiver, 'interface-version': '50' }),
    smsc('stranger', { ...transceiver, 'smsc-password': 'wrong', 'reconnect-delay': 3600 }),
    { group: 'smpp-tlv', name: 'billing', tag: '0x1401', type: 'nulterminated', length: 20 },
    service('echo', '/mo/echo'),
    service('default', '/mo'),
  ]
}

/** Refuses the next texts to a destination, with one status each. */
function refuserOf(
  refusals: Readonly<Record<string, StatusName[]>>,
): (request: IncomingRequest) => StatusName | undefined {
  return (request) => (request.command === 'submit_sm' ? refusals[request.destinationAddr]?.shift() : undefined)
}

function ascii(octets: Uint8Array | undefined): string {
  return Buffer.from(octets ?? []).toString('latin1')
}

/** The text that Kannel handed over, in the charset that it says. */
function decoded(values: ApplicationCall['values']): string {
  return new TextDecoder(ascii(values.charset)).decode(values.text)
}
