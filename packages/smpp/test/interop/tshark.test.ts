import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  COMMANDS,
  type CommandSpec,
  commandId,
  encodePdu,
  type KnownPdu,
  PcapStream,
  type PduInput,
  pcapFileHeader,
} from '../../src/codec/index.ts'
import { skipUnlessInstalled } from './debian-package.ts'

const skip = skipUnlessInstalled('tshark', ['/usr/bin/tshark'])

const FIELDS = [
  'command_length',
  'command_id',
  'command_status',
  'sequence_number',
  'system_id',
  'service_type',
  'source_addr_ton',
  'source_addr_npi',
  'source_addr',
  'dest_addr_ton',
  'dest_addr_npi',
  'destination_addr',
  'esm.submit.msg_mode',
  'sm_length',
  'message_id',
  'opt_param_tag',
] as const

/** Reads a capture and returns, for every PDU, the fields by their names without `smpp.`. */
function dissect(capture: Uint8Array): Readonly<Record<(typeof FIELDS)[number], string>>[] {
  const folder = mkdtempSync(join(tmpdir(), 'connect-tshark-'))
  try {
    const path = join(folder, 'trace.pcap')
    writeFileSync(path, capture)
    const columns = FIELDS.flatMap((name) => ['-e', `smpp.${name}`])
    const args = ['-r', path, '-n', '-Y', 'smpp', '-T', 'fields', '-E', 'separator=;', ...columns]
    const run = spawnSync('/usr/bin/tshark', args, { encoding: 'utf8', timeout: 60_000 })
    assert.equal(run.status, 0, run.stderr)
    return run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const values = line.split(';')
        return Object.fromEntries(FIELDS.map((name, index) => [name, values[index] ?? ''])) as ReturnType<
          typeof dissect
        >[0]
      })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A PDU of a command with something telling in every text. */
function sampleOf(command: CommandSpec, index: number): PduInput {
  const values: Record<string, unknown> = { command: command.name, sequenceNumber: 1000 + index }
  for (const field of command.fields) {
    if (field.counts !== undefined) continue
    if (field.type === 'c_octet_string')
      values[field.key] = `${field.name.slice(0, 4)}${index % 10}`.slice(0, field.maxOctets! - 1)
    if (field.type === 'integer') values[field.key] = Math.min(field.max!, Math.max(field.min!, (index % 5) + 1))
    if (field.type === 'octet_string') values[field.key] = Uint8Array.from(Buffer.from(`text ${index}`))
    if (field.type === 'dest_address_list') {
      values[field.key] = [{ destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '447700900123' }]
    }
  }
  return values as unknown as PduInput
}

/** What tshark 4.0 does not know: the commands of 3.3 only. The broadcast family it loses its way in (broadcast_rep_num). */
const known = (COMMANDS as readonly CommandSpec[]).filter(
  (command) => command.versions.includes('3.4') && command.mandatoryTlvs.length === 0,
)

test('tshark reads our captures as SMPP, PDU by PDU and field by field', { skip }, () => {
  const stream = new PcapStream({
    esme: { address: '10.0.0.1', port: 40_000 },
    mc: { address: '10.0.0.2', port: 2775 },
  })
  const pdus = known.map(sampleOf)
  const octets = pdus.map((pdu) => encodePdu(pdu))
  const records = octets.map((frame, index) => {
    const from = known[index]!.direction.includes('esme_to_mc') ? 'esme' : 'mc'
    return stream.record(from, frame, 1_700_000_000_000 + index)
  })
  const lines = dissect(Buffer.concat([pcapFileHeader(), ...records]))
  assert.equal(lines.length, pdus.length)
  for (const [index, line] of lines.entries()) {
    const pdu = pdus[index] as unknown as KnownPdu & Readonly<Record<string, unknown>>
    const name = pdu.command
    assert.equal(Number(line.command_length), octets[index]!.length, name)
    assert.equal(Number(line.command_id), commandId(name), name)
    assert.equal(Number(line.sequence_number), pdu.sequenceNumber, name)
    const texts = {
      system_id: 'systemId',
      source_addr: 'sourceAddr',
      destination_addr: 'destinationAddr',
      message_id: 'messageId',
    }
    for (const [field, key] of Object.entries(texts)) {
      if (typeof pdu[key] === 'string') assert.equal(line[field as keyof typeof line], pdu[key], `${name} ${field}`)
    }
    for (const [field, key] of Object.entries({ source_addr_ton: 'sourceAddrTon', dest_addr_npi: 'destAddrNpi' })) {
      if (typeof pdu[key] === 'number')
        assert.equal(Number(line[field as keyof typeof line]), pdu[key], `${name} ${field}`)
    }
  }
})

test('tshark puts PDUs together that lie across packets, and finds our TLVs', { skip }, () => {
  const octets = encodePdu({
    command: 'submit_sm',
    sequenceNumber: 7,
    destinationAddr: '447700900123',
    shortMessage: Uint8Array.from(Buffer.from('Hello')),
    tlvs: { userMessageReference: 0x1234, sarMsgRefNum: 5, sarTotalSegments: 2, sarSegmentSeqnum: 1 },
  })
  const stream = new PcapStream({
    esme: { address: '10.0.0.1', port: 40_000 },
    mc: { address: '10.0.0.2', port: 2775 },
  })
  const records = [octets.subarray(0, 30), octets.subarray(30)].map((piece) =>
    stream.record('esme', piece, 1_700_000_000_000),
  )
  const [line, ...more] = dissect(Buffer.concat([pcapFileHeader(), ...records]))
  assert.equal(more.length, 0)
  assert.deepEqual([line?.destination_addr, line?.sm_length], ['447700900123', '5'])
  assert.deepEqual(line?.opt_param_tag.split(',').map(Number), [0x0204, 0x020c, 0x020e, 0x020f])
})
