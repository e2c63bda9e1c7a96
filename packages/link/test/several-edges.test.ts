import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ManagerPort, OperationOrder } from '@smpp-connect/contracts'
import { seededRandom, silentLog } from '@smpp-connect/kernel'
import { EdgeLink, LinkHub } from '@smpp-connect/link'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { FakeEdge } from './fake-edge.ts'
import { FakeManager } from './fake-manager.ts'
import { MemoryConnection } from './memory-connection.ts'
import { bind, definition, order, SMSC } from './traffic.ts'
import { MANAGER } from './world.ts'

interface Site {
  readonly edge: FakeEdge
  readonly link: EdgeLink
  readonly connect: () => Promise<MemoryConnection>
}

function sites(): {
  readonly hub: LinkHub
  readonly manager: FakeManager
  readonly binds: string[]
  readonly at: (id: string) => Site
} {
  const clock = new VirtualClock()
  const manager = new FakeManager()
  const binds: string[] = []
  const portOf = (edgeId: string | undefined): ManagerPort => ({
    grantCredit: (id, count) => manager.grantCredit(id, count),
    revokeCredit: (id, count) => manager.revokeCredit(id, count),
    answers: (batch) => manager.answers(batch),
    deliver: (batch) => manager.deliver(batch),
    bindChanged: ({ status }) => binds.push(`${edgeId} ${status}`),
  })
  const parts = { clock, random: seededRandom(3), log: silentLog, productVersion: '0.1.0' }
  const hub = new LinkHub({ ...parts, manager: portOf, assigned: (id, { name }) => name.includes(id) })
  const at = (edgeId: string): Site => {
    const link = new EdgeLink({ ...parts, edgeId })
    const edge = new FakeEdge(link)
    link.join(edge)
    const connect = async (): Promise<MemoryConnection> => {
      const [atEdge, atManager] = MemoryConnection.pair({ role: 'edge', id: edgeId, serial: edgeId }, MANAGER)
      hub.accept(atManager)
      link.accept(atEdge)
      await settle(20)
      return atEdge
    }
    return { edge, link, connect }
  }
  return { hub, manager, binds, at }
}

test('orders are shared by credit, and the loss of one edge leaves the other alone', async () => {
  const { hub, manager, at } = sites()
  hub.applyDefinitions([definition(SMSC, 1, { name: 'of london and paris' })])
  const london = at('london')
  const paris = at('paris')
  london.link.grantCredit(SMSC, 3)
  paris.link.grantCredit(SMSC, 5)
  const toLondon = await london.connect()
  await paris.connect()
  assert.equal(manager.creditOf(SMSC), 8)
  manager.revokeCredit(SMSC, 7)
  hub.submit(Array.from({ length: 7 }, (_, number) => order(number)))
  await settle(10)
  assert.deepEqual([london.edge.waiting.length, paris.edge.waiting.length], [2, 5])
  toLondon.destroy('cut')
  await settle(10)
  assert.equal(manager.creditOf(SMSC), 0)
  paris.edge.leave(5)
  paris.edge.answer(5)
  await settle(10)
  assert.equal(manager.creditOf(SMSC), 5)
  assert.equal(manager.answered.length, 5)
})

test('each has its own definitions, binds and blocks; a question goes to one that is bound', async () => {
  const { hub, binds, at } = sites()
  const london = at('london')
  const paris = at('paris')
  hub.applyDefinitions([
    definition('smsc_a', 1, { name: 'of london' }),
    definition(SMSC, 1, { name: 'of paris' }),
    definition('smsc_c', 1, { name: 'of london, paris' }),
  ])
  await london.connect()
  const toParis = await paris.connect()
  const ids = ({ edge }: Site): readonly string[] => edge.definitions.map(({ id }) => id)
  assert.deepEqual(
    [ids(london), ids(paris)],
    [
      ['smsc_a', 'smsc_c'],
      [SMSC, 'smsc_c'],
    ],
  )
  paris.link.bindChanged(bind())
  await settle(10)
  const { source, destination } = order(1)
  const asked = hub.operate({ kind: 'cancel', smscId: SMSC, smscMessageId: '1', source, destination, serviceType: '' })
  await settle(10)
  assert.deepEqual(await asked, { kind: 'done' })
  assert.deepEqual([london.edge.operations.length, paris.edge.operations.length], [0, 1])
  hub.block([{ source: null, destination: '1' }])
  await settle(10)
  assert.deepEqual([london.edge.blocked.length, paris.edge.blocked.length], [1, 1])
  toParis.destroy('cut')
  await settle(10)
  assert.deepEqual(binds, ['paris bound', 'paris waiting'])
  assert.deepEqual(
    hub.views.map(({ edgeId, up }) => [edgeId, up]),
    [
      ['london', true],
      ['paris', false],
    ],
  )
})

const question: OperationOrder = {
  kind: 'query',
  smscId: SMSC,
  smscMessageId: 'at-smsc',
  source: { ton: 1, npi: 1, address: '447700900000' },
  destination: { ton: 1, npi: 1, address: '447700900001' },
  serviceType: '',
}

test('a question goes to the edge whose bind can carry it, not to the Receiver', async () => {
  const { hub, at } = sites()
  hub.applyDefinitions([definition(SMSC, 1, { name: 'of in and out' })])
  const receiver = at('in')
  const sender = at('out')
  await receiver.connect()
  await sender.connect()
  receiver.link.bindChanged(bind({ bindType: 'receiver' }))
  await settle(10)
  assert.equal((await hub.operate(question)).kind, 'not-sent')
  sender.link.bindChanged(bind({ bindType: 'transmitter' }))
  await settle(10)
  assert.deepEqual(await hub.operate(question), { kind: 'done' })
})
