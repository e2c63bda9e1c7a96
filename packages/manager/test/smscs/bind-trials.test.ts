import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type BindState,
  type BindTrialOrder,
  type BindTrialReport,
  type BindTrialRequest,
  bindTrialRequestSchema,
  type Outcome,
} from '@smpp-connect/contracts'
import { definition } from '../definition.ts'
import { SMSC, World } from '../world.ts'

const NO_FACTS = {
  remoteAddress: null,
  localAddress: null,
  tls: null,
  smscSystemId: null,
  smscVersion: null,
  roundTripMs: null,
}

/** An edge that finds this for each type of bind; null: it stood. */
function finds(world: World, codes: Partial<Record<BindTrialOrder['bindType'], string | null>>): void {
  world.edge.trialAnswer = ({ bindType, mayBind }) => {
    const code = mayBind ? (codes[bindType] ?? null) : 'own-bind-up'
    const diagnosis = code === null ? null : { code, seen: 'seen' }
    return { kind: 'tried', trial: { edgeId: 'london', bindType, steps: [], diagnosis, facts: NO_FACTS, notes: [] } }
  }
}

function bound(world: World, given: Partial<BindState> = {}): void {
  world.manager.bindChanged({
    edgeId: null,
    smscId: SMSC,
    bindType: 'transceiver',
    number: 1,
    status: 'bound',
    sinceMs: 0,
    reason: '',
    retryAtMs: null,
    definitionVersion: 1,
    windowSize: 10,
    windowInUse: 0,
    roundTripMs: null,
    slowedTo: null,
    ...given,
  })
}

function tested(world: World, request: object): Promise<Outcome<BindTrialReport>> {
  const read: BindTrialRequest = bindTrialRequestSchema.parse(request)
  return world.manager.useCases.testSmsc(read)
}

function orders(world: World): readonly string[] {
  return world.edge.trials.map(({ bindType, ownBinds, mayBind }) => `${bindType} ${ownBinds} ${mayBind}`)
}

test('settings that are not saved are tried as they would be, and nothing is kept', async () => {
  const world = await World.start()
  finds(world, {})
  const before = await world.manager.useCases.smscs()
  const answer = await tested(world, { settings: { host: 'smpp.example', systemId: 'shop', password: 'secret' } })
  assert.ok(answer.ok && answer.value.ok)
  const [order] = world.edge.trials
  assert.equal(order?.definition.password, 'secret')
  assert.equal(order.definition.port, 2775)
  assert.deepEqual(orders(world), ['transceiver 0 true'])
  assert.deepEqual(await world.manager.useCases.smscs(), before)
})

test('a definition is tried with its stored password, and with a change that is not made', async () => {
  const world = await World.start()
  finds(world, {})
  await tested(world, { id: SMSC, change: { port: 2999, systemType: 'VMA' } })
  await tested(world, { id: SMSC, change: { password: 'other' } })
  const stored = definition()
  assert.deepEqual(
    world.edge.trials.map(({ definition: tried }) => [tried.port, tried.systemType, tried.password]),
    [
      [2999, 'VMA', stored.password],
      [stored.port, stored.systemType, 'other'],
    ],
  )
  const view = await world.manager.useCases.smsc(SMSC)
  assert.equal(view.ok && view.value.port, stored.port)
  const missing = await tested(world, { id: 'smsc_none' })
  assert.equal(!missing.ok && missing.refusal.code, 'not-found')
})

test('with two kinds of bind each is tried, and after one that fails no other', async () => {
  const world = await World.start()
  const change = { bindMode: 'transmitter-receiver' }
  finds(world, {})
  const good = await tested(world, { id: SMSC, change })
  assert.ok(good.ok && good.value.ok)
  assert.deepEqual(orders(world), ['transmitter 0 true', 'receiver 0 true'])
  finds(world, { transmitter: 'password-wrong' })
  world.edge.trials.length = 0
  const bad = await tested(world, { id: SMSC, change })
  assert.deepEqual(orders(world), ['transmitter 0 true'])
  assert.ok(bad.ok)
  assert.equal(bad.value.ok, false)
  assert.equal(bad.value.trials[0]?.diagnosis?.title, 'The SMSC does not take the password')
  assert.deepEqual(bad.value.notTried, [{ bindType: 'receiver', reason: 'the bind before it failed' }])
})

test('a bind that stands is not put at risk: with as many as are wanted the bind is left out', async () => {
  const world = await World.start()
  finds(world, {})
  bound(world)
  const answer = await tested(world, { id: SMSC })
  assert.deepEqual(orders(world), ['transceiver 1 false'])
  assert.equal(answer.ok && answer.value.trials[0]?.diagnosis?.code, 'own-bind-up')

  world.edge.trials.length = 0
  const { host, systemId } = definition()
  // The same account, written otherwise, on another port, as another definition.
  await tested(world, { settings: { host: host.toUpperCase(), systemId, port: 3550 } })
  // Room for one more.
  await tested(world, { id: SMSC, change: { bindCount: 2 } })
  // Another account.
  await tested(world, { id: SMSC, change: { systemId: 'another' } })
  // What waits for its next try holds nothing.
  bound(world, { status: 'waiting' })
  await tested(world, { id: SMSC })
  assert.deepEqual(orders(world), [
    'transceiver 1 false',
    'transceiver 1 true',
    'transceiver 0 true',
    'transceiver 0 true',
  ])
})

test('of two kinds the one that stands is left out, and the other is tried', async () => {
  const world = await World.start()
  finds(world, {})
  bound(world, { bindType: 'transmitter' })
  await tested(world, { id: SMSC, change: { bindMode: 'transmitter-receiver' } })
  assert.deepEqual(orders(world), ['transmitter 1 false', 'receiver 1 true'])
})

test('where nothing can be tried it is refused; where a part can, that is told', async () => {
  const world = await World.start()
  const refused = await tested(world, { id: SMSC })
  assert.equal(!refused.ok && refused.refusal.code, 'bind-not-tried')
  assert.equal(!refused.ok && refused.refusal.detail, 'it has no SMSC')
  finds(world, {})
  const { trialAnswer } = world.edge
  world.edge.trialAnswer = (order) =>
    order.bindType === 'receiver' ? { kind: 'not-tried', reason: 'no Receiver' } : trialAnswer(order)
  const half = await tested(world, { id: SMSC, change: { bindMode: 'transmitter-receiver' } })
  assert.ok(half.ok)
  assert.equal(half.value.ok, false)
  assert.equal(half.value.trials.length, 1)
  assert.deepEqual(half.value.notTried, [{ bindType: 'receiver', reason: 'no Receiver' }])
})

test('a request names either settings or a definition', () => {
  const settings = { host: 'smpp.example', systemId: 'shop' }
  for (const [request, place] of [
    [{}, 'settings'],
    [{ settings, id: SMSC }, 'id'],
    [{ settings, change: {} }, 'change'],
  ] as const) {
    const read = bindTrialRequestSchema.safeParse(request)
    assert.deepEqual(
      read.error?.issues.map(({ path }) => path.join('.')),
      [place],
    )
  }
})
