import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type PduInput, Status } from '../../src/index.ts'
import { MachineHarness } from './machine-harness.ts'

type Answer = Parameters<MachineHarness['machine']['answer']>[1]

/** What leaves for an answer, and what its handler is told. */
function answered(answer: Answer, interfaceVersion = 0x34, command = 'submit_sm') {
  const world = new MachineHarness({ role: 'mc', interfaceVersion: 0x50 })
  const bind = interfaceVersion === 0x33 ? 'bind_transmitter' : 'bind_transceiver'
  world.receive({ command: bind, systemId: 'me', password: 'secret', sequenceNumber: 1, interfaceVersion } as PduInput)
  world.machine.acceptBind({ systemId: 'smsc' }, 0)
  world.written()
  const request = {
    command,
    destinationAddr: '1',
    destAddress: [{ destFlag: 2, dlName: 'all' }],
    messageId: 'x',
    sequenceNumber: 2,
  }
  world.receive(request as unknown as PduInput)
  const [came] = world.requested
  assert.ok(came !== undefined)
  const wrong = world.machine.answer(came, answer)
  const pdus = world.written()
  assert.equal(pdus.length, 1)
  assert.equal(pdus[0]?.sequenceNumber, 2)
  assert.equal(pdus[0]?.command, `${command}_resp`)
  assert.equal(world.machine.counters.pdusOut, 2)
  return { pdu: pdus[0] as (typeof pdus)[0] & { readonly messageId?: string }, wrong: wrong?.violation }
}

const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'

describe('the answer of a handler that breaks a limit', () => {
  it('leaves as it is where only the version of the session has no room: the message was taken', () => {
    const { pdu, wrong } = answered({ messageId: uuid }, 0x33)
    assert.deepEqual([pdu.commandStatus, pdu.messageId], [0, uuid])
    assert.equal(wrong, undefined)
  })

  it('leaves without the TLVs that a 3.3 session does not have, and its handler is told', () => {
    const tlvs = { additionalStatusInfoText: 'taken' }
    const { pdu, wrong } = answered({ messageId: uuid, tlvs }, 0x33)
    assert.deepEqual([pdu.commandStatus, pdu.messageId, pdu.command !== 'unknown' && pdu.tlvs], [0, uuid, {}])
    assert.equal(wrong?.command, 'submit_sm_resp')
  })

  it('keeps the verdict and the id where a TLV cannot be sent', () => {
    const { pdu, wrong } = answered({ messageId: 'a1', tlvs: { congestionState: 300 } })
    assert.deepEqual([pdu.commandStatus, pdu.messageId], [0, 'a1'])
    assert.equal(wrong?.tlv, 'congestionState')
  })

  it('keeps the verdict where the id has no room in any version', () => {
    for (const command of ['submit_sm', 'data_sm', 'submit_multi']) {
      const { pdu, wrong } = answered({ messageId: 'x'.repeat(66) } as Answer, 0x50, command)
      assert.deepEqual([pdu.commandStatus, pdu.messageId], [0, ''], command)
      assert.equal(wrong?.field, 'message_id')
    }
  })

  it('is ESME_RSYSERR where nothing was taken, or the status itself makes no sense', () => {
    const queried = answered({ messageId: 'x'.repeat(66), messageState: 2 } as Answer, 0x34, 'query_sm')
    assert.equal(queried.pdu.commandStatus, Status.ESME_RSYSERR)
    assert.equal(queried.wrong?.field, 'message_id')
    const senseless = answered(-1)
    assert.equal(senseless.pdu.commandStatus, Status.ESME_RSYSERR)
    const refused = answered({ commandStatus: 1.5, messageId: 'a1' })
    assert.equal(refused.pdu.commandStatus, Status.ESME_RSYSERR)
  })
})
