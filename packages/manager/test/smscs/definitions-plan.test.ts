import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { definitionsDocumentSchema } from '@smpp-connect/contracts'
import { CALLER, SMSC, World } from '../world.ts'

const place = { host: 'smsc.example', systemId: 'connect', defaultSender: '60777' }

function documentOf(smscs: readonly object[], prune = false) {
  return definitionsDocumentSchema.parse({ smscs, prune })
}

describe('definitions as a document', () => {
  it('are changed, made and removed, and twice is once', async () => {
    const world = await World.start({ password: 'secret' }, { id: 'smsc_old', name: 'Old' })
    const { useCases } = world.manager
    const wanted = documentOf(
      [
        { ...place, name: 'New', password: 'hush' },
        { ...place, host: '127.0.0.1', name: 'test smsc', windowSize: 3 },
      ],
      true,
    )
    const plan = await useCases.planDefinitions(wanted)
    assert.ok(plan.ok)
    const said = plan.value.steps.map(({ name, kind, changes }) => [name, kind, changes.map(({ pointer }) => pointer)])
    assert.deepEqual(said, [
      ['test smsc', 'change', ['/name', '/windowSize']],
      ['New', 'create', []],
      ['Old', 'remove', []],
    ])
    assert.equal((await useCases.smscs()).length, 2, 'a plan does nothing')

    const done = await useCases.applyDefinitions(CALLER, wanted)
    assert.deepEqual(done.ok && done.value.steps.map(({ refusal }) => refusal), [null, null, null])
    const edges = world.edge.definitions.map(({ name, password, windowSize }) => [name, password, windowSize])
    assert.deepEqual(edges, [
      ['test smsc', 'secret', 3],
      ['New', 'hush', 10],
    ])
    const again = await useCases.applyDefinitions(CALLER, wanted)
    assert.deepEqual(again.ok && again.value.steps.map(({ kind }) => kind), ['same', 'same'])
    const [mine] = await useCases.smscs()
    assert.equal(mine?.version, 2, 'what is the same stays the same version')
    await world.manager.stop()
  })

  it('say what is refused and do the rest; what a document does not name stays unless it is to go', async () => {
    const world = await World.start({}, { id: 'smsc_2', name: 'Second' })
    const { useCases } = world.manager
    await world.send('Hello')
    const kept = await useCases.planDefinitions(documentOf([]))
    assert.deepEqual(kept.ok && kept.value.steps, [])
    const done = await useCases.applyDefinitions(CALLER, documentOf([], true))
    assert.deepEqual(done.ok && done.value.steps.map(({ id, refusal }) => [id, refusal?.code ?? null]), [
      [SMSC, 'smsc-in-use'],
      ['smsc_2', null],
    ])
    assert.deepEqual(
      (await useCases.smscs()).map(({ id }) => id),
      [SMSC],
    )
    await world.manager.stop()
  })

  it('are refused whole when a name is there twice', async () => {
    const world = await World.start()
    const twice = documentOf([
      { ...place, name: 'A' },
      { ...place, name: 'a ' },
    ])
    const refused = await world.manager.useCases.applyDefinitions(CALLER, twice)
    assert.deepEqual(!refused.ok && [refused.refusal.code, refused.refusal.errors?.[0]?.pointer], [
      'name-taken',
      '/smscs/1/name',
    ])
    assert.equal((await world.manager.useCases.smscs()).length, 1)
    await world.manager.stop()
  })
})
