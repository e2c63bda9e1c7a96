import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BindTrialAnswer, BindTrialOrder } from '@smpp-connect/contracts'
import { silentLog, systemClock } from '@smpp-connect/kernel'
import { TrialDesk } from '../../src/trial/trial-desk.ts'
import { definition } from '../definition.ts'
import { World } from '../world.ts'
import { place, smsc } from './places.ts'
import { PATIENT } from './trial.ts'

function desk(): TrialDesk {
  return new TrialDesk({ clock: systemClock, log: silentLog, dial: () => undefined, limits: PATIENT })
}

function order(port: number, systemId = 'connect'): BindTrialOrder {
  return {
    definition: definition({ host: '127.0.0.1', port, systemId }),
    bindType: 'transceiver',
    ownBinds: 0,
    mayBind: true,
  }
}

function diagnosisOf(answer: BindTrialAnswer): string {
  return answer.kind === 'tried' ? (answer.trial.diagnosis?.code ?? 'none') : answer.reason
}

test('trials of one account come one after the other, so that each has the account to itself', async () => {
  let bound = 0
  let most = 0
  await using there = await smsc({
    onSession: () => {
      bound++
      most = Math.max(most, bound)
    },
    onSessionEnd: () => {
      bound--
    },
  })
  const trials = desk()
  const answers = await Promise.all([1, 2, 3].map(() => trials.take(order(there.port))))
  assert.deepEqual(answers.map(diagnosisOf), ['none', 'none', 'none'])
  assert.equal(most, 1)
})

test('too many at once are turned away, and a stop ends all', async () => {
  await using there = await place((socket) => socket.resume())
  const trials = desk()
  const under = Array.from({ length: 10 }, (_, index) => trials.take(order(there.port, `account${index % 3}`)))
  assert.match(diagnosisOf(await trials.take(order(there.port))), /^10 other binds are being tried/)
  trials.stop()
  for (const answer of await Promise.all(under)) assert.equal(diagnosisOf(answer), 'the edge is stopping')
  assert.equal(diagnosisOf(await trials.take(order(there.port))), 'the edge is stopping')
})

test('what cannot be written as a bind is not tried, and says why', async () => {
  await using there = await smsc()
  const answer = await desk().take(order(there.port, 'longer-than-fifteen'))
  assert.match(diagnosisOf(answer), /the bind cannot be sent: .*system_id/)
})

test('an edge tries a bind beside those that it holds', async () => {
  const world = await World.start()
  world.edge.applyDefinitions([definition()])
  await world.clock.advance(100)
  const answer = world.edge.tryBind({ ...order(2775), definition: definition({ id: 'smsc_new', systemId: 'other' }) })
  await world.clock.advance(1_000)
  assert.equal(diagnosisOf(await answer), 'none')
  assert.deepEqual(world.boundAs, ['transceiver', 'transceiver'])
  assert.equal(world.manager.lastBind?.status, 'bound')
  await world.stop()
})
