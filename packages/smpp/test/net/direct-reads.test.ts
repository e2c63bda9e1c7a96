import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import type { Transport, TransportEnd } from '../../src/index.ts'
import { dialSocket } from '../../src/net/dial.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What comes over one connection, chunk by chunk. */
class Reader {
  readonly chunks: Uint8Array[] = []
  end: TransportEnd | undefined

  open(transport: Transport): void {
    transport.open({
      received: (chunk) => this.chunks.push(chunk),
      drained: () => undefined,
      closed: (end) => {
        this.end = end
      },
    })
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString()
  }

  async until(text: string): Promise<void> {
    for (let turns = 0; this.text !== text && turns < 20_000; turns++) await turn()
    assert.equal(this.text, text)
  }
}

/** Two ends of a TCP connection: ours dialled, the other plain. */
async function connection(test: TestContext): Promise<{ readonly ours: Transport; readonly theirs: Socket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection')
  const { port } = server.address() as AddressInfo
  const ours = await dialSocket({ host: '127.0.0.1', port })(new AbortController().signal)
  const [theirs] = (await accepted) as [Socket]
  server.close()
  test.after(() => {
    theirs.destroy()
    ours.destroy()
  })
  return { ours, theirs }
}

describe('a connection that was dialled', { timeout: 20_000 }, () => {
  it('keeps what comes before anybody listens, and hands it over from outside', async (test) => {
    const { ours, theirs } = await connection(test)
    theirs.write('early, ')
    for (let turns = 0; turns < 20; turns++) await turn()
    theirs.write('and later')
    for (let turns = 0; turns < 20; turns++) await turn()
    const reader = new Reader()
    reader.open(ours)
    assert.equal(reader.text, '')
    await reader.until('early, and later')
    theirs.end()
    for (let turns = 0; reader.end === undefined && turns < 20_000; turns++) await turn()
    assert.equal(reader.end?.kind, 'ended')
  })

  it('hands over chunks that later reads leave alone, its own and those of others', async (test) => {
    const connections = await Promise.all([connection(test), connection(test)])
    const readers = connections.map(({ ours }) => {
      const reader = new Reader()
      reader.open(ours)
      return reader
    })
    let wanted = ['', '']
    for (let round = 0; round < 20; round++) {
      const sent = [`${round} of the first. `, `${round} of the second, which is longer. `]
      wanted = wanted.map((text, at) => text + sent[at])
      for (const [at, { theirs }] of connections.entries()) theirs.write(sent[at]!)
      for (const [at, reader] of readers.entries()) await reader.until(wanted[at]!)
    }
  })

  it('stops reading when it is told to, and goes on where it stopped', async (test) => {
    const { ours, theirs } = await connection(test)
    const reader = new Reader()
    reader.open(ours)
    theirs.write('one')
    await reader.until('one')
    ours.pause()
    theirs.write(' two')
    for (let turns = 0; turns < 20; turns++) await turn()
    assert.equal(reader.text, 'one')
    ours.resume()
    await reader.until('one two')
  })
})
