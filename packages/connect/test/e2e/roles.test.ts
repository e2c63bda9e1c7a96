import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Accepted, ConversationPage, EdgeRole, SmscView } from '@smpp-connect/contracts'
import { Simulator } from '@smpp-connect/simulator'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { EdgeProcess, linkOf, startManager, tokenFor } from './role-process.ts'
import { type RunningConnect, runCli } from './running-connect.ts'

const PASSWORD = 'kept-out'
const PERSON = '+447700900123'

async function centre(): Promise<Simulator> {
  const account = { systemId: 'connect', password: PASSWORD }
  const simulator = new Simulator({ port: 0, accounts: [account], receiptDelayMs: 10 })
  await simulator.start()
  return simulator
}

async function define(
  manager: RunningConnect,
  simulator: Simulator,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { host, port } = simulator.address()
  const settings = { name: 'Centre', host, port, systemId: 'connect', password: PASSWORD, defaultSender: '60777' }
  const { status, body } = await manager.call<SmscView>('POST', '/v1/smscs', { ...settings, ...more })
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

/** The binds of an SMSC that stand, by type. */
async function boundTypes(manager: RunningConnect, id: string): Promise<readonly string[]> {
  const { binds } = await manager.get<SmscView>(`/v1/smscs/${id}`)
  return binds
    .filter(({ status }) => status === 'bound')
    .map(({ bindType }) => bindType)
    .sort()
}

async function whenBound(manager: RunningConnect, id: string, ...types: readonly string[]): Promise<void> {
  await eventually(`${types} bound`, async () => `${await boundTypes(manager, id)}` === `${types}`)
}

/** A text out, its receipt, and a reply into the same conversation. */
async function thereAndBack(manager: RunningConnect, simulator: Simulator, text: string): Promise<void> {
  const { status, body } = await manager.call<Accepted>('POST', '/v1/messages', { to: PERSON, text })
  assert.equal(status, 202, JSON.stringify(body))
  await manager.message(body.id, 'delivered')
  await simulator.reply(PERSON, '60777', `Re: ${text}`)
  await eventually('the reply is in the conversation', async () => {
    const { items } = await manager.get<ConversationPage>('/v1/conversations')
    return items.find(({ lastText }) => lastText === `Re: ${text}`)
  })
}

/** Whatever a folder holds, as one text. */
function contentOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

describe('manager and edges as processes of their own', { timeout: 180_000 }, () => {
  it('an edge that dials sends a text, brings its receipt and a reply, and keeps nothing but its certificate', async () => {
    using inside = temporaryFolder()
    using outside = temporaryFolder()
    const simulator = await centre()
    await using manager = await startManager(inside.path)
    const made = await runCli(['certs', 'token', 'london', '--data-dir', inside.path])
    const token = made.stdout.trim()
    const link = linkOf(manager)
    const enrolled = await runCli(['certs', 'enrol', '--data-dir', outside.path, '--manager', link], {
      CONNECT_ENROL_TOKEN: token,
    })
    assert.equal(enrolled.code, 0, enrolled.stderr)
    assert.match(enrolled.stderr, /This is the edge london now/)
    await using edge = await EdgeProcess.start('edge', outside.path, { CONNECT_MANAGER: link })
    try {
      const id = await define(manager, simulator)
      await whenBound(manager, id, 'transceiver')
      await thereAndBack(manager, simulator, 'Hello from inside')
      assert.deepEqual(readdirSync(outside.path).sort(), ['edge.json', 'edge.pem'])
      const kept = contentOf(outside.path)
      for (const secret of [PASSWORD, 'Hello from inside', PERSON.slice(1), token]) assert.ok(!kept.includes(secret))

      const before = readFileSync(join(outside.path, 'edge.pem'), 'utf8')
      const rotated = await runCli(['certs', 'rotate', '--data-dir', outside.path])
      assert.equal(rotated.code, 0, rotated.stderr)
      assert.notEqual(readFileSync(join(outside.path, 'edge.pem'), 'utf8'), before)
      await thereAndBack(manager, simulator, 'With a new certificate')

      assert.equal(await edge.stop(), 0, edge.output)
      assert.match(edge.output, /Stopped\. Nothing is left here\./)
      assert.deepEqual([...simulator.ledger.submits()].length, 2)
      assert.equal(await manager.stop(), 0, manager.output)
    } finally {
      await simulator.stop()
    }
  })

  it('Sender and Receiver apart, dialled by the manager: each holds its own bind', async () => {
    using inside = temporaryFolder()
    using first = temporaryFolder()
    using second = temporaryFolder()
    const simulator = await centre()
    const [a, b] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`]
    // Each waits with its token until the manager dials, enrols over that connection, and waits for the next.
    const start = (role: EdgeRole, edgeId: string, folder: string, listen: string): Promise<EdgeProcess> => {
      const token = tokenFor(inside.path, edgeId)
      return EdgeProcess.start(role, folder, { CONNECT_LISTEN: listen, CONNECT_ENROL_TOKEN: token })
    }
    const edges = [start('sender', 'out', first.path, a), start('receiver', 'in', second.path, b)] as const
    await using manager = await startManager(inside.path, { CONNECT_DIAL_EDGES: `out=${a},in=${b}` })
    await using sender = await edges[0]
    await using receiver = await edges[1]
    try {
      const id = await define(manager, simulator, { bindMode: 'transmitter-receiver' })
      await whenBound(manager, id, 'receiver', 'transmitter')
      await thereAndBack(manager, simulator, 'Out here, in there')
      assert.match(sender.output, /SMS Sender out .* waits for the manager on 127\.0\.0\.1:/)
      assert.equal(await receiver.stop(), 0, receiver.output)
      await whenBound(manager, id, 'transmitter')
    } finally {
      await simulator.stop()
    }
  })

  it('a stranger and a revoked edge are told why, and stay outside', async () => {
    using inside = temporaryFolder()
    using outside = temporaryFolder()
    await using manager = await startManager(inside.path)
    const link = linkOf(manager)
    const env = { CONNECT_MANAGER: link }

    const none = await runCli(['edge', '--data-dir', outside.path])
    assert.equal(none.code, 1)
    assert.match(none.stderr, /no certificate.*certs token NAME.*certs enrol/s)
    const wrong = await runCli(['certs', 'enrol', '--data-dir', outside.path, '--manager', link], {
      CONNECT_ENROL_TOKEN: 'not-a-token-of-anybody',
    })
    assert.equal(wrong.code, 1)
    assert.match(wrong.stderr, /this is no enrolment token/)

    const token = tokenFor(inside.path, 'paris')
    await using edge = await EdgeProcess.start('edge', outside.path, { ...env, CONNECT_ENROL_TOKEN: token })
    await eventually('linked', () => edge.output.includes('Linked with the manager'))
    const again = await runCli(['certs', 'enrol', '--force', '--data-dir', outside.path, '--manager', link], {
      CONNECT_ENROL_TOKEN: token,
    })
    assert.match(again.stderr, /The manager refused: the token is unknown, used, or expired/)
    const listed = await runCli(['certs', 'list', '--json', '--data-dir', inside.path])
    assert.deepEqual(
      (JSON.parse(listed.stdout) as { edge: string; revoked: boolean }[]).map((one) => [one.edge, one.revoked]),
      [['paris', false]],
    )
    const revoked = await runCli(['certs', 'revoke', 'paris', '--data-dir', inside.path])
    assert.equal(revoked.code, 0, revoked.stderr)
    await eventually('cut off', () => /No link to the manager: .*revoked/.test(edge.output))
  })
})

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
