import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Outcome, ok, type RoutingChange, routingChangeSchema } from '@smpp-connect/contracts'
import { VirtualClock } from '@smpp-connect/testkit'
import { Routing } from '../../src/route/routing.ts'
import { definition } from '../definition.ts'
import { WaitingStore } from './router-world.ts'
import { standing } from './standing.ts'

const definitions = [definition({ id: 'smsc_a' }), definition({ id: 'smsc_b' })]

function routingOver(store: ConstructorParameters<typeof Routing>[0]['store']): Routing {
  return new Routing({ store, clock: new VirtualClock(), definitions: () => definitions })
}
async function loaded(store = new WaitingStore()): Promise<Routing> {
  const routing = routingOver(store)
  await routing.load()
  return routing
}
const change = (rules: readonly object[], version?: number): RoutingChange =>
  routingChangeSchema.parse({ rules, ...(version === undefined ? {} : { version }) })
const UK = { name: 'UK', when: { countries: ['GB'], prefixes: ['44'] }, to: [{ smscId: 'smsc_b' }] }

function takes(routing: Routing): string {
  const question = { sender: undefined, destination: '+447700900123', messageClass: 'code', owner: 'key' } as const
  const outcome = routing.table.choose(question, standing())
  return outcome.ok ? outcome.value.definition.id : outcome.refusal.code
}
const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('the routing rules', () => {
  it('are none at first, and as usual', async () => {
    const routing = await loaded()
    assert.deepEqual(routing.view(), { rules: [], failoverSeconds: 30, version: 0, updatedAt: null, warnings: [] })
    assert.equal(takes(routing), 'smsc_a')
  })

  it('are in force when they are saved, and still there after a restart', async () => {
    const store = new WaitingStore()
    const routing = await loaded(store)
    const saved = await routing.change(change([UK]))
    assert.ok(saved.ok)
    assert.deepEqual([saved.value.version, saved.value.updatedAt], [1, '2026-01-01T00:00:00.000Z'])
    assert.deepEqual(saved.value.rules[0]?.when.prefixes, ['+44'], 'in one spelling')
    assert.equal(takes(routing), 'smsc_b')
    const again = await loaded(store)
    assert.deepEqual(again.view(), saved.value)
    assert.equal(takes(again), 'smsc_b')
  })

  it('are not in force when they cannot be stored', async () => {
    const store = new WaitingStore()
    const failing = Object.assign(store, { putDocument: () => Promise.reject(new Error('the disk is full')) })
    const routing = await loaded(failing)
    await assert.rejects(routing.change(change([UK])), /the disk is full/)
    assert.equal(takes(routing), 'smsc_a')
    assert.equal(routing.view().version, 0)
  })

  it('are refused when somebody else changed them meanwhile, here or elsewhere', async () => {
    const store = new WaitingStore()
    const [here, elsewhere] = [await loaded(store), await loaded(store)]
    assert.equal(codeOf(await here.change(change([UK], 0))), 'ok')
    assert.equal(codeOf(await here.change(change([], 0))), 'version-conflict')
    assert.equal(codeOf(await elsewhere.change(change([], 0))), 'version-conflict')
    assert.equal(codeOf(await here.change(change([], 1))), 'ok')
    assert.equal(codeOf(await here.change(change([UK]))), 'ok', 'without a version, whatever is stored')
  })

  it('are refused with every place that is wrong, and nothing is changed', async () => {
    const routing = await loaded()
    const outcome = await routing.change(change([{ ...UK, to: [{ smscId: 'smsc_none' }] }, UK]))
    assert.equal(codeOf(outcome), 'routing-invalid')
    assert.deepEqual(outcome.ok ? [] : outcome.refusal.errors?.map(({ pointer }) => pointer), [
      '/rules/0/to/0/smscId',
      '/rules/1/name',
    ])
    assert.deepEqual(routing.view().rules, [])
  })

  it('warn of a rule that another one shadows, also after a restart', async () => {
    const store = new WaitingStore()
    const routing = await loaded(store)
    await routing.change(change([{ ...UK, name: 'All', when: {} }, UK]))
    assert.deepEqual(
      routing.view().warnings.map(({ pointer }) => pointer),
      ['/rules/1'],
    )
    assert.deepEqual((await loaded(store)).view().warnings.length, 1)
  })

  it('stop the start when what is stored cannot be understood, rather than be dropped', async () => {
    const store = new WaitingStore()
    await store.putDocument('routing', { rules: [{ name: 'x' }] }, null, 0)
    await assert.rejects(routingOver(store).load(), /the stored routing rules cannot be understood/)
  })
})

describe('an SMSC that a rule names', () => {
  it('is not removed; the rules that name it are told', async () => {
    const routing = await loaded()
    await routing.change(change([UK, { name: 'Rest', to: [{ smscId: 'smsc_a' }], fallback: ['smsc_b'] }]))
    const outcome = await routing.unlessNamed('smsc_b', async () => assert.fail('removed'))
    assert.equal(codeOf(outcome), 'smsc-in-routing')
    assert.equal(outcome.ok ? '' : outcome.refusal.detail, 'the routing rules “UK”, “Rest” name it')
  })

  it('is removed when none does, and no rule comes to name it meanwhile', async () => {
    const routing = await loaded()
    const steps: string[] = []
    const removed = routing.unlessNamed('smsc_b', async () => {
      steps.push('removing')
      await Promise.resolve()
      steps.push('removed')
      return ok(undefined)
    })
    const changed = routing.change(change([UK])).then(() => steps.push('changed'))
    await Promise.all([removed, changed])
    assert.deepEqual(steps, ['removing', 'removed', 'changed'])
  })
})
