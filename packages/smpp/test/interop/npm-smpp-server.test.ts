// Our client, the npm package `smpp` as its message centre.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ClientState,
  type IncomingRequest,
  parseReceipt,
  planText,
  type RequestOutcome,
  Status,
  textOf,
} from '../../src/index.ts'
import { Arrivals } from './arrivals.ts'
import { type NpmPdu, NpmServer, npmSmpp, usualAnswer } from './npm-smpp.ts'
import { startClient } from './our-client.ts'

const LIMIT = { timeout: 30_000 }

for (const [bindType, state] of [
  ['transmitter', 'BOUND_TX'],
  ['receiver', 'BOUND_RX'],
  ['transceiver', 'BOUND_TRX'],
] as const) {
  test(`our client binds to npm smpp as ${bindType}, asks enquire_link, unbinds and closes`, LIMIT, async (t) => {
    const server = await NpmServer.listen(t, usualAnswer)
    const client = startClient(t, server.port, {
      bindType,
      systemType: 'VMS',
      addressTon: 1,
      addressNpi: 1,
      addressRange: '^4477.*',
    })
    await client.bound()
    assert.ok(client.state.kind === 'bound')
    const { as, peerSystemId, version } = client.state
    assert.deepEqual({ as, peerSystemId, version }, { as: state, peerSystemId: 'npm', version: '3.4' })
    const { command, system_id, password, system_type, interface_version, addr_ton, addr_npi, address_range } =
      server.came.all[0]!
    assert.deepEqual(
      [command, system_id, password, system_type, interface_version, addr_ton, addr_npi, address_range],
      [`bind_${bindType}`, 'ours', 'secret', 'VMS', 0x34, 1, 1, '^4477.*'],
    )
    assert.equal((await client.enquireLink()).kind, 'answered')
    await client.close()
    assert.deepEqual(
      server.came.all.map((pdu) => pdu.command),
      [`bind_${bindType}`, 'enquire_link', 'unbind'],
    )
  })
}

test('npm smpp refuses our password: the client says so and waits long', LIMIT, async (t) => {
  const server = await NpmServer.listen(t, () => ({ command_status: Status.ESME_RINVPASWD }))
  const states = new Arrivals<ClientState>()
  startClient(t, server.port, { onState: states.push })
  const state = await states.first(({ kind }) => kind === 'waiting')
  assert.ok(state.kind === 'waiting')
  assert.deepEqual([state.cause, state.status], ['bad_credentials', Status.ESME_RINVPASWD])
  assert.ok(state.untilMs - state.sinceMs >= 48_000)
})

test('every field and TLV of our submit_sm is read by npm smpp as it was meant', LIMIT, async (t) => {
  const server = await NpmServer.listen(t, (request) =>
    request.command === 'submit_sm' ? { message_id: 'a1b2-c3' } : usualAnswer(request),
  )
  const client = startClient(t, server.port)
  await client.bound()
  const octets = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
  const outcome = await client.submitSm({
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
    validityPeriod: '260102040405604+',
    registeredDelivery: 0x11,
    replaceIfPresentFlag: 1,
    smDefaultMsgId: 7,
    shortMessage: planned('Über €5 [ok] @home'),
    tlvs: {
      destAddrSubunit: 1,
      destNetworkType: 1,
      destBearerType: 1,
      destTelematicsId: 0x1234,
      qosTimeToLive: 0xfedcba98,
      payloadType: 1,
      additionalStatusInfoText: 'status',
      msMsgWaitFacilities: 0x81,
      privacyIndicator: 3,
      sourceSubaddress: octets('a0beef'),
      userMessageReference: 0xbeef,
      sourcePort: 2948,
      destinationPort: 9200,
      sarMsgRefNum: 0x0102,
      sarTotalSegments: 2,
      sarSegmentSeqnum: 1,
      callbackNumPresInd: [1, 2],
      callbackNumAtag: [octets('0041'), octets('0142')],
      callbackNum: [octets('010101313233'), octets('010208343536')],
      networkErrorCode: octets('03002a'),
      ussdServiceOp: 2,
      displayTime: 1,
      smsSignal: 0x0102,
      msValidity: 3,
      itsReplyType: 1,
      itsSessionInfo: octets('1235'),
      unknown: [{ tag: 0x1501, value: octets('00ff') }],
    },
  })
  assert.ok(outcome.kind === 'answered')
  assert.equal(outcome.response.messageId, 'a1b2-c3')
  const { command_length: _, ...read } = { ...server.came.all[1]! }
  assert.deepEqual(read, {
    command: 'submit_sm',
    command_id: 4,
    command_status: 0,
    sequence_number: 2,
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
    schedule_delivery_time: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 600)),
    validity_period: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 600)), // 04:04:05.6 in a zone one hour ahead of UTC
    registered_delivery: 0x11,
    replace_if_present_flag: 1,
    data_coding: 0,
    sm_default_msg_id: 7,
    short_message: { message: 'Über €5 [ok] @home' },
    dest_addr_subunit: 1,
    dest_network_type: 1,
    dest_bearer_type: 1,
    dest_telematics_id: 0x1234,
    qos_time_to_live: 0xfedcba98,
    payload_type: 1,
    additional_status_info_text: 'status',
    ms_msg_wait_facilities: 0x81,
    privacy_indicator: 3,
    source_subaddress: octets('a0beef'),
    user_message_reference: 0xbeef,
    source_port: 2948,
    dest_port: 9200,
    sar_msg_ref_num: 0x0102,
    sar_total_segments: 2,
    sar_segment_seqnum: 1,
    callback_num_pres_ind: [1, 2],
    callback_num_atag: [
      { encoding: 0, display: octets('41') },
      { encoding: 1, display: octets('42') },
    ],
    callback_num: [
      { digit_mode: 1, ton: 1, npi: 1, number: '123' },
      { digit_mode: 1, ton: 2, npi: 8, number: '456' },
    ],
    network_error_code: octets('03002a'),
    ussd_service_op: 2,
    display_time: 1,
    sms_signal: 0x0102,
    ms_validity: octets('03'),
    its_reply_type: 1,
    its_session_info: octets('1235'),
    [String(0x1501)]: octets('00ff'),
  })
})

test('our texts in every coding, whole, in parts and as payload, are read by npm smpp', LIMIT, async (t) => {
  const server = await NpmServer.listen(t, usualAnswer)
  const client = startClient(t, server.port)
  await client.bound()
  const texts = ['Price: €5 {net} ~ ^', 'Ünïcödé', '你好，世界', '👍 '.repeat(80), 'a long text, '.repeat(40)]
  for (const concatenation of ['udh8', 'udh16', 'payload'] as const) {
    for (const text of texts) {
      const before = server.came.all.length
      const plan = planText(text, { concatenation, reference: 7 })
      assert.ok(plan.kind === 'planned')
      for (const { payload, esmClassBits, tlvs } of plan.parts) {
        const { dataCoding } = plan
        const fields = { esmClass: esmClassBits, dataCoding, shortMessage: payload, tlvs }
        const outcome: RequestOutcome = await client.submitSm({ destinationAddr: '447700900123', ...fields })
        assert.equal(outcome.kind, 'answered')
      }
      const read = server.came.all.slice(before).map((pdu) => pdu.message_payload ?? pdu.short_message)
      assert.equal(read.map((part) => (part as { readonly message: string }).message).join(''), text)
    }
  }
})

test(
  'our query, replace, cancel, submit_multi and data_sm are read by npm smpp, and its answers by us',
  LIMIT,
  async (t) => {
    const server = await NpmServer.listen(t, (request) => {
      switch (request.command) {
        case 'query_sm':
          return { message_id: request.message_id, final_date: '260102030405000+', message_state: 2, error_code: 7 }
        case 'submit_multi':
          return {
            message_id: 'multi',
            unsuccess_sme: [{ dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '4477', error_status_code: 0x0b }],
          }
        case 'data_sm':
          return { message_id: 'data', additional_status_info_text: 'held', delivery_failure_reason: 0 }
        case 'cancel_sm':
          return { command_status: Status.ESME_RCANCELFAIL }
        default:
          return usualAnswer(request)
      }
    })
    const client = startClient(t, server.port)
    await client.bound()
    const queried = await client.querySm({ messageId: 'm1', sourceAddr: '2020' })
    assert.ok(queried.kind === 'answered')
    const { commandStatus: _status, sequenceNumber: _number, ...query } = queried.response
    assert.deepEqual(query, {
      command: 'query_sm_resp',
      messageId: 'm1',
      finalDate: '260102030405000+',
      messageState: 2,
      errorCode: 7,
      tlvs: {},
    })
    const replaced = await client.replaceSm({ messageId: 'm1', sourceAddr: '2020', shortMessage: Buffer.from('new') })
    assert.equal(replaced.kind, 'answered')
    const cancelled = await client.cancelSm({ messageId: 'm1', sourceAddr: '2020', destinationAddr: '4477' })
    assert.ok(cancelled.kind === 'refused')
    assert.equal(cancelled.status, Status.ESME_RCANCELFAIL)
    const multi = await client.submitMulti({
      destAddress: [
        { destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '4477' },
        { destFlag: 2, dlName: 'staff' },
      ],
      shortMessage: Buffer.from('hello all'),
    })
    assert.ok(multi.kind === 'answered')
    assert.equal(multi.response.messageId, 'multi')
    assert.deepEqual(multi.response.unsuccessSme, [
      { destAddrTon: 1, destAddrNpi: 1, destinationAddr: '4477', errorStatusCode: Status.ESME_RINVDSTADR },
    ])
    const data = await client.dataSm({ destinationAddr: '4477', tlvs: { messagePayload: Buffer.from('data') } })
    assert.ok(data.kind === 'answered')
    assert.deepEqual(data.response.tlvs, { additionalStatusInfoText: 'held', deliveryFailureReason: 0 })
    const [, query_sm, replace_sm, cancel_sm, submit_multi, data_sm] = server.came.all as NpmPdu[]
    assert.deepEqual([query_sm?.message_id, query_sm?.source_addr], ['m1', '2020'])
    assert.deepEqual([replace_sm?.message_id, replace_sm?.short_message], ['m1', Buffer.from('new')])
    assert.deepEqual([cancel_sm?.message_id, cancel_sm?.destination_addr], ['m1', '4477'])
    assert.deepEqual(submit_multi?.dest_address, [
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '4477' },
      { dl_name: 'staff' },
    ])
    assert.equal((data_sm!.message_payload as { readonly message: string }).message, 'data')
  },
)

test('texts, receipts and strange PDUs from npm smpp', LIMIT, async (t) => {
  const server = await NpmServer.listen(t, usualAnswer)
  const requests = new Arrivals<IncomingRequest>()
  const client = startClient(t, server.port, {
    onRequest: (request) => {
      requests.push(request)
      return request.command === 'deliver_sm' ? undefined : 'ESME_RX_P_APPN'
    },
  })
  await client.bound()
  const answer = await server.request('deliver_sm', {
    source_addr: '447700900123',
    destination_addr: '2020',
    data_coding: 8,
    short_message: 'до свидания 👍',
    user_message_reference: 9,
  })
  assert.deepEqual([answer.command, answer.command_status, answer.message_id], ['deliver_sm_resp', 0, ''])
  const text = await requests.nth(1)
  assert.ok(text.command === 'deliver_sm')
  assert.equal(textOf(text), 'до свидания 👍')
  assert.deepEqual(text.tlvs, { userMessageReference: 9 })

  await server.request('deliver_sm', {
    source_addr: '447700900123',
    destination_addr: '2020',
    esm_class: 4,
    data_coding: 0,
    short_message: Buffer.from(
      'id:a1b2 sub:001 dlvrd:001 submit date:2601020304 done date:2601020305 stat:DELIVRD err:000 text:Hello',
    ),
    receipted_message_id: 'a1b2',
    message_state: 2,
    network_error_code: Buffer.from([3, 0, 0]),
  })
  const receipt = await requests.nth(2)
  assert.ok(receipt.command === 'deliver_sm')
  const { id, state, final, source } = parseReceipt(receipt)!
  assert.deepEqual({ id, state, final, source }, { id: 'a1b2', state: 'DELIVERED', final: true, source: 'tlv' })

  const data = await server.request('data_sm', {
    destination_addr: '2020',
    data_coding: 0,
    message_payload: 'no thanks',
  })
  assert.deepEqual([data.command, data.command_status], ['data_sm_resp', Status.ESME_RX_P_APPN])

  const { socket } = server.sessions.all[0]!
  socket.write(Buffer.from('0000001400010200000000000000270f0badcafe', 'hex')) // command_id 0x00010200, number 9999
  const nack = await server.came.first((pdu) => pdu.sequence_number === 9999)
  assert.deepEqual([nack.command, nack.command_status], ['generic_nack', Status.ESME_RINVCMDID])
  const submit = await server.request('submit_sm', { destination_addr: '1', short_message: 'x' })
  assert.deepEqual([submit.command, submit.command_status], ['submit_sm_resp', Status.ESME_RINVBNDSTS])
  socket.write(Buffer.from('00000010800000040000000000001388', 'hex')) // a submit_sm_resp nobody waits for
  assert.equal((await server.request('enquire_link')).command, 'enquire_link_resp')
  assert.equal(client.state.kind, 'bound')
  const { unknownCommands, misplacedRequests, unknownResponses } = client.session!.counters
  assert.deepEqual([unknownCommands, misplacedRequests, unknownResponses], [1, 1, 1])
})

test('a generic_nack from npm smpp ends the request that it is about', LIMIT, async (t) => {
  const server = await NpmServer.listen(t, (request, session) => {
    if (request.command !== 'query_sm') return usualAnswer(request)
    const { sequence_number } = request
    session.send(new npmSmpp.PDU('generic_nack', { sequence_number, command_status: Status.ESME_RINVCMDID }))
    return undefined
  })
  const client = startClient(t, server.port)
  await client.bound()
  const outcome = await client.querySm({ messageId: 'm1' })
  assert.ok(outcome.kind === 'refused')
  assert.deepEqual([outcome.response.command, outcome.status], ['generic_nack', Status.ESME_RINVCMDID])
})

test('npm smpp unbinds us: the client answers, and waits to come back', LIMIT, async (t) => {
  const server = await NpmServer.listen(t, usualAnswer)
  const states = new Arrivals<string>()
  const client = startClient(t, server.port, { onState: ({ kind }) => states.push(kind) })
  await client.bound()
  assert.equal((await server.request('unbind')).command, 'unbind_resp')
  await states.first((kind) => kind === 'waiting')
  assert.ok(client.state.kind === 'waiting')
  assert.equal(client.state.cause, 'unbound_by_peer')
})

/** GSM 03.38, one septet an octet. */
function planned(text: string): Uint8Array {
  const plan = planText(text)
  assert.ok(plan.kind === 'planned' && plan.parts.length === 1)
  return plan.parts[0]!.payload
}
