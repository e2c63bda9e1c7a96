// Perl's Net::SMPP 1.19 as the message centre of our client.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type ClientOptions, type IncomingRequest, parseReceipt, type SmppClient, Status } from '../../src/index.ts'
import { Arrivals } from './arrivals.ts'
import { skipUnlessInstalled } from './debian-package.ts'
import { NET_SMPP, NetSmpp, perlTlv } from './net-smpp.ts'
import { startClient } from './our-client.ts'

const LIMIT = { skip: skipUnlessInstalled('libnet-smpp-perl', [NET_SMPP]), timeout: 30_000 }

/** Our client, bound to Net::SMPP. */
async function bound(t: TestContext, options?: Partial<ClientOptions>): Promise<{ client: SmppClient; perl: NetSmpp }> {
  const { port, accepted } = await NetSmpp.listen(t)
  const client = startClient(t, port, { reconnect: false, ...options })
  const perl = await accepted
  await perl.serve('bind_transceiver_resp', { system_id: 'perlsmsc', sc_interface_version: perlTlv(0x34) })
  await client.bound()
  return { client, perl }
}

test('our client binds to Net::SMPP, asks and answers enquire_link, unbinds', LIMIT, async (t) => {
  const { port, accepted } = await NetSmpp.listen(t)
  const client = startClient(t, port, { systemType: 'VMS', addressRange: '^2020$', reconnect: false })
  const perl = await accepted
  const bind = await perl.serve('bind_transceiver_resp', { system_id: 'perlsmsc', sc_interface_version: perlTlv(0x34) })
  await client.bound()
  assert.ok(client.state.kind === 'bound')
  assert.deepEqual([client.state.peerSystemId, client.state.version], ['perlsmsc', '3.4'])
  assert.deepEqual(
    [bind.cmd, bind.system_id, bind.password, bind.system_type, bind.interface_version, bind.address_range],
    [9, 'ours', 'secret', 'VMS', 0x34, '^2020$'],
  )
  assert.equal((await perl.pdu('enquire_link')).status, 0)
  const asked = client.enquireLink()
  assert.equal((await perl.serve('enquire_link_resp')).cmd, 0x15)
  assert.equal((await asked).kind, 'answered')
  const closed = client.close()
  assert.equal((await perl.serve('unbind_resp')).cmd, 6)
  await perl.end()
  await closed
})

test('Net::SMPP refuses our bind: the client says so', LIMIT, async (t) => {
  const { port, accepted } = await NetSmpp.listen(t)
  const states = new Arrivals<string>()
  startClient(t, port, { reconnect: false, onState: ({ kind, reason }) => states.push(`${kind}: ${reason}`) })
  const perl = await accepted
  await perl.serve('bind_transceiver_resp', { system_id: '', status: Status.ESME_RINVSYSID })
  await perl.end()
  assert.match(await states.first((state) => state.startsWith('closed')), /ESME_RINVSYSID/)
})

test('every field and TLV of our submit_sm is read by Net::SMPP as it was meant', LIMIT, async (t) => {
  const { client, perl } = await bound(t)
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
    data: _data,
    known_pdu: _known,
    reserved: _reserved,
    ...submit
  } = await perl.serve('submit_sm_resp', {
    message_id: 'deadBEEF',
  })
  assert.deepEqual(submit, {
    cmd: 4,
    status: 0,
    seq: 2,
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
  await perl.serve('submit_sm_resp', { message_id: '', status: Status.ESME_RTHROTTLED })
  const refusal = await refused
  assert.ok(refusal.kind === 'refused')
  assert.equal(refusal.status, Status.ESME_RTHROTTLED)
  await perl.end()
})

test('our query, replace, cancel and submit_multi are read by Net::SMPP, and its answers by us', LIMIT, async (t) => {
  const { client, perl } = await bound(t)
  const message = { messageId: 'deadBEEF', sourceAddr: 'Bakery' }
  const queried = client.querySm(message)
  const told = { message_id: 'deadBEEF', final_date: '', message_state: 6, error_code: 9 }
  const query = await perl.serve('query_sm_resp', told)
  assert.deepEqual([query.cmd, query.message_id, query.source_addr], [3, 'deadBEEF', 'Bakery'])
  const state = await queried
  assert.ok(state.kind === 'answered')
  assert.deepEqual([state.response.messageState, state.response.errorCode, state.response.finalDate], [6, 9, ''])

  const replaced = client.replaceSm({ ...message, shortMessage: Buffer.from('new') })
  assert.equal((await perl.serve('replace_sm_resp')).short_message, 'new')
  assert.equal((await replaced).kind, 'answered')
  const cancelled = client.cancelSm({ ...message, destinationAddr: '447700900123' })
  const cancel = await perl.serve('cancel_sm_resp', { status: Status.ESME_RCANCELFAIL })
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
  const failed = { destination_addr: ['4477'], dest_addr_ton: [1], dest_addr_npi: [1], error_status_code: [0x0b] }
  const { number_of_dests, dest_flag, destination_addr, short_message } = await perl.serve('submit_multi_resp', {
    message_id: 'm',
    ...failed,
  })
  assert.deepEqual([number_of_dests, dest_flag, destination_addr, short_message], [2, [1, 2], ['4477', 'staff'], 'all'])
  const many = await multi
  assert.ok(many.kind === 'answered')
  assert.deepEqual(many.response.unsuccessSme, [
    { destAddrTon: 1, destAddrNpi: 1, destinationAddr: '4477', errorStatusCode: 0x0b },
  ])
  await perl.end()
})

test('a text, a receipt and an alert from Net::SMPP reach our handlers, and it reads our answers', LIMIT, async (t) => {
  const requests = new Arrivals<IncomingRequest>()
  const alerts = new Arrivals<string>()
  const { perl } = await bound(t, {
    onRequest: (request) => {
      requests.push(request)
      return request.command === 'data_sm' ? 'ESME_RX_P_APPN' : undefined
    },
    onNotification: ({ command, ...fields }) =>
      alerts.push(`${command} ${'esmeAddr' in fields ? fields.esmeAddr : ''}`),
  })
  const addresses = { source_addr: '447700900123', destination_addr: '2020' }
  const dates = 'submit date:2601020304 done date:2601020305'
  const short_message = `id:deadBEEF sub:001 dlvrd:001 ${dates} stat:DELIVRD err:000 text:x`
  const delivered = await perl.pdu('deliver_sm', { ...addresses, esm_class: 4, short_message })
  assert.deepEqual([delivered.cmd, delivered.status, delivered.message_id], [0x8000_0005, 0, ''])
  const receipt = requests.all[0]!
  assert.ok(receipt.command === 'deliver_sm')
  const { id, state, final } = parseReceipt(receipt)!
  assert.deepEqual({ id, state, final }, { id: 'deadBEEF', state: 'DELIVERED', final: true })

  const refused = await perl.pdu('data_sm', { ...addresses, message_payload: 'no thanks' })
  assert.deepEqual([refused.cmd, refused.status], [0x8000_0103, Status.ESME_RX_P_APPN])
  const data = requests.all[1]!
  assert.ok(data.command === 'data_sm')
  assert.deepEqual(data.tlvs, { messagePayload: new TextEncoder().encode('no thanks') })

  await perl.call('alert_notification', { async: 1, source_addr: '447700900123', esme_addr: '2020' })
  assert.equal(await alerts.nth(1), 'alert_notification 2020')
  await perl.end()
})
