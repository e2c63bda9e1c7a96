// Perl's Net::SMPP 1.19 as client of our server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planText, type RequestOutcome, Status, textOf } from '../../src/index.ts'
import { skipUnlessInstalled } from './debian-package.ts'
import { MiniSmsc, PASSWORD } from './mini-smsc.ts'
import { NET_SMPP, NetSmpp, type PerlPdu, perlOctets, perlTlv } from './net-smpp.ts'

const skip = skipUnlessInstalled('libnet-smpp-perl', [NET_SMPP])
const LIMIT = { skip, timeout: 30_000 }
const LOGIN = { system_id: 'perl', password: PASSWORD, system_type: 'VMS' }

for (const [kind, state] of [
  ['transmitter', 'BOUND_TX'],
  ['receiver', 'BOUND_RX'],
  ['transceiver', 'BOUND_TRX'],
] as const) {
  test(`Net::SMPP binds to us as ${kind}, is answered enquire_link, and unbinds`, LIMIT, async (t) => {
    const smsc = await MiniSmsc.start(t)
    const perl = await NetSmpp.connect(t, smsc.port)
    const bound = await perl.pdu(`bind_${kind}`, { ...LOGIN, addr_ton: 1, addr_npi: 1, address_range: '^2020$' })
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
  assert.equal((await perl.pdu('bind_transceiver', { ...LOGIN, password: 'wrong' })).status, Status.ESME_RINVPASWD)
  await perl.end()
  assert.equal((await smsc.ends.nth(1)).code, 'bind_refused')
})

test('every field and TLV that Net::SMPP puts into a submit_sm is read as it was meant', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const perl = await NetSmpp.connect(t, smsc.port)
  await perl.call('bind_transceiver', LOGIN)
  const fields = {
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
    data_coding: 3,
    sm_default_msg_id: 7,
    short_message: 'Gr\u00fc\u00dfe\0\u00ff',
    user_message_reference: perlTlv(0xbe, 0xef),
    qos_time_to_live: perlTlv(0xfe, 0xdc, 0xba, 0x98),
    source_subaddress: perlTlv(0xa0, 0xbe, 0xef),
    its_session_info: perlTlv(0x12, 0x35),
    ms_validity: perlTlv(3),
    alert_on_message_delivery: '',
    tariff: 'FR-12',
  }
  const answer = await perl.pdu('submit_sm', [
    ...Object.entries(fields),
    ['callback_num', `${perlTlv(1, 1, 1)}123`],
    ['callback_num', `${perlTlv(1, 2, 8)}456`],
  ])
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
    await perl.call('bind_transceiver', LOGIN)
    const source_addr = '2020'
    const { message_id } = await perl.pdu('submit_sm', { source_addr, destination_addr: '4477', short_message: 'one' })
    const message = { message_id: message_id as string, source_addr }
    const queried = await perl.pdu('query_sm', message)
    assert.deepEqual(
      [queried.status, queried.message_id, queried.final_date, queried.message_state, queried.error_code],
      [0, message_id, '', 1, 0],
    )
    assert.equal((await perl.pdu('replace_sm', { ...message, short_message: 'two' })).status, 0)
    const kept = smsc.message(message_id as string)!
    assert.equal(perlOctets(kept.shortMessage), 'two')
    kept.state = 'DELIVERED'
    const final = await perl.pdu('query_sm', message)
    assert.deepEqual([final.final_date, final.message_state], ['260102030500000+', 2])
    assert.equal((await perl.pdu('cancel_sm', { ...message, destination_addr: '4477' })).status, 0)
    const gone = await perl.pdu('cancel_sm', message)
    assert.equal(gone.status, Status.ESME_RCANCELFAIL)

    const multi = await perl.pdu('submit_multi', {
      destination_addr: ['447700900111', 'staff', '447700900199'],
      dest_flag: [1, 2, 1],
      short_message: 'all',
    })
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

    const data = await perl.pdu('data_sm', { destination_addr: '4477', message_payload: 'by payload' })
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
  await perl.call('bind_transceiver', LOGIN)
  await perl.call('submit_sm', {
    source_addr: '2020',
    destination_addr: '447700900123',
    short_message: 'Hello',
    registered_delivery: 1,
  })
  const receipted = smsc.sendReceipt(smsc.kept.all[0]!, 'DELIVERED', { tlvs: true })
  const receipt = await perl.serve('deliver_sm_resp', { message_id: '' })
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
    const came = await perl.serve('deliver_sm_resp', { message_id: '', status: Status.ESME_RX_T_APPN })
    assert.equal(came.short_message, perlOctets(part.payload))
    assert.deepEqual([came.esm_class, came.data_coding], [0x40, 8])
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

test('1,000 submit_sm from Net::SMPP, 20 at a time', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const perl = await NetSmpp.connect(t, smsc.port)
  await perl.call('bind_transmitter', LOGIN)
  const answers: PerlPdu[] = []
  for (let sent = 0; sent < 1_000; sent += 20) {
    const batch = Array.from({ length: 20 }, (_, n) =>
      perl.call('submit_sm', { async: 1, destination_addr: String(sent + n), short_message: 'hi' }),
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
