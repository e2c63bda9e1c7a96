// QUIRKS 45 to 56: delivery receipts in all their forms, and when they come.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import {
  messageIdForms,
  messageIdKeys,
  parseReceipt,
  parseReceiptDate,
  Status,
  type StatusName,
} from '../../src/index.ts'
import { ClientWorld } from '../client/client-world.ts'
import { ID, messageHead, messageText, readPdu, textHex, tlv, wirePdu } from './wire.ts'

/** The receipt in a deliver_sm marked as one, with this text. */
function receipt(text: string, dataCoding = '00') {
  return parseReceipt(readPdu('deliver_sm', wirePdu(ID.deliverSm, messageHead('04', dataCoding) + messageText(text))))
}

describe('quirk 45: receipts without some fields, in another order, in another case, with "submitdate"', () => {
  const forms = [
    'id:7 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000',
    'stat:DELIVRD err:000 done date:2601011201 submit date:2601011200 id:7',
    'Id:7 Sub:001 Dlvrd:001 Submit Date:2601011200 Done Date:2601011201 Stat:DELIVRD Err:000 Text:hi',
    'ID:7 SUBMITDATE:2601011200 DONEDATE:2601011201 STAT:delivrd',
    'id:7 submitdate:2601011200 donedate:2601011201 stat:DELIVRD err:0 text:id:8 stat:UNDELIV',
  ]
  for (const text of forms) {
    it(text, () => {
      const found = receipt(text)
      assert.deepEqual(
        [found?.id, found?.state, parseReceiptDate(found?.submitDate), parseReceiptDate(found?.doneDate)],
        ['7', 'DELIVERED', Date.UTC(2026, 0, 1, 12, 0), Date.UTC(2026, 0, 1, 12, 1)],
      )
    })
  }

  it('next to nothing is still a receipt when it is marked as one', () => {
    assert.deepEqual([receipt('id:7')?.id, receipt('id:7')?.state, receipt('')?.final], ['7', undefined, false])
  })
})

test('quirk 46: dates of 10, 12 and 14 digits, with century, in SMPP form, all zeros', () => {
  const cases = [
    ['2601021530', Date.UTC(2026, 0, 2, 15, 30)],
    ['260102153045', Date.UTC(2026, 0, 2, 15, 30, 45)],
    ['20260102153045', Date.UTC(2026, 0, 2, 15, 30, 45)],
    ['202601021530', Date.UTC(2026, 0, 2, 15, 30)],
    ['260102153045008+', Date.UTC(2026, 0, 2, 13, 30, 45)],
    ['0000000000', undefined],
    ['00000000000000', undefined],
    ['2602301530', undefined],
    ['soon', undefined],
    ['', undefined],
  ] as const
  for (const [raw, utcMs] of cases) {
    assert.equal(parseReceiptDate(raw), utcMs, raw)
    assert.equal(receipt(`id:7 done date:${raw} stat:DELIVRD err:000`)?.state, 'DELIVERED', raw)
  }
  assert.equal(parseReceiptDate('2601021530', 120), Date.UTC(2026, 0, 2, 13, 30), 'in the zone of the link')
})

test('quirk 47: stat of more or fewer than seven letters', () => {
  const words = [
    ['FAILED', 'UNDELIVERABLE'],
    ['DND_REJECTED', 'REJECTED'],
    ['REJECTED', 'REJECTED'],
    ['BUFFRED', 'ENROUTE'],
    ['BUFFERD', 'ENROUTE'],
    ['DELIVERED', 'DELIVERED'],
    ['undeliverable', 'UNDELIVERABLE'],
  ] as const
  for (const [stat, state] of words) {
    const found = receipt(`id:7 stat:${stat} err:000`)
    assert.deepEqual([found?.stat, found?.state], [stat, state])
  }
  const unheard = receipt('id:7 stat:TELEPORTED err:000')
  assert.deepEqual([unheard?.stat, unheard?.state, unheard?.final], ['TELEPORTED', undefined, false])
})

test('quirk 48: err with letters, of one to four digits, with a blank before it', () => {
  for (const [text, err] of [
    ['err:0', '0'],
    ['err:21b', '21b'],
    ['err:1034', '1034'],
    ['err: 069', '069'],
    ['err:', ''],
  ] as const) {
    const found = receipt(`id:7 stat:UNDELIV ${text} text:hi`)
    assert.deepEqual([found?.err, found?.text], [err, 'hi'], text)
  }
})

describe('quirk 49: the id is decimal in the receipt and hexadecimal in submit_sm_resp, or has other zeros and case', () => {
  const pairs = [
    ['1a2b3c', '1715004'],
    ['1715004', '1A2B3C'],
    ['0000001a2b', '1A2B'],
    ['abcdef', 'ABCDEF'],
    ['0017', '17'],
  ] as const
  for (const [submitted, received] of pairs) {
    it(`${submitted} and ${received} have a form in common`, () => {
      const known = new Set(messageIdKeys(submitted))
      assert.ok(messageIdKeys(received).some((form) => known.has(form)))
    })
  }

  it('which form counts is the choice of the link: 100 and 256 are two messages or one', () => {
    assert.equal(messageIdForms('100').hexToDec, '256')
    assert.notEqual(messageIdForms('100').stripped, messageIdForms('256').stripped)
  })
})

describe('quirk 50: the text of a receipt is UCS-2, or has control or 8-bit octets', () => {
  const text = 'id:7 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:'
  const ucs2 = Buffer.from(text, 'utf16le').swap16()
  const ucs2Hex = ucs2.length.toString(16) + ucs2.toString('hex')

  it('UCS-2, said or not said', () => {
    for (const dataCoding of ['08', '00']) {
      const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, messageHead('04', dataCoding) + ucs2Hex))
      assert.deepEqual([parseReceipt(pdu)?.id, parseReceipt(pdu)?.state], ['7', 'DELIVERED'])
    }
  })

  it('UCS-2, said and not so', () => {
    assert.deepEqual([receipt(text, '08')?.id, receipt(text, '08')?.state], ['7', 'DELIVERED'])
  })

  it('control and 8-bit octets', () => {
    const found = receipt(`\x01\x00id:7 stat:DELIVRD err:000 text:\x1b\xff\xe9\x00\x07`)
    assert.deepEqual([found?.id, found?.state], ['7', 'DELIVERED'])
  })
})

test('quirk 51: a receipt that comes before its submit_sm_resp is handed on at once (held and matched later in packages/store, as packages/manager has it)', async () => {
  const story: string[] = []
  const world = await ClientWorld.bound({
    onRequest: (request) => {
      if (request.command === 'deliver_sm') story.push(`receipt ${parseReceipt(request)?.id}`)
    },
  })
  world.smsc.next('submit_sm', (pdu, peer) => {
    const shortMessage = Buffer.from('id:77 stat:DELIVRD err:000')
    peer.send({ command: 'deliver_sm', sequenceNumber: 500, destinationAddr: '1', esmClass: 4, shortMessage })
    peer.send({ command: 'submit_sm_resp', sequenceNumber: pdu.sequenceNumber, messageId: '77' })
    return 'silence'
  })
  const outcome = await world.client.submitSm({ destinationAddr: '447' })
  assert.ok(outcome.kind === 'answered')
  story.push(`answer ${outcome.response.messageId}`)
  assert.deepEqual(story, ['receipt 77', 'answer 77'])
  await world.client.close()
})

test('quirk 52: ACCEPTD comes first and is not final; what follows is', () => {
  assert.deepEqual(
    ['ACCEPTD', 'ENROUTE', 'BUFFRED', 'DELIVRD', 'UNDELIV', 'EXPIRED', 'DELETED', 'REJECTD'].map(
      (stat) => receipt(`id:7 stat:${stat} err:000`)?.final,
    ),
    [false, false, false, true, true, true, true, true],
  )
  const intermediate = wirePdu(ID.deliverSm, messageHead('20') + messageText('id:7 stat:DELIVRD err:000'))
  assert.equal(parseReceipt(readPdu('deliver_sm', intermediate))?.final, false)
})

test('quirk 53: receipts nobody asked for, of another bind or from before a restart, are read and answered like all others (matched in packages/store)', async () => {
  const ids: (string | undefined)[] = []
  const world = await ClientWorld.bound({
    onRequest: (request) => {
      if (request.command === 'deliver_sm') ids.push(parseReceipt(request)?.id)
    },
  })
  for (const id of ['never-sent', 'from-yesterday', 'from-yesterday']) {
    const shortMessage = Buffer.from(`id:${id} stat:DELIVRD err:000`)
    assert.equal((await world.smsc.deliver({ destinationAddr: '1', esmClass: 4, shortMessage })).commandStatus, 0)
  }
  assert.deepEqual(ids, ['never-sent', 'from-yesterday', 'from-yesterday'])
  await world.client.close()
})

describe('quirk 54: receipts in data_sm, in a comma form, and as an id and a number', () => {
  it('data_sm', async () => {
    const ids: unknown[] = []
    const world = await ClientWorld.bound({
      onRequest: (request) => {
        if (request.command === 'data_sm') ids.push([parseReceipt(request)?.id, parseReceipt(request)?.state])
      },
    })
    const addresses = `0101${textHex('447700900123')}00 0300${textHex('60777')}00`
    const byTlvs = tlv(0x001e, `${textHex('ab12')}00`) + tlv(0x0427, '02')
    const byText = tlv(0x0424, textHex('id:ab13 stat:EXPIRED err:000'))
    world.smsc.connections[0]?.sendOctets(wirePdu(ID.dataSm, `00 ${addresses} 04 00 00 ${byTlvs}`, 0, 3))
    world.smsc.connections[0]?.sendOctets(wirePdu(ID.dataSm, `00 ${addresses} 04 00 00 ${byText}`, 0, 4))
    await world.smsc.waitFor('data_sm_resp', 2)
    assert.deepEqual(ids, [
      ['ab12', 'DELIVERED'],
      ['ab13', 'EXPIRED'],
    ])
    await world.client.close()
  })

  it('seven columns with commas', () => {
    const numbered = receipt('2,2601011201,2601011200,000,447700900123,60777,0')
    assert.deepEqual([numbered?.stat, parseReceiptDate(numbered?.doneDate)], ['2', Date.UTC(2026, 0, 1, 12, 1)])
  })

  it('a hexadecimal id and the number of a state', () => {
    assert.deepEqual([receipt('5f3e10 2')?.id, receipt('5f3e10 2')?.state], ['5f3e10', 'DELIVERED'])
    assert.equal(receipt('5f3e10 5')?.state, 'UNDELIVERABLE')
  })
})

test('quirk 55: a deliver_sm is always answered, and ESME_RX_T_APPN only stands for trouble that passes', async () => {
  const answers: (StatusName | 'throw' | undefined)[] = [undefined, 'ESME_RX_P_APPN', 'throw', 'ESME_RX_T_APPN']
  const world = await ClientWorld.bound({
    onRequest: () => {
      const answer = answers.shift()
      if (answer === 'throw') throw new Error('poison')
      return answer
    },
  })
  const statuses = []
  for (let count = 0; count < 4; count++)
    statuses.push((await world.smsc.deliver({ destinationAddr: '1' })).commandStatus)
  assert.deepEqual(statuses, [0, Status.ESME_RX_P_APPN, Status.ESME_RSYSERR, Status.ESME_RX_T_APPN])
  // A body that cannot be read will not be better the next time: not a temporary error.
  world.smsc.connections[0]?.sendOctets(wirePdu(ID.deliverSm, `${messageHead()}ff`, 0, 9))
  await world.smsc.waitFor('deliver_sm_resp', 5)
  assert.equal(world.smsc.all('deliver_sm_resp').at(-1)?.commandStatus, Status.ESME_RINVMSGLEN)
  await world.client.close()
})

test('quirk 56: ids of a UUID, of 26 and of 32 characters', () => {
  for (const id of [
    '3f0c8a52-9be1-4d7e-8a55-0c9d6f1b2e34',
    'a3f1c09b7d5e48260f9e8d7c6b5a4930',
    '01J9ZQ4T5V6W7X8Y9ZABCDEFGH',
    '1234567890123456789012',
  ]) {
    const found = receipt(`id:${id} stat:DELIVRD err:000`)
    assert.equal(found?.id, id)
    const answer = readPdu('submit_sm_resp', wirePdu(ID.submitSmResp, `${textHex(id)}00`))
    assert.ok(messageIdKeys(answer.messageId).includes(found?.id ?? ''))
  }
})
