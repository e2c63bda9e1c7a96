import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SmppSession, type TraceEvent } from '../../src/index.ts'
import { KeepingTransport } from './keeping-transport.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function boundSession(onTrace?: (event: TraceEvent) => void) {
  const transport = new KeepingTransport()
  const session = new SmppSession(transport, 'mc', onTrace === undefined ? {} : { onTrace }, {
    onBindRequest: (_bind, of) => of.acceptBind({ systemId: 'smsc' }),
    onRequest: (request) => ({ messageId: request.command === 'submit_sm' ? request.destinationAddr : '' }),
  })
  session.open()
  transport.receive({ command: 'bind_transceiver', sequenceNumber: 1, systemId: 'me', password: 'secret' })
  await turn()
  const ask = async (sequenceNumber: number): Promise<void> => {
    transport.receive({ command: 'submit_sm', sequenceNumber, destinationAddr: String(10_000 + sequenceNumber) })
    await turn()
  }
  return { transport, ask }
}

describe('the memory of what a session writes', () => {
  it('is written again once it was taken, so that a busy session needs no more of it', async () => {
    const { transport, ask } = await boundSession()
    for (let sequenceNumber = 2; sequenceNumber < 10; sequenceNumber++) await ask(sequenceNumber)
    const [, , ...answers] = transport.written
    assert.equal(answers.length, 7)
    const places = new Set(answers.map(({ octets }) => octets.byteOffset))
    assert.deepEqual([...places], [0])
  })

  it('is left alone for as long as the operating system has not taken it', async () => {
    const { transport, ask } = await boundSession()
    await ask(2)
    transport.busy = true
    await ask(3)
    const kept = transport.written.at(-1)!
    // More is written meanwhile, here and by others; none of it may land in what still waits to be taken.
    const other = await boundSession()
    for (let sequenceNumber = 4; sequenceNumber < 300; sequenceNumber++) {
      await ask(sequenceNumber)
      await other.ask(sequenceNumber)
    }
    assert.equal(transport.written.at(-1), kept)
    assert.deepEqual(Buffer.from(kept.octets), kept.copy)
    transport.busy = false
    transport.handler.drained()
    const rest = transport.written.at(-1)!.copy
    assert.equal(rest.readUInt32BE(12), 4)
    assert.equal(rest.subarray(16, 21).toString(), '10004')
  })

  it('belongs to the trace where one was asked for', async () => {
    const traced: { readonly octets: Uint8Array; readonly copy: Buffer }[] = []
    const { ask } = await boundSession(({ octets }) => traced.push({ octets, copy: Buffer.from(octets) }))
    for (let sequenceNumber = 2; sequenceNumber < 40; sequenceNumber++) await ask(sequenceNumber)
    assert.equal(traced.length, 78)
    for (const { octets, copy } of traced) assert.deepEqual(Buffer.from(octets), copy)
  })
})
