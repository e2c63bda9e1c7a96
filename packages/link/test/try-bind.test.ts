import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BindTrial, BindTrialAnswer, BindTrialOrder } from '@smpp-connect/contracts'
import { settle } from '@smpp-connect/testkit'
import { bindTriedFromWire, bindTriedToWire } from '../src/wire/bind-trial.ts'
import { decodeFrame, encodeFrame, frameOf } from '../src/wire/frame.ts'
import { definition, SMSC } from './traffic.ts'
import { World } from './world.ts'

const ORDER: BindTrialOrder = { definition: definition(SMSC, 3), bindType: 'receiver', ownBinds: 2, mayBind: false }

const BOUND: BindTrial = {
  edgeId: null,
  bindType: 'transceiver',
  steps: [
    { name: 'connection', ok: true, tookMs: 1.5, words: 'to 192.0.2.1:3550' },
    { name: 'bind', ok: true, tookMs: 20, words: 'accepted' },
  ],
  diagnosis: null,
  facts: {
    remoteAddress: '192.0.2.1:3550',
    localAddress: '192.0.2.2',
    tls: {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      subject: 'smpp.example',
      issuer: 'An authority',
      names: ['smpp.example', '192.0.2.1'],
      validFromMs: 1_700_000_000_000,
      validToMs: 1_800_000_000_000,
      fingerprint: 'AA:BB',
    },
    smscSystemId: '',
    smscVersion: '3.4',
    roundTripMs: 12.3,
  },
  notes: ['The SMSC did not answer unbind.'],
}
const FAILED: BindTrial = {
  edgeId: null,
  bindType: 'receiver',
  steps: [{ name: 'name', ok: false, tookMs: 3, words: 'no address' }],
  diagnosis: { code: 'name-not-found', seen: 'ENOTFOUND' },
  facts: {
    remoteAddress: null,
    localAddress: null,
    tls: null,
    smscSystemId: null,
    smscVersion: null,
    roundTripMs: null,
  },
  notes: [],
}

async function connected(): Promise<World> {
  const world = new World()
  await world.connect()
  return world
}

test('an order to try a bind and its answer cross as they are, and the answer names the edge', async () => {
  const world = await connected()
  const answers: readonly BindTrialAnswer[] = [
    { kind: 'tried', trial: BOUND },
    { kind: 'tried', trial: FAILED },
    { kind: 'not-tried', reason: 'others are tried' },
  ]
  for (const answer of answers) {
    world.edge.trial = async () => answer
    const asked = world.hub.tryBind(ORDER)
    await settle(10)
    const named = answer.kind === 'tried' ? { ...answer, trial: { ...answer.trial, edgeId: 'london' } } : answer
    assert.deepEqual(await asked, named)
    assert.deepEqual(world.edge.trials.at(-1), ORDER)
  }
})

test('without an edge that would hold it nothing is tried, and it is said which one is missing', async () => {
  const world = new World()
  assert.deepEqual(await world.hub.tryBind({ ...ORDER, bindType: 'transceiver' }), {
    kind: 'not-tried',
    reason: 'no edge is connected that hosts both Sender and Receiver and may hold binds of this SMSC',
  })
  await world.connect()
  await world.cut()
  const answer = await world.hub.tryBind(ORDER)
  assert.equal(
    answer.kind === 'not-tried' && answer.reason,
    'no edge is connected that hosts a Receiver and may hold binds of this SMSC',
  )
  assert.deepEqual(await world.hub.edge('london')?.tryBind(ORDER), {
    kind: 'not-tried',
    reason: 'the link to the edge is down',
  })
})

test('a link that breaks, and an edge that does not answer, end it', async () => {
  const world = await connected()
  world.edge.trial = () => new Promise(() => {})
  const asked = world.hub.tryBind(ORDER)
  await settle(10)
  world.atManager?.destroy('cut')
  assert.deepEqual(await asked, { kind: 'not-tried', reason: 'the link to the edge london broke before it answered' })

  const other = await connected()
  other.edge.trial = () => new Promise(() => {})
  const late = other.hub.tryBind(ORDER)
  await other.clock.advance(101_000)
  assert.deepEqual(await late, { kind: 'not-tried', reason: 'the edge london gave no answer in time' })
})

test('what a newer edge says in words that are not known here is kept as far as it goes', () => {
  const wire = bindTriedToWire({ kind: 'tried', trial: FAILED })
  const newer = {
    ...wire,
    diagnosis: 'moon-phase',
    steps: [
      ...wire.steps,
      { $typeName: 'connect.link.v1.TrialStep' as const, name: 'moon', ok: true, tookMs: 1, words: '' },
    ],
  }
  const read = decodeFrame(encodeFrame(frameOf({ case: 'bindTried', value: newer })))
  assert.equal(read?.kind.case, 'bindTried')
  const answer = read.kind.case === 'bindTried' && bindTriedFromWire(read.kind.value, 'london')
  assert.deepEqual(answer, {
    kind: 'tried',
    trial: { ...FAILED, edgeId: 'london', diagnosis: { code: 'moon-phase', seen: 'ENOTFOUND' } },
  })
})
