import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Problem } from '@smpp-connect/contracts'
import { Simulator } from '@smpp-connect/simulator'
import { eventually } from '@smpp-connect/testkit'
import { EdgeWorld, PASSWORD } from './edge-world.ts'

const TEXTS = 600

/** Where the provider has moved to. */
class OtherCentre {
  readonly simulator = new Simulator({
    port: 0,
    accounts: [{ systemId: 'connect', password: PASSWORD }],
    receiptDelayMs: 10,
  })

  async start(): Promise<number> {
    await this.simulator.start()
    return this.simulator.address().port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.stop()
  }
}

describe('definitions that change while an edge carries traffic', { timeout: 180_000 }, () => {
  it('pace and window apply in place, password and bind type drain and bind anew; nothing is uncertain', async () => {
    await using world = await EdgeWorld.start()
    await world.edge('london')
    const id = await world.define({ perSecond: 60, windowSize: 5 })
    const other = await world.define({ name: 'Other', systemId: 'other' })
    await world.whenBound(id, 'london transceiver')
    await world.whenBound(other, 'london transceiver')
    const [before, apart] = [await world.smsc(id), await world.smsc(other)]

    await world.send(TEXTS, { smscId: id })
    await world.whenTaken(30)
    await world.change(id, { windowSize: 20, perSecond: 100 })
    const askedMs = performance.now()
    const inPlace = await eventually('carried out', async () => {
      const view = await world.smsc(id)
      return view.binds[0]?.definitionVersion === view.version && view.staleAt.length === 0 ? view : undefined
    })
    const tookMs = performance.now() - askedMs
    assert.equal(inPlace.binds[0]?.since, before.binds[0]?.since, 'the bind is the same')
    assert.equal(inPlace.binds[0]?.windowSize, 20)
    console.log(`  a change is carried out and confirmed after ${Math.round(tookMs)} ms`)

    // The centre knows one password only: with another one the bind does not come back, and with the right one it does.
    await world.whenTaken(100)
    await world.change(id, { password: 'another1' })
    await eventually('refused', async () => /password/i.test((await world.smsc(id)).binds[0]?.reason ?? ''))
    await world.change(id, { password: PASSWORD })
    await world.whenBound(id, 'london transceiver')
    await world.whenTaken(250)
    await world.change(id, { bindMode: 'transmitter-receiver', perSecond: null })
    await world.whenBound(id, 'london receiver, london transmitter')
    await world.change(id, { enabled: false })
    await world.whenBound(id, '')
    await world.change(id, { enabled: true })

    await world.allDelivered()
    assert.deepEqual(world.notOnce, [])
    assert.equal((await world.smsc(other)).binds[0]?.since, apart.binds[0]?.since, 'the other SMSC did not notice')
    assert.equal(await world.everUncertain(), 0)
  })

  it('another host takes over in the middle: the window of the first is answered, and no text is lost, doubled or uncertain', async () => {
    await using world = await EdgeWorld.start()
    await using second = new OtherCentre()
    await world.edge('london')
    world.simulator.setFaults({ delayAnswersMs: 60 })
    const id = await world.define({ perSecond: 150, windowSize: 10 })
    await world.whenBound(id, 'london transceiver')
    await world.send(TEXTS, { smscId: id })
    await world.whenTaken(60)
    await world.change(id, { host: 'localhost', port: await second.start() })
    await world.allDelivered()
    const [before, after] = [world.destinations(), world.destinations(second.simulator)]
    assert.ok(before.length >= 60 && after.length >= 60, `${before.length} and ${after.length}`)
    assert.equal(new Set([...before, ...after]).size, TEXTS)
    assert.equal(before.length + after.length, TEXTS, 'each at one of them, once')
    assert.equal(await world.everUncertain(), 0)
  })

  it('a change that was answered is carried out, whatever happens to the manager in the next moment', async () => {
    await using world = await EdgeWorld.start()
    await world.edge('london')
    const id = await world.define({ windowSize: 5 })
    await world.whenBound(id, 'london transceiver')
    for (const windowSize of [7, 9, 11]) {
      const { version } = await world.change(id, { windowSize })
      await world.manager.kill()
      await world.restartManager()
      await eventually('carried out', async () => {
        const { binds, staleAt } = await world.smsc(id)
        const [bind] = binds
        return bind?.definitionVersion === version && bind.windowSize === windowSize && staleAt.length === 0
      })
    }
  })

  it('one that no edge could carry out is refused, with the reason', async () => {
    await using world = await EdgeWorld.start()
    await world.edge('out', 'sender')
    await world.edge('in', 'receiver')
    const settings = { name: 'Centre', host: '127.0.0.1', systemId: 'connect', defaultSender: '60777' }
    const create = (more: object) => world.manager.call<Problem>('POST', '/v1/smscs', { ...settings, ...more })

    const both = await create({ bindMode: 'transceiver', edges: ['out', 'in'] })
    assert.deepEqual([both.status, both.body.code], [422, 'smsc-edges-unfit'])
    assert.match(both.body.detail, /a transceiver bind is asked for, and none of its edges can hold one/)
    assert.deepEqual(
      both.body.errors?.map(({ pointer }) => pointer),
      ['/edges'],
    )
    const nobody = await create({ bindMode: 'transmitter-receiver', edges: ['rome'] })
    assert.match(nobody.body.detail, /there is no edge rome; there are: in, out/)

    const id = await world.define({ bindMode: 'transmitter-receiver', edges: ['out', 'in'] })
    await world.whenBound(id, 'in receiver, out transmitter')
    const changed = await world.manager.call<Problem>('PATCH', `/v1/smscs/${id}`, { bindMode: 'transceiver' })
    assert.equal(changed.body.code, 'smsc-edges-unfit')
    assert.equal((await world.smsc(id)).bindMode, 'transmitter-receiver')
  })
})
