// Perl's Net::SMPP 1.19 on both sides: as client of our server, and as the message centre of our client.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type IncomingRequest,
  type MessageState,
  parseReceipt,
  planText,
  type RequestOutcome,
  SmppClient,
  Status,
  textOf,
} from '../../src/index.ts'
import { Arrivals } from './arrivals.ts'
import { skipUnlessInstalled } from './debian-package.ts'
import { MiniSmsc, PASSWORD } from './mini-smsc.ts'
import { NET_SMPP, NetSmpp, type PerlPdu } from './net-smpp.ts'

const skip = skipUnlessInstalled('libnet-smpp-perl', [NET_SMPP])
const LIMIT = { skip, timeout: 30_000 }
const LOGIN = ['system_id', 'perl', 'password', PASSWORD, 'system_type', 'VMS'] as const

/** Octets as Perl has them: one character each. */
const perlOctets = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1')
const octetsOf = (perl: unknown): Uint8Array => Uint8Array.from(Buffer.from(perl as string, 'latin1'))
/** An integer as the octets of a TLV. */
const tlv = (...octets: number[]): string => String.fromCharCode(...octets)

for (const [kind, state] of [
  ['transmitter', 'BOUND_TX'],
  ['receiver', 'BOUND_RX'],
  ['transceiver', 'BOUND_TRX'],
] as const) {
  test(`Net::SMPP binds to us as ${kind}, is answered enquire_link, and unbinds`, LIMIT, async (t) => {
    const smsc = await MiniSmsc.start(t)
    const perl = await NetSmpp.connect(t, smsc.port)
    const bound = await perl.pdu(`bind_${kind}`, ...LOGIN, 'addr_ton', 1, 'addr_npi', 1, 'address_range', '^2020$')
    assert.deepEqual([bound.status, bound.system_id, bound.sc_interface_version], [0, 'minismsc', '\x34'])
    const { systemId, systemType, interfaceVersion, addressTon, addressNpi, addressRange } = smsc.binds.all[0]!
    assert.deepEqual(
      [systemId, systemType, interfaceVersion, addressTon, addressNpi, addressRange],
      ['perl', 'VMS', 0x34, 1, 1, '^2020$'],
    )
    assert.equal((await smsc.sessions.nth(1)).state, state)
    assert.equal((await perl.pdu('enquire_link')).status, 0)
    assert.equal((await perl.pdu('unbind')).status, 0)
    assert.equal(await perl.call('read_pdu'), null)
    await perl.end()
    assert.equal((await smsc.ends.nth(1)).code, 'unbound_by_peer')
  })
}

test('Net::SMPP with a wrong password is told ESME_RINVPASWD', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const perl = await NetSmpp.connect(t, smsc.port)
  assert.equal((await perl.pdu('bind_transceiver', ...LOGIN, 'password', 'wrong')).status, Status.ESME_RINVPASWD)
  await perl.end()
  assert.equal((await smsc.ends.nth(1)).code, 'bind_refused')
})

test('every field and TLV that Net::SMPP puts into a submit_sm is read as it was meant', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const perl = await NetSmpp.connect(t, smsc.port)
  await perl.call('bind_transceiver', ...LOGIN)
  const answer = await perl.pdu(
    'submit_sm',
    ...['service_type', 'CMT', 'source_addr_ton', 5, 'source_addr_npi', 0, 'source_addr', 'Bakery'],
    ...['dest_addr_ton', 1, 'dest_addr_npi', 1, 'destination_addr', '447700900123'],
    ...['esm_class', 3, 'protocol_id', 0x41, 'priority_flag', 2],
    ...['schedule_delivery_time', '260102030405600+', 'validity_period', '000002000000000R'],
    ...['registered_delivery', 0x11, 'replace_if_present_flag', 1, 'data_coding', 3, 'sm_default_msg_id', 7],
    ...[
      'short_message',
      'Gr\u00fc\u00dfe\0\u00ff',
      'user_message_reference',
      tlv(0xbe, 0xef),
      'qos_time_to_live',
      tlv(0xfe, 0xdc, 0xba, 0x98),
    ],
    ...[
      'source_subaddress',
      tlv(0xa0, 0xbe, 0xef),
      'callback_num',
      `${tlv(1, 1, 1)}123`,
      'callback_num',
      `${tlv(1, 2, 8)}456`,
    ],
    ...['its_session_info', tlv(0x12, 0x35), 'ms_validity', tlv(3), 'alert_on_message_delivery', '', 'tariff', 'FR-12'],
  )
  assert.deepEqual([answer.status, answer.message_id], [0, '10000001'])
  const { submit } = smsc.kept.all[0]!
  const u8 = (...octets: number[]): Uint8Array => Uint8Array.from(octets)
  assert.deepEqual(submit, {
    command: 'submit_sm',
    commandStatus: 0,
    sequenceNumber: 2,
    serviceType: 'CMT',
    sourceAddrTon: 5,
    sourceAddrNpi: 0,
    sourceAddr: 'Bakery',
    destAddrTon: 1,
    destAddrNpi: 1,
    destinationAddr: '447700900123',
    esmClass: 3,
    protocolId: 0x41,
    priorityFlag: 2,
    scheduleDeliveryTime: '260102030405600+',
    validityPeriod: '000002000000000R',
    registeredDelivery: 0x11,
    replaceIfPresentFlag: 1,
    dataCoding: 3,
    smDefaultMsgId: 7,
    shortMessage: u8(0x47, 0x72, 0xfc, 0xdf, 0x65, 0, 0xff),
    tlvs: {
      userMessageReference: 0xbeef,
      qosTimeToLive: 0xfedcba98,
      sourceSubaddress: u8(0xa0, 0xbe, 0xef),
      callbackNum: [u8(1, 1, 1, 0x31, 0x32, 0x33), u8(1, 2, 8, 0x34, 0x35, 0x36)],
      itsSessionInfo: u8(0x12, 0x35),
      msValidity: 3,
      alertOnMessageDelivery: 0,
      unknown: [{ tag: 0x1403, value: new TextEncoder().encode('FR-12') }],
    },
  })
  await perl.bye()
})

test(
  'query, replace, cancel, submit_multi and data_sm from Net::SMPP are answered so that it reads the answers',
  LIMIT,
  async (t) => {
    const smsc = await MiniSmsc.start(t)
    const perl = await NetSmpp.connect(t, smsc.port)
    await perl.call('bind_transceiver', ...LOGIN)
    const source = ['source_addr', '2020'] as const
    const { message_id } = await perl.pdu('submit_sm', ...source, 'destination_addr', '4477', 'short_message', 'one')
    const message = ['message_id', message_id as string] as const
    const queried = await perl.pdu('query_sm', ...message, ...source)
    assert.deepEqual(
      [queried.status, queried.message_id, queried.final_date, queried.message_state, queried.error_code],
      [0, message_id, '', 1, 0],
    )
    assert.equal((await perl.pdu('replace_sm', ...message, ...source, 'short_message', 'two')).status, 0)
    const kept = smsc.message(message_id as string)!
    assert.equal(perlOctets(kept.shortMessage), 'two')
    kept.state = 'DELIVERED'
    const final = await perl.pdu('query_sm', ...message, ...source)
    assert.deepEqual([final.final_date, final.message_state], ['260102030500000+', 2])
    assert.equal((await perl.pdu('cancel_sm', ...message, ...source, 'destination_addr', '4477')).status, 0)
    const gone = await perl.pdu('cancel_sm', ...message, ...source)
    assert.equal(gone.status, Status.ESME_RCANCELFAIL)

    const multi = await perl.pdu(
      'submit_multi',
      'destination_addr',
      ['447700900111', 'staff', '447700900199'],
      'dest_flag',
      [1, 2, 1],
      'short_message',
      'all',
    )
    assert.deepEqual(
      [multi.message_id, multi.no_unsuccess, multi.destination_addr, multi.error_status_code],
      ['multi', 1, ['447700900199'], [Status.ESME_RINVDSTADR]],
    )
    const request = smsc.requests.all.at(-1)!
    assert.ok(request.command === 'submit_multi')
    assert.deepEqual(
      request.destAddress.map((address) =>
        address.destFlag === 1 ? address.destinationAddr : `list ${address.dlName}`,
      ),
      ['447700900111', 'list staff', '447700900199'],
    )

    const data = await perl.pdu('data_sm', 'destination_addr', '4477', 'message_payload', 'by payload')
    assert.deepEqual([data.status, data.message_id], [0, 'data'])
    const payload = smsc.requests.all.at(-1)!
    assert.ok(payload.command === 'data_sm')
    assert.equal(textOf({ ...payload, dataCoding: 3 }), 'by payload')
    await perl.bye()
  },
)

test('our texts, receipts and TLVs are read by Net::SMPP', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const perl = await NetSmpp.connect(t, smsc.port)
  await perl.call('bind_transceiver', ...LOGIN)
  await perl.call(
    'submit_sm',
    'source_addr',
    '2020',
    'destination_addr',
    '447700900123',
    'short_message',
    'Hello',
    'registered_delivery',
    1,
  )
  const receipted = smsc.sendReceipt(smsc.kept.all[0]!, 'DELIVERED', { tlvs: true })
  const receipt = await perl.pdu('read_pdu')
  await perl.call('deliver_sm_resp', 'seq', receipt.seq, 'message_id', '')
  assert.deepEqual(
    [
      receipt.cmd,
      receipt.esm_class,
      receipt.source_addr,
      receipt.destination_addr,
      receipt.receipted_message_id,
      receipt.message_state,
    ],
    [5, 4, '447700900123', '2020', '10000001\0', '\x02'],
  )
  assert.match(receipt.short_message as string, /^id:10000001 sub:001 dlvrd:001 .* stat:DELIVRD err:000 text:Hello$/)
  assert.equal((await receipted).kind, 'answered')

  const plan = planText('Ωμέγα '.repeat(30), { reference: 9 })
  assert.ok(plan.kind === 'planned')
  assert.equal(plan.parts.length, 3)
  for (const part of plan.parts) {
    const delivered: Promise<RequestOutcome> = smsc.receiver('perl').request({
      command: 'deliver_sm',
      sourceAddr: '447700900123',
      destinationAddr: '2020',
      esmClass: part.esmClassBits,
      dataCoding: plan.dataCoding,
      shortMessage: part.payload,
    })
    const came: PerlPdu = await perl.pdu('read_pdu')
    assert.deepEqual(octetsOf(came.short_message), part.payload)
    assert.deepEqual([came.esm_class, came.data_coding], [0x40, 8])
    await perl.call('deliver_sm_resp', 'seq', came.seq, 'message_id', '', 'status', Status.ESME_RX_T_APPN)
    const outcome = await delivered
    assert.ok(outcome.kind === 'refused')
    assert.equal(outcome.status, Status.ESME_RX_T_APPN)
  }

  smsc.receiver('perl').notify({
    command: 'alert_notification',
    sourceAddr: '447700900123',
    esmeAddr: '2020',
    tlvs: { msAvailabilityStatus: 1 },
  })
  const alert = await perl.pdu('read_pdu')
  assert.deepEqual(
    [alert.cmd, alert.source_addr, alert.esme_addr, alert.ms_availability_status],
    [0x102, '447700900123', '2020', '\x01'],
  )
  await perl.bye()
})

test('our client talks to Net::SMPP as its message centre', LIMIT, async (t) => {
  const { port, accepted } = await NetSmpp.listen(t)
  const requests = new Arrivals<IncomingRequest>()
  const alerts = new Arrivals<string>()
  const client = new SmppClient({
    host: '127.0.0.1',
    port,
    systemId: 'ours',
    password: 'secret',
    systemType: 'VMS',
    addressRange: '^2020$',
    reconnect: false,
    onRequest: requests.push,
    onNotification: ({ command }) => alerts.push(command),
  })
  t.after(() => client.close())
  client.start()
  const perl = await accepted

  /** Reads a request, and answers it. */
  const serve = async (method: string, ...answer: (string | number | number[] | string[])[]): Promise<PerlPdu> => {
    const request = await perl.pdu('read_pdu')
    await perl.call(method, 'seq', request.seq, ...answer)
    return request
  }

  const bind = await serve('bind_transceiver_resp', 'system_id', 'perlsmsc', 'sc_interface_version', tlv(0x34))
  await client.bound()
  assert.ok(client.state.kind === 'bound')
  assert.deepEqual([client.state.peerSystemId, client.state.version], ['perlsmsc', '3.4'])
  assert.deepEqual(
    [bind.cmd, bind.system_id, bind.password, bind.system_type, bind.interface_version, bind.address_range],
    [9, 'ours', 'secret', 'VMS', 0x34, '^2020$'],
  )

  const submitted = client.submitSm({
    serviceType: 'CMT',
    sourceAddrTon: 5,
    sourceAddr: 'Bakery',
    destAddrTon: 1,
    destAddrNpi: 1,
    destinationAddr: '447700900123',
    esmClass: 3,
    protocolId: 0x41,
    priorityFlag: 2,
    scheduleDeliveryTime: '260102030405600+',
    validityPeriod: '000002000000000R',
    registeredDelivery: 0x11,
    replaceIfPresentFlag: 1,
    dataCoding: 8,
    smDefaultMsgId: 7,
    shortMessage: Buffer.from('3042d83ddc4d', 'hex'),
    tlvs: {
      userMessageReference: 0xbeef,
      payloadType: 1,
      callbackNum: [Buffer.from('0001'), Buffer.from('0002')],
      unknown: [{ tag: 0x1403, value: Buffer.from('FR-12') }],
    },
  })
  const {
    cmd,
    status,
    seq,
    data: _data,
    known_pdu: _known,
    reserved: _reserved,
    ...submit
  } = await serve('submit_sm_resp', 'message_id', 'deadBEEF')
  assert.deepEqual([cmd, status, seq], [4, 0, 2])
  assert.deepEqual(submit, {
    service_type: 'CMT',
    source_addr_ton: 5,
    source_addr_npi: 0,
    source_addr: 'Bakery',
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: '447700900123',
    esm_class: 3,
    protocol_id: 0x41,
    priority_flag: 2,
    schedule_delivery_time: '260102030405600+',
    validity_period: '000002000000000R',
    registered_delivery: 0x11,
    replace_if_present_flag: 1,
    data_coding: 8,
    sm_default_msg_id: 7,
    short_message: '0B\u00d8=\u00dcM',
    // Each TLV stands twice, under its tag and under its name; of two with one tag the last is kept.
    user_message_reference: '\u00be\u00ef',
    [String(0x0204)]: '\u00be\u00ef',
    payload_type: '\x01',
    [String(0x0019)]: '\x01',
    callback_num: '0002',
    [String(0x0381)]: '0002',
    tariff: 'FR-12',
    [String(0x1403)]: 'FR-12',
  })
  const outcome = await submitted
  assert.ok(outcome.kind === 'answered')
  assert.equal(outcome.response.messageId, 'deadBEEF')

  const refused = client.submitSm({ destinationAddr: '1' })
  await serve('submit_sm_resp', 'message_id', '', 'status', Status.ESME_RTHROTTLED)
  const refusal = await refused
  assert.ok(refusal.kind === 'refused')
  assert.equal(refusal.status, Status.ESME_RTHROTTLED)

  const queried = client.querySm({ messageId: 'deadBEEF', sourceAddr: 'Bakery' })
  const query = await serve(
    'query_sm_resp',
    'message_id',
    'deadBEEF',
    'final_date',
    '',
    'message_state',
    6,
    'error_code',
    9,
  )
  assert.deepEqual([query.cmd, query.message_id, query.source_addr], [3, 'deadBEEF', 'Bakery'])
  const state = await queried
  assert.ok(state.kind === 'answered')
  assert.deepEqual([state.response.messageState, state.response.errorCode, state.response.finalDate], [6, 9, ''])

  const replaced = client.replaceSm({ messageId: 'deadBEEF', sourceAddr: 'Bakery', shortMessage: Buffer.from('new') })
  assert.equal((await serve('replace_sm_resp')).short_message, 'new')
  assert.equal((await replaced).kind, 'answered')
  const cancelled = client.cancelSm({ messageId: 'deadBEEF', sourceAddr: 'Bakery', destinationAddr: '447700900123' })
  const cancel = await serve('cancel_sm_resp', 'status', Status.ESME_RCANCELFAIL)
  assert.deepEqual(
    [cancel.message_id, cancel.source_addr, cancel.destination_addr],
    ['deadBEEF', 'Bakery', '447700900123'],
  )
  assert.equal((await cancelled).kind, 'refused')

  const multi = client.submitMulti({
    destAddress: [
      { destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '4477' },
      { destFlag: 2, dlName: 'staff' },
    ],
    shortMessage: Buffer.from('all'),
  })
  const toMany = await serve(
    'submit_multi_resp',
    'message_id',
    'm',
    'destination_addr',
    ['4477'],
    'dest_addr_ton',
    [1],
    'dest_addr_npi',
    [1],
    'error_status_code',
    [0x0b],
  )
  assert.deepEqual(
    [toMany.number_of_dests, toMany.dest_flag, toMany.destination_addr, toMany.short_message],
    [2, [1, 2], ['4477', 'staff'], 'all'],
  )
  const many = await multi
  assert.ok(many.kind === 'answered')
  assert.deepEqual(many.response.unsuccessSme, [
    { destAddrTon: 1, destAddrNpi: 1, destinationAddr: '4477', errorStatusCode: 0x0b },
  ])

  const dated = 'submit date:2601020304 done date:2601020305'
  const delivered = await perl.pdu(
    'deliver_sm',
    'destination_addr',
    '2020',
    'source_addr',
    '447700900123',
    'esm_class',
    4,
    'short_message',
    `id:deadBEEF sub:001 dlvrd:001 ${dated} stat:DELIVRD err:000 text:x`,
  )
  assert.deepEqual([delivered.cmd, delivered.status], [0x8000_0005, 0])
  const receipt = requests.all[0]!
  assert.ok(receipt.command === 'deliver_sm')
  const { id, state: told, final } = parseReceipt(receipt)!
  assert.deepEqual({ id, told, final }, { id: 'deadBEEF', told: 'DELIVERED' satisfies MessageState, final: true })

  await perl.call('alert_notification', 'async', 1, 'source_addr', '447700900123', 'esme_addr', '2020')
  assert.equal(await alerts.nth(1), 'alert_notification')
  assert.equal((await perl.pdu('enquire_link')).status, 0)

  const closed = client.close()
  assert.equal((await serve('unbind_resp')).cmd, 6)
  await perl.end()
  await closed
})

test('1,000 submit_sm from Net::SMPP, 20 at a time', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const perl = await NetSmpp.connect(t, smsc.port)
  await perl.call('bind_transmitter', ...LOGIN)
  const answers: PerlPdu[] = []
  for (let sent = 0; sent < 1_000; sent += 20) {
    const batch = Array.from({ length: 20 }, (_, n) =>
      perl.call('submit_sm', 'async', 1, 'destination_addr', String(sent + n), 'short_message', 'hi'),
    )
    const read = batch.map(() => perl.pdu('read_pdu'))
    await Promise.all(batch)
    answers.push(...(await Promise.all(read)))
  }
  assert.equal(new Set(answers.map(({ message_id }) => message_id)).size, 1_000)
  assert.deepEqual(
    answers.map(({ seq, message_id }) => [seq, message_id]),
    smsc.kept.all.map(({ id, submit }) => [submit.sequenceNumber, id]),
  )
  await perl.bye()
})
