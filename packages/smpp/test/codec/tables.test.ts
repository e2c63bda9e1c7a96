import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  COMMANDS,
  type CommandSpec,
  commandId,
  commandName,
  isResponseId,
  responseName,
  STATUSES,
  Status,
  statusInfo,
  statusName,
  TLVS,
  type TlvSpec,
} from '../../src/codec/index.ts'

const commands: readonly CommandSpec[] = COMMANDS
const tlvs: readonly TlvSpec[] = TLVS

test('the tables hold every command, TLV and status of the three versions', () => {
  assert.equal(commands.length, 39)
  assert.equal(commands.filter((command) => !command.versions.includes('3.3')).length, 12)
  assert.equal(commands.filter((command) => command.versions.join() === '3.3').length, 6)
  assert.equal(tlvs.length, 64)
  assert.equal(tlvs.filter((tlv) => tlv.versions.includes('3.4')).length, 44)
  assert.equal(STATUSES.length, 67)
})

test('ids, tags, codes and names stand once', () => {
  const unique = (values: readonly unknown[]) => assert.equal(new Set(values).size, values.length)
  unique(commands.map((command) => command.id))
  unique(commands.map((command) => command.name))
  unique(tlvs.map((tlv) => tlv.tag))
  unique(tlvs.map((tlv) => tlv.key))
  unique(STATUSES.map((status) => status.code))
  unique(STATUSES.map((status) => status.name))
})

test('every request has its response, with bit 31 set, and the response names it back', () => {
  for (const command of commands) {
    assert.equal(isResponseId(command.id), command.kind === 'response')
    if (command.kind !== 'request') continue
    const response = commands.find((each) => each.name === command.response)
    assert.equal(response?.id, (command.id | 0x80000000) >>> 0)
    assert.equal(response?.request, command.name)
  }
})

test('what counts a field stands before it, and is counted by it', () => {
  for (const command of commands) {
    for (const [index, field] of command.fields.entries()) {
      if (field.counts === undefined) continue
      const counted = command.fields.findIndex((each) => each.key === field.counts)
      assert.ok(counted > index, `${command.name}.${field.name}`)
      assert.equal(command.fields[counted]?.countField, field.name)
    }
  }
})

test('no version allows more than the widest limit of a field', () => {
  for (const { fields, name } of commands) {
    for (const field of fields) {
      for (const limits of Object.values(field.byVersion ?? {})) {
        assert.ok((limits.max ?? 0) <= (field.max ?? 0), `${name}.${field.name}`)
        assert.ok((limits.maxOctets ?? 0) <= (field.maxOctets ?? 0), `${name}.${field.name}`)
      }
    }
  }
})

test('the TLVs that commands name, and the commands that TLVs name, exist', () => {
  const commandNames = new Set(commands.map((command) => command.name))
  const aliases = tlvs.flatMap((tlv) => tlv.aliases ?? []).map((alias) => alias.split(' ')[0])
  const tlvNames = new Set([...tlvs.map((tlv) => tlv.name), ...aliases])
  for (const command of commands) {
    for (const name of [...command.mandatoryTlvs, ...Object.values(command.tlvs).flat()]) {
      assert.ok(tlvNames.has(name), `${command.name} names ${name}`)
    }
  }
  for (const tlv of tlvs) {
    for (const name of Object.values(tlv.pdus).flat()) {
      const [command = ''] = name.split(' ')
      if (!/^(all|any)/.test(command)) assert.ok(commandNames.has(command), `${tlv.name} names ${name}`)
    }
  }
})

test('names and numbers of commands', () => {
  assert.equal(commandId('submit_sm'), 4)
  assert.equal(commandName(0x80000103), 'data_sm_resp')
  assert.equal(commandName(0x110), undefined)
  assert.equal(responseName('bind_transceiver'), 'bind_transceiver_resp')
})

test('names and meaning of status numbers, known and unknown', () => {
  assert.equal(Status.ESME_RTHROTTLED, 0x58)
  assert.equal(statusName(0x58), 'ESME_RTHROTTLED')
  assert.equal(statusInfo(0x58).class, 'throttle')
  assert.equal(statusInfo(0x58).retryMessage, true)
  assert.equal(statusInfo(0).class, 'ok')
  assert.equal(statusInfo(0x0e).class, 'bind_fatal')
  assert.equal(statusInfo(0x14).class, 'temporary')
})

test('a status number outside the specification keeps its number and fails the message', () => {
  assert.deepEqual(
    [statusName(0x42e), statusInfo(0x42e).origin, statusInfo(0x42e).class],
    ['0x0000042e', 'vendor', 'permanent'],
  )
  assert.deepEqual([statusName(0x94), statusInfo(0x94).origin], ['ESME_RINVMSGDISTLEN', 'legacy'])
  assert.deepEqual([statusName(0xdeadbeef), statusInfo(0xdeadbeef).origin], ['0xdeadbeef', 'reserved'])
  assert.match(statusInfo(0x22).meaning, /Infobip: network not covered/)
})
