import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { EdgeRole } from '@smpp-connect/contracts'
import { eventually, FaultyProxy, temporaryFolder } from '@smpp-connect/testkit'
import { assertLabelsBounded, figureOf } from '../metrics/label-words.ts'
import { EdgeWorld, PASSWORD } from './edge-world.ts'
import { EdgeProcess, tokenFor } from './role-process.ts'
import { runCli } from './running-connect.ts'

/** Its last four digits: no such person, says the simulator. */
const NOBODY = '+447700909904'

async function whenReady(edge: EdgeProcess): Promise<void> {
  await eventually('ready', async () => (await edge.readiness()).status === 'ready').catch(async (failure: unknown) => {
    throw new Error(`${failure}: ${JSON.stringify(await edge.readiness())}`)
  })
}

async function metricsOf(edge: EdgeProcess): Promise<string> {
  const { status, body } = await edge.ask('/metrics')
  assert.equal(status, 200)
  return body
}

describe('what an edge says of itself', { timeout: 180_000 }, () => {
  it('linked, with a bind refused, bound, unlinked, and being stopped', async () => {
    await using world = await EdgeWorld.start()
    await using proxy = await FaultyProxy.to(Number(world.link.split(':').at(-1)))
    const edge = await world.edge('london', 'edge', `127.0.0.1:${proxy.port}`)
    assert.equal((await edge.ask('/healthz')).status, 200)
    await whenReady(edge)
    const idle = await edge.readiness()
    assert.deepEqual(
      [idle.http, idle.edge, idle.role, idle.link, idle.definitions],
      [200, 'london', 'edge', 'up', 'current'],
    )
    assert.deepEqual([idle.binds, idle.missing], [{ held: 0, bound: 0 }, []])
    assert.equal(figureOf(await metricsOf(edge), 'connect_edge_ready'), 1)

    const id = await world.define({ password: 'mistaken' })
    const refused = await eventually('refused', async () => {
      const now = await edge.readiness()
      return /refused the bind/.test(now.missing[0] ?? '') ? now : undefined
    })
    assert.deepEqual([refused.http, refused.binds], [503, { held: 1, bound: 0 }])
    assert.match(refused.missing[0] ?? '', /^Centre: transceiver-1 is not bound, for .*password.*ESME_RINVPASWD/i)
    let page = await metricsOf(edge)
    assert.ok((figureOf(page, 'connect_edge_bind_total', { result: 'refused' }) ?? 0) >= 1)
    assert.deepEqual([figureOf(page, 'connect_edge_ready'), figureOf(page, 'connect_edge_bind_up')], [0, 0])
    assert.equal(figureOf(page, 'connect_edge_seat', { smsc: id, type: 'transceiver' }), 1)
    assert.ok(!page.includes('mistaken') && !JSON.stringify(refused).includes('mistaken'))

    const doctor = await runCli(['doctor', '--data-dir', edge.dataDir])
    assert.equal(doctor.code, 1)
    assert.match(doctor.stdout, /✗ The edge london: Centre: transceiver-1 is not bound/)
    const health = await runCli(['health', '--ready', '--data-dir', edge.dataDir])
    assert.deepEqual([health.code, (await runCli(['health', '--data-dir', edge.dataDir])).code], [1, 0])

    await world.change(id, { password: PASSWORD })
    await world.whenBound(id, 'london transceiver')
    await whenReady(edge)
    await world.send(20)
    await world.allDelivered()
    await world.manager.call('POST', '/v1/messages', { to: NOBODY, text: 'Nobody is there' })
    await world.simulator.reply('+447700980000', '60777', 'An answer')
    page = await eventually('counted', async () => {
      const now = await metricsOf(edge)
      const of = (name: string, labels: Record<string, string>) => figureOf(now, name, { smsc: id, ...labels })
      return of('connect_edge_submit_total', { outcome: 'ok' }) === 20 &&
        of('connect_edge_submit_total', { outcome: 'refused' }) === 1 &&
        of('connect_edge_inbound_total', { kind: 'text', verdict: 'taken' }) === 1 &&
        of('connect_edge_inbound_total', { kind: 'receipt', verdict: 'taken' }) === 20
        ? now
        : undefined
    })
    assert.equal(figureOf(page, 'connect_edge_definition_version', { smsc: id }), (await world.smsc(id)).version)
    assert.equal(figureOf(page, 'connect_edge_definitions_stale_seconds'), 0)
    assert.ok((figureOf(page, 'connect_edge_link_round_trip_seconds') ?? 0) > 0)
    assert.ok((figureOf(page, 'connect_edge_certificate_end_timestamp_seconds') ?? 0) > Date.now() / 1_000)
    assert.match(page, /^nodejs_eventloop_lag_p99_seconds /m)
    assert.match(page, /^process_resident_memory_bytes /m)
    assertLabelsBounded(page)
    const insidePage = await world.manager.text('/metrics')
    assertLabelsBounded(insidePage)
    assert.equal(figureOf(insidePage, 'connect_link_up', { edge: 'london' }), 1)
    assert.equal(figureOf(insidePage, 'connect_link_stale', { edge: 'london' }), 0)

    proxy.accepting = false
    proxy.cut()
    const cut = await eventually('unlinked', async () => {
      const now = await edge.readiness()
      return now.link === 'down' ? now : undefined
    })
    assert.deepEqual([cut.http, cut.definitions, cut.binds], [503, 'stale', { held: 1, bound: 1 }])
    assert.match(cut.missing[0] ?? '', /^There is no link to the manager, for /)
    assert.equal((await edge.ask('/healthz')).status, 200, 'it lives')
    page = await metricsOf(edge)
    assert.deepEqual([figureOf(page, 'connect_edge_link_up'), figureOf(page, 'connect_edge_link_losses_total')], [0, 1])
    proxy.accepting = true
    await whenReady(edge)

    world.simulator.setFaults({ delayAnswersMs: 3_000 })
    const taken = world.taken
    await world.send(5)
    await world.whenTaken(taken + 5)
    const ended = edge.stop()
    const stopping = await eventually('it says that it stops', async () => {
      const now = await edge.readiness()
      return now.status === 'not-ready' ? now : undefined
    })
    assert.deepEqual([stopping.http, stopping.missing[0]], [503, 'It is being stopped.'])
    assert.equal((await edge.ask('/healthz')).status, 200)
    assert.equal(figureOf(await metricsOf(edge), 'connect_edge_ready'), 0)
    assert.equal(await ended, 0, edge.output)
    assert.match(edge.output, /Stopped\. Nothing is left here\./)

    proxy.accepting = false
    const alone = await world.edge('london', 'edge', `127.0.0.1:${proxy.port}`)
    const { http, link, binds, missing } = await alone.readiness()
    assert.deepEqual([http, link, binds], [503, 'down', { held: 0, bound: 0 }])
    assert.match(missing[0] ?? '', /^There is no link to the manager, for /)
    assert.equal((await alone.ask('/healthz')).status, 200)
    page = await metricsOf(alone)
    assert.deepEqual([figureOf(page, 'connect_edge_link_up'), figureOf(page, 'connect_edge_ready')], [0, 0])
    proxy.accepting = true
    await whenReady(alone)
  })

  it('Sender and Receiver apart, each about its own binds; and nothing where that is switched off', async () => {
    await using world = await EdgeWorld.start()
    const sender = await world.edge('out', 'sender')
    const receiver = await world.edge('in', 'receiver')
    const id = await world.define({ bindMode: 'transmitter-receiver' })
    await world.whenBound(id, 'in receiver, out transmitter')
    for (const [edge, role, bind] of [
      [sender, 'sender', 'transmitter-1'],
      [receiver, 'receiver', 'receiver-1'],
    ] as const) {
      await whenReady(edge)
      const { binds, role: said } = await edge.readiness()
      assert.deepEqual([said, binds], [role, { held: 1, bound: 1 }])
      assert.equal(figureOf(await metricsOf(edge), 'connect_edge_bind_up', { bind }), 1)
    }

    using folder = temporaryFolder()
    await using silent = await start(world, 'silent', 'edge', folder.path, 'off')
    await eventually('linked', () => silent.output.includes('Linked with the manager'))
    assert.equal((JSON.parse(readFileSync(join(folder.path, 'edge.json'), 'utf8')) as { status: null }).status, null)
  })

  it('goes on all the same where its place is taken, and says so', async () => {
    await using world = await EdgeWorld.start()
    const other = await listening()
    try {
      const { port } = other.address() as { readonly port: number }
      using folder = temporaryFolder()
      await using edge = await start(world, 'london', 'edge', folder.path, `127.0.0.1:${port}`)
      const id = await world.define()
      await world.whenBound(id, 'london transceiver')
      await world.send(5)
      await world.allDelivered()
      assert.match(
        edge.output,
        new RegExp(`another program listens on 127\\.0\\.0\\.1 port ${port}.*All else goes on`, 'is'),
      )
      assert.equal(await edge.stop(), 0, edge.output)
    } finally {
      await new Promise((resolve) => other.close(resolve))
    }
  })
})

function start(world: EdgeWorld, edgeId: string, role: EdgeRole, folder: string, status: string): Promise<EdgeProcess> {
  const env = { CONNECT_MANAGER: world.link, CONNECT_ENROL_TOKEN: tokenFor(world.insideFolder, edgeId) }
  return EdgeProcess.start(role, folder, { ...env, CONNECT_STATUS: status })
}

async function listening(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return server
}
