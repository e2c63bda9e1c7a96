// The npm package `smpp` as client, our server as its message centre.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  declareTlv,
  planText,
  Reassembler,
  type RequestOutcome,
  Status,
  TlvDictionary,
  textOf,
  userDataOf,
} from '../../src/index.ts'
import { MiniSmsc, PASSWORD } from './mini-smsc.ts'
import { NpmClient, type NpmPdu, npmSmpp } from './npm-smpp.ts'

/** A TLV of one provider: each side is told of it in its own way. */
npmSmpp.addTLV('billing_code', { id: 0x1401, type: npmSmpp.types.tlv.cstring })
const tlvs = new TlvDictionary([declareTlv({ name: 'billingCode', tag: 0x1401, type: 'c_octet_string', max: 20 })])

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const LIMIT = { timeout: 30_000 }
const LOGIN = { system_id: 'npm', password: PASSWORD, system_type: 'VMS', addr_ton: 1, addr_npi: 1 }

for (const [kind, state] of [
  ['transmitter', 'BOUND_TX'],
  ['receiver', 'BOUND_RX'],
  ['transceiver', 'BOUND_TRX'],
] as const) {
  test(`npm smpp binds as ${kind}, is answered enquire_link, unbinds, and the connection ends`, LIMIT, async (t) => {
    const smsc = await MiniSmsc.start(t)
    const client = await NpmClient.connect(t, smsc.port)
    const bound = await client.request(`bind_${kind}`, { ...LOGIN, address_range: '^4477.*' })
    assert.equal(bound.command, `bind_${kind}_resp`)
    assert.deepEqual([bound.command_status, bound.system_id, bound.sc_interface_version], [0, 'minismsc', 0x34])
    const { remote, secure, ...attempt } = smsc.binds.all[0]!
    assert.equal(remote.address, '127.0.0.1')
    assert.equal(secure, false)
    assert.deepEqual(attempt, {
      bindType: kind,
      systemId: 'npm',
      password: PASSWORD,
      systemType: 'VMS',
      interfaceVersion: 0x50,
      addressTon: 1,
      addressNpi: 1,
      addressRange: '^4477.*',
    })
    assert.equal((await smsc.sessions.nth(1)).state, state)
    const alive = await client.request('enquire_link')
    assert.deepEqual([alive.command, alive.command_length], ['enquire_link_resp', 16])
    assert.equal((await client.request('unbind')).command, 'unbind_resp')
    await client.closed
    assert.equal((await smsc.ends.nth(1)).code, 'unbound_by_peer')
  })
}

test('npm smpp with a wrong password is told ESME_RINVPASWD, and the connection ends', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  const refused = await client.request('bind_transceiver', { ...LOGIN, password: 'wrong' })
  assert.deepEqual([refused.command, refused.command_status], ['bind_transceiver_resp', Status.ESME_RINVPASWD])
  await client.closed
  assert.equal((await smsc.ends.nth(1)).code, 'bind_refused')
})

test(
  'npm smpp submits before it is bound, and as a receiver: both refused, and the session goes on',
  LIMIT,
  async (t) => {
    const smsc = await MiniSmsc.start(t)
    const client = await NpmClient.connect(t, smsc.port)
    const early = await client.request('submit_sm', { destination_addr: '1', short_message: 'x' })
    assert.equal(early.command_status, Status.ESME_RINVBNDSTS)
    assert.equal((await client.request('bind_receiver', LOGIN)).command_status, 0)
    const wrongWay = await client.request('submit_sm', { destination_addr: '1', short_message: 'x' })
    assert.equal(wrongWay.command_status, Status.ESME_RINVBNDSTS)
    assert.equal((await client.request('enquire_link')).command_status, 0)
    assert.equal(smsc.requests.all.length, 0)
    await client.request('unbind')
  },
)

test('every field and TLV that npm smpp puts into a submit_sm is read as it was meant', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t, { tlvs })
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transmitter', LOGIN)
  const answer = await client.request('submit_sm', {
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
    sm_default_msg_id: 7,
    short_message: 'Über €5 [ok] @home', // Ü, €, brackets and @ are where GSM 7-bit and ASCII differ
    user_message_reference: 0xbeef,
    source_port: 2948,
    dest_port: 9200,
    payload_type: 1,
    qos_time_to_live: 0xfedcba98,
    ms_validity: Buffer.from([3]),
    its_session_info: Buffer.from([0x12, 0x35]),
    source_subaddress: Buffer.from('a0beef', 'hex'),
    callback_num: [
      { digit_mode: 1, ton: 1, npi: 1, number: '447700900001' },
      { digit_mode: 1, ton: 2, npi: 8, number: '447700900002' },
    ],
    callback_num_pres_ind: [1, 2],
    billing_identification: { format: 0x80, data: Buffer.from('team-7') },
    more_messages_to_send: 1,
    language_indicator: 2,
    billing_code: 'FR-12',
  })
  assert.deepEqual([answer.command_status, answer.message_id], [0, '10000001'])
  const { submit } = smsc.kept.all[0]!
  const { shortMessage, tlvs: read, ...fields } = submit
  assert.deepEqual(fields, {
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
    dataCoding: 1, // npm smpp says 1 (ASCII) and writes GSM 03.38 with its escapes
    smDefaultMsgId: 7,
  })
  assert.equal(textOf({ esmClass: 3, dataCoding: 0, shortMessage }), 'Über €5 [ok] @home')
  assert.deepEqual(read, {
    userMessageReference: 0xbeef,
    sourcePort: 2948,
    destinationPort: 9200,
    payloadType: 1,
    qosTimeToLive: 0xfedcba98,
    msValidity: 3,
    itsSessionInfo: octets('1235'),
    sourceSubaddress: octets('a0beef'),
    callbackNum: [octets('010101343437373030393030303031'), octets('010208343437373030393030303032')],
    callbackNumPresInd: [1, 2],
    billingIdentification: octets('807465616d2d37'),
    moreMessagesToSend: 1,
    languageIndicator: 2,
    billingCode: 'FR-12',
  })
  await client.request('unbind')
})

test('a long text in parts from npm smpp is joined, and our parts are read by it', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transceiver', LOGIN)
  const halves = ['Первая половина и немного ', 'вторая половина 👍']
  for (const [index, message] of halves.entries()) {
    const udh = Buffer.from([5, 0, 3, 0x2a, 2, index + 1])
    await client.request('submit_sm', {
      destination_addr: '447700900123',
      data_coding: 8,
      short_message: { udh, message },
    })
  }
  const reassembler = new Reassembler<string>()
  const outcomes = smsc.kept.all.map(({ id, submit }) => {
    const { concatenation, ...part } = userDataOf(submit)
    const address = { source: submit.sourceAddr, destination: submit.destinationAddr }
    return reassembler.offer({ ...part, ...address, concatenation: concatenation!, dataCoding: 8, tag: id }, 0)
  })
  assert.deepEqual(outcomes[0], { kind: 'waiting', received: 1, total: 2 })
  assert.ok(outcomes[1]?.kind === 'joined')
  assert.equal(outcomes[1].message.text, halves.join(''))

  const plan = planText('señal '.repeat(60), { concatenation: 'udh16', reference: 0x1234 })
  assert.ok(plan.kind === 'planned' && plan.parts.length === 3)
  for (const [index, part] of plan.parts.entries()) {
    const delivered: Promise<RequestOutcome> = smsc.receiver('npm').request({
      command: 'deliver_sm',
      destinationAddr: '2020',
      esmClass: part.esmClassBits,
      dataCoding: plan.dataCoding,
      shortMessage: part.payload,
    })
    const came: NpmPdu = await client.came.first(
      (pdu) => pdu.command === 'deliver_sm' && pdu.sequence_number === index + 1,
    )
    const { udh, message } = came.short_message as { readonly udh: readonly Buffer[]; readonly message: string }
    assert.equal(Buffer.concat(udh).toString('hex'), `08041234030${index + 1}`)
    assert.equal(message, part.text)
    client.answer(came)
    assert.equal((await delivered).kind, 'answered')
  }
  await client.request('unbind')
})

test('query, replace and cancel from npm smpp are about the message it sent', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transceiver', LOGIN)
  const source_addr = '2020'
  const submitted = await client.request('submit_sm', {
    source_addr,
    destination_addr: '447700900123',
    short_message: 'one',
  })
  const { message_id } = submitted as NpmPdu & { readonly message_id: string }
  const queried = await client.request('query_sm', { message_id, source_addr })
  assert.deepEqual(
    [queried.command_status, queried.message_id, queried.final_date, queried.message_state, queried.error_code],
    [0, message_id, '', 1, 0],
  )
  const replaced = await client.request('replace_sm', { message_id, source_addr, short_message: Buffer.from('two') })
  assert.deepEqual([replaced.command, replaced.command_status, replaced.command_length], ['replace_sm_resp', 0, 16])
  const message = smsc.message(message_id)!
  assert.equal(Buffer.from(message.shortMessage).toString(), 'two')
  message.state = 'DELIVERED'
  const final = await client.request('query_sm', { message_id, source_addr })
  assert.deepEqual([final.message_state, final.final_date], [2, new Date(Date.UTC(2026, 0, 2, 3, 5))])
  const cancelled = await client.request('cancel_sm', { message_id, source_addr, destination_addr: '447700900123' })
  assert.deepEqual([cancelled.command, cancelled.command_status], ['cancel_sm_resp', 0])
  const gone = await client.request('cancel_sm', { message_id, source_addr })
  assert.equal(gone.command_status, Status.ESME_RCANCELFAIL)
  assert.equal((await client.request('query_sm', { message_id })).command_status, Status.ESME_RQUERYFAIL)
  await client.request('unbind')
})

test('submit_multi from npm smpp: destinations of both kinds, and one that was not reached', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transmitter', LOGIN)
  const answer = await client.request('submit_multi', {
    dest_address: [
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '447700900111' },
      { dl_name: 'staff' },
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '447700900199' },
    ],
    short_message: Buffer.from('hello all'),
  })
  const request = smsc.requests.all[0]!
  assert.ok(request.command === 'submit_multi')
  assert.deepEqual(request.destAddress, [
    { destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '447700900111' },
    { destFlag: 2, dlName: 'staff' },
    { destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '447700900199' },
  ])
  assert.equal(Buffer.from(request.shortMessage).toString(), 'hello all')
  assert.deepEqual([answer.command_status, answer.message_id], [0, 'multi'])
  assert.deepEqual(answer.unsuccess_sme, [
    { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '447700900199', error_status_code: Status.ESME_RINVDSTADR },
  ])
  await client.request('unbind')
})

test('our receipts and TLVs are read by npm smpp, and its refusal by us', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transceiver', LOGIN)
  await client.request('submit_sm', {
    source_addr: '2020',
    destination_addr: '447700900123',
    short_message: 'Hello',
    registered_delivery: 1,
  })
  const receipted = smsc.sendReceipt(smsc.kept.all[0]!, 'DELIVERED', { tlvs: true })
  const receipt = await client.came.first((pdu) => pdu.command === 'deliver_sm')
  client.answer(receipt)
  assert.deepEqual([receipt.esm_class, receipt.source_addr, receipt.destination_addr], [4, '447700900123', '2020'])
  assert.equal(
    (receipt.short_message as { readonly message: string }).message,
    'id:10000001 sub:001 dlvrd:001 submit date:2601020304 done date:2601020305 stat:DELIVRD err:000 text:Hello',
  )
  assert.deepEqual([receipt.receipted_message_id, receipt.message_state], ['10000001', 2])
  const answered = await receipted
  assert.ok(answered.kind === 'answered')
  assert.deepEqual(answered.response.command, 'deliver_sm_resp')

  const refused = smsc.receiver('npm').request({
    command: 'data_sm',
    destinationAddr: '2020',
    tlvs: {
      messagePayload: new TextEncoder().encode('via data'),
      callbackNum: [octets('010101313233')],
      networkErrorCode: Uint8Array.of(3, 0, 42),
      unknown: [{ tag: 0x1402, value: new TextEncoder().encode('FR-12') }],
    },
  })
  const data = await client.came.first((pdu) => pdu.command === 'data_sm')
  client.answer(data, { command_status: Status.ESME_RX_T_APPN })
  assert.equal((data.message_payload as { readonly message: string }).message, 'via data')
  assert.deepEqual(data.callback_num, [{ digit_mode: 1, ton: 1, npi: 1, number: '123' }])
  assert.deepEqual(data.network_error_code, Buffer.from([3, 0, 42]))
  assert.deepEqual(data[String(0x1402)], Buffer.from('FR-12'))
  const outcome = await refused
  assert.ok(outcome.kind === 'refused')
  assert.equal(outcome.status, Status.ESME_RX_T_APPN)
  await client.request('unbind')
})

test('what npm smpp should not send is answered, and the session goes on', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transceiver', LOGIN)
  const { socket } = client.session
  socket.write(octets('0000001400010200000000000000270f0badcafe')) // command_id 0x00010200, number 9999
  const nack = await client.came.first((pdu) => pdu.sequence_number === 9999)
  assert.deepEqual([nack.command, nack.command_status], ['generic_nack', Status.ESME_RINVCMDID])
  socket.write(octets('0000001400000004000000000000270e41414141')) // a submit_sm that ends in its first field
  const unread = await client.came.first((pdu) => pdu.sequence_number === 9998)
  assert.equal(unread.command, 'submit_sm_resp')
  assert.notEqual(unread.command_status, 0)
  socket.write(octets('0000001080000004000000000000270d')) // an answer to nothing
  const second = await client.request('bind_transceiver', LOGIN)
  assert.equal(second.command_status, Status.ESME_RALYBND)
  assert.equal(
    (await client.request('submit_sm', { destination_addr: '1', short_message: 'x' })).message_id,
    '10000001',
  )
  const { counters } = smsc.sessions.all[0]!
  assert.deepEqual([counters.unknownCommands, counters.unreadablePdus, counters.unknownResponses], [1, 1, 1])
  await client.request('unbind')
})
