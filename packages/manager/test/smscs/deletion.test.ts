import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CALLER, SMSC } from '../world.ts'
import { ANNA, DeletionWorld, OTHER } from './deletion-world.ts'

describe('an SMSC that is deleted', () => {
  it('takes nothing new from that moment, and goes when nothing is left', async () => {
    await using it = await DeletionWorld.start()
    const begun = await it.delete({ waiting: 'drain' })
    assert.deepEqual([begun.state, begun.deletion?.waitsFor, begun.deletion?.by], ['under-way', [], 'user Anna'])
    assert.equal(
      await it.code(it.useCases.send(CALLER, { to: '+447700900123', text: 'x', smscId: SMSC })),
      'smsc-deleting',
    )
    const [free] = await it.send(1)
    assert.deepEqual(await it.stand([free ?? '']), [`accepted ${OTHER}`])
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(
      it.world.edge.definitions.map(({ id }) => id),
      [OTHER],
    )
    const over = await it.state()
    assert.deepEqual([over.state, over.deletedBy, over.deletion], ['deleted', 'user Anna', null])
    assert.deepEqual(await it.delete({ waiting: 'drain' }), over, 'asked again it says so')
    const history = await it.useCases.smscHistory(SMSC, { limit: 9 })
    assert.deepEqual(history.ok && history.value.items.map(({ kind, by }) => [kind, by]), [
      ['deleted', 'user Anna'],
      ['deleting', 'user Anna'],
      ['created', null],
    ])
  })

  it('drained, sends what waits, waits for answers and receipts, and is gone after the last', async () => {
    await using it = await DeletionWorld.start()
    await it.world.bound(2)
    const ids = await it.send(3, { smscId: SMSC })
    await it.delete({ waiting: 'drain' })
    await it.turns()
    assert.deepEqual(await it.waitsFor(), [
      'One part waits to leave through it.',
      '2 parts are with the Sender, to be answered.',
    ])
    await it.world.answered(it.world.edge.orders.slice(0, 2))
    await it.world.answered(it.world.edge.orders.slice(2))
    await it.turns()
    assert.deepEqual(await it.waitsFor(), ['3 parts are at the SMSC, to get their receipts.'])
    for (const id of ids) assert.equal(await it.world.receipt(`${id}.1`.toUpperCase()), 'stored')
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), Array(3).fill(`delivered ${SMSC}`))
  })

  it('may go without the receipts: those texts end as any without one', async () => {
    await using it = await DeletionWorld.start()
    await it.world.bound(2)
    const ids = await it.send(1, { smscId: SMSC, validitySeconds: 60 })
    await it.world.answered(it.world.edge.orders)
    await it.delete({ waiting: 'drain' })
    await it.turns()
    assert.ok(!(await it.isGone()))
    await it.delete({ waiting: 'drain', receipts: 'forgo' })
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), [`submitted ${SMSC}`])
    // A day after its validity, as for any.
    await it.world.store.expire(it.world.clock.nowMs() + 86_400_000 + 120_000, 9)
    await it.world.store.expire(it.world.clock.nowMs() + 2 * 86_400_000, 9)
    const message = await it.world.message(ids[0] ?? '')
    assert.deepEqual([message.state, message.error?.code], ['expired', 'no-receipt'])
  })

  it('gives what waits to others, after what the Sender has was answered', async () => {
    await using it = await DeletionWorld.start()
    await it.rules({ name: 'All', to: [{ smscId: SMSC }], fallback: [OTHER] })
    await it.world.bound(1)
    const ids = await it.send(4)
    const leased = it.world.edge.orders.length
    assert.equal(leased, 1)
    const begun = await it.delete({ waiting: 'reroute', routing: 'remove', receipts: 'forgo' })
    assert.deepEqual(begun.rules, [
      { position: 1, name: 'All', becomes: 'taken-by-reserve', to: [{ smscId: OTHER, weight: 1 }], fallback: [] },
    ])
    it.world.manager.grantCredit(SMSC, 10)
    await it.turns()
    assert.equal(it.world.edge.orders.length, leased, 'it is given nothing more')
    assert.deepEqual(await it.stand(ids), [`sending ${SMSC}`, ...Array(3).fill(`accepted ${SMSC}`)])
    await it.world.answered(it.world.edge.orders)
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), [`submitted ${SMSC}`, ...Array(3).fill(`accepted ${OTHER}`)])
    const story = (await it.world.message(ids[1] ?? '')).timeline.map(({ summary }) => summary)
    assert.equal(story.at(-1), 'Given to another SMSC, “Other”: Test SMSC is being deleted.')
    await it.world.bound(9, OTHER)
    assert.equal(it.world.edge.orders.length, 4)
  })

  it('keeps what cannot go, says why, and lets it go when it can', async () => {
    await using it = await DeletionWorld.start({}, { enabled: false })
    const [named, free] = [await it.send(2, { smscId: SMSC }), await it.send(1, { to: '+447700911111' })]
    await it.delete({ waiting: 'reroute' })
    await it.turns()
    const stuck = async () => (await it.state()).deletion?.stuck.map(({ reason, texts }) => [texts, reason])
    assert.deepEqual(await stuck(), [
      [2, 'Whoever sent it named this SMSC.'],
      // What is disabled is routed to all the same when there is nothing else; it waits there.
    ])
    assert.deepEqual(await it.stand(free), [`accepted ${OTHER}`])
    assert.deepEqual(await it.waitsFor(), ['2 parts wait to go to other SMSCs.'])
    await it.delete({ waiting: 'reroute', named: 'reroute' })
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(named), Array(2).fill(`accepted ${OTHER}`))
  })

  it('keeps behind one that stays what comes after it between the same two', async () => {
    await using it = await DeletionWorld.start()
    const [first] = await it.send(1, { smscId: SMSC })
    await it.rules({ name: 'All', to: [{ smscId: SMSC }] })
    const [second] = await it.send(1)
    const [other] = await it.send(1, { to: '+447700911111' })
    await it.delete({ waiting: 'reroute', routing: 'remove' })
    await it.turns()
    const ids = [first ?? '', second ?? '', other ?? '']
    assert.deepEqual(await it.stand(ids), [`accepted ${SMSC}`, `accepted ${SMSC}`, `accepted ${OTHER}`])
    await it.useCases.cancel(first ?? '')
    // What stays is looked at again, at ever longer distances.
    await it.world.clock.advance(60_000)
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), [`cancelled ${SMSC}`, `accepted ${OTHER}`, `accepted ${OTHER}`])
  })

  it('cancels what waits, with the reason, and never what has left', async () => {
    await using it = await DeletionWorld.start()
    await it.world.bound(1)
    const ids = await it.send(2, { smscId: SMSC })
    const scheduled = await it.send(1, { smscId: SMSC, sendAt: '2026-03-01T10:00:00.000Z', to: '+447700922222' })
    await it.delete({ waiting: 'cancel', receipts: 'forgo' })
    await it.turns()
    assert.deepEqual(await it.stand(ids), [`sending ${SMSC}`, `accepted ${SMSC}`], 'the window first')
    await it.world.answered(it.world.edge.orders)
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand([...ids, ...scheduled]), [
      `submitted ${SMSC}`,
      `cancelled ${SMSC}`,
      `cancelled ${SMSC}`,
    ])
    assert.deepEqual((await it.world.message(ids[1] ?? '')).error, {
      code: 'smsc-deleted',
      text: 'The SMSC that it waited for was deleted, and whoever did that had it cancelled.',
    })
  })

  it('waits for the policy of an uncertain part, or closes it when that is asked for', async () => {
    await using it = await DeletionWorld.start({ uncertainWaitSeconds: 30 })
    await it.world.bound(2)
    const ids = await it.send(2, { smscId: SMSC, class: 'bulk' })
    await it.world.end(it.world.edge.orders, () => ({ kind: 'uncertain', reason: 'the link broke' }))
    await it.delete({ waiting: 'cancel' })
    await it.turns()
    assert.deepEqual(await it.stand(ids), Array(2).fill(`uncertain ${SMSC}`))
    assert.deepEqual(await it.waitsFor(), [
      '2 parts are uncertain, to be settled by an answer, a receipt, or the policy of their class.',
    ])
    await it.delete({ waiting: 'cancel', uncertain: 'close' })
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), Array(2).fill(`uncertain-closed ${SMSC}`))
  })

  it('held by policy after that, ends as nobody knows, when what waits is cancelled', async () => {
    await using it = await DeletionWorld.start({ uncertainWaitSeconds: 5 })
    await it.world.bound(1)
    const ids = await it.send(1, { smscId: SMSC, class: 'bulk' })
    await it.world.end(it.world.edge.orders, () => ({ kind: 'uncertain', reason: 'the link broke' }))
    await it.world.clock.advance(10_000)
    assert.deepEqual(await it.stand(ids), [`held ${SMSC}`])
    await it.delete({ waiting: 'cancel' })
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), [`uncertain-closed ${SMSC}`])
  })

  it('does not give to another what it may have, held or not', async () => {
    await using it = await DeletionWorld.start({ uncertainWaitSeconds: 5 })
    await it.world.bound(2)
    const ids = await it.send(2, { class: 'bulk' })
    await it.world.end(it.world.edge.orders, ({ part }) =>
      part.messageId === ids[0]
        ? { kind: 'uncertain', reason: 'the link broke' }
        : ({ kind: 'refused', status: 0x0b, name: 'ESME_RINVDSTADR' } as never),
    )
    await it.world.clock.advance(10_000)
    await it.delete({ waiting: 'reroute' })
    await it.turns()
    assert.deepEqual(
      (await it.state()).deletion?.stuck.map(({ reason, examples }) => [reason, examples]),
      [['An SMSC may have a part of it already.', [ids[0]]]],
    )
  })

  it('is kept when that is taken back, and takes texts again', async () => {
    await using it = await DeletionWorld.start({}, { enabled: false })
    const [id] = await it.send(1, { smscId: SMSC })
    await it.delete({ waiting: 'reroute' })
    await it.turns()
    assert.equal(await it.code(it.useCases.keepSmsc(CALLER, SMSC, 1)), 'version-conflict')
    assert.equal(await it.code(it.useCases.keepSmsc(CALLER, SMSC, 2)), 'ok')
    assert.equal(await it.code(it.useCases.keepSmsc(CALLER, SMSC)), 'smsc-not-deleted')
    assert.equal(await it.code(it.useCases.smscDeletion(SMSC)), 'smsc-not-deleted')
    await it.world.bound(5)
    assert.deepEqual(await it.stand([id ?? '']), [`sending ${SMSC}`])
    await it.send(1, { smscId: SMSC })
    const history = await it.useCases.smscHistory(SMSC, { limit: 1 })
    assert.deepEqual(history.ok && history.value.items.map(({ kind, by }) => [kind, by]), [['kept', 'key test']])
  })

  it('goes on after a crash, and may be changed meanwhile', async () => {
    await using it = await DeletionWorld.start()
    const ids = await it.send(2, { smscId: SMSC })
    await it.delete({ waiting: 'drain', receipts: 'forgo' })
    await it.turns()
    await it.crash()
    assert.equal(
      await it.code(it.useCases.send(CALLER, { to: '+447700900123', text: 'x', smscId: SMSC })),
      'smsc-deleting',
    )
    assert.equal(await it.code(it.change({ password: 'mended' })), 'ok', 'what waits may need it to leave')
    assert.equal((await it.state()).deletion?.waiting, 'drain')
    await it.world.bound(5)
    await it.world.answered(it.world.edge.orders)
    await it.turns()
    assert.ok(await it.isGone())
    assert.deepEqual(await it.stand(ids), Array(2).fill(`submitted ${SMSC}`))
    await it.crash()
    assert.ok(await it.isGone())
  })

  it('is refused for another version, and where a rule names it', async () => {
    await using it = await DeletionWorld.start()
    await it.rules({ name: 'All', to: [{ smscId: SMSC }, { smscId: OTHER }] })
    const begin = (more: object) =>
      it.code(
        it.useCases.beginSmscDeletion(ANNA, SMSC, {
          waiting: 'drain',
          named: 'keep',
          uncertain: 'wait',
          receipts: 'wait',
          routing: 'refuse',
          ...more,
        }),
      )
    assert.equal(await begin({}), 'smsc-in-routing')
    assert.equal(await begin({ routing: 'remove', version: 7 }), 'version-conflict')
    assert.equal(it.useCases.routing().rules[0]?.to.length, 2, 'nothing was changed')
    assert.equal(await begin({ routing: 'remove', version: 1 }), 'ok')
    assert.deepEqual(it.useCases.routing().rules[0]?.to, [{ smscId: OTHER, weight: 1 }])
    assert.equal(await begin({ routing: 'remove', version: 1 }), 'ok', 'the same once more is the same')
    const named = await it.useCases.changeRouting({
      ...it.useCases.routing(),
      rules: [{ ...it.useCases.routing().rules[0], to: [{ smscId: SMSC, weight: 1 }] } as never],
    })
    assert.match(!named.ok ? named.refusal.detail : '', /Test SMSC is being deleted/)
  })

  it('comes back disabled, under its id, when somebody goes back to a version of it', async () => {
    await using it = await DeletionWorld.start({ password: 'kept', windowSize: 7 })
    await it.delete({ waiting: 'drain' })
    await it.turns()
    const restore = (toVersion: number, version?: number) =>
      it.useCases.restoreSmsc(ANNA, SMSC, { toVersion, ...(version !== undefined && { version }) })
    assert.equal(await it.code(restore(1, 2)), 'version-conflict')
    assert.equal(await it.code(restore(3)), 'version-unknown')
    const back = await restore(1, 3)
    assert.ok(back.ok)
    const { version, enabled, windowSize, deletion } = back.value
    assert.deepEqual([version, enabled, windowSize, deletion], [4, false, 7, null])
    assert.equal(it.world.edge.definitions.find(({ id }) => id === SMSC)?.password, 'kept')
    const history = await it.useCases.smscHistory(SMSC, { limit: 1 })
    assert.equal(history.ok && history.value.items[0]?.kind, 'restored')
    const twice = await it.useCases.restoreSmsc(ANNA, SMSC, { toVersion: 1 }, 0)
    assert.equal(twice.ok && twice.value.version, 4, 'cut off and asked again it is the same')
  })

  const deleted: Readonly<Record<string, (it: DeletionWorld) => Promise<unknown>>> = {
    'with what waits': (it) => it.delete({ waiting: 'drain' }),
    'at once': (it) => it.useCases.deleteSmsc(ANNA, SMSC),
  }
  for (const [how, remove] of Object.entries(deleted)) {
    it(`deleted ${how}, has its last texts looked after that were accepted in that very moment`, async () => {
      await using it = await DeletionWorld.start()
      const [stray] = await it.send(1, { smscId: SMSC })
      const message = await it.world.store.message(stray as never)
      assert.ok(message)
      await it.useCases.cancel(stray ?? '')
      await remove(it)
      await it.turns()
      assert.ok(await it.isGone())
      // As if it had been judged before the deletion began, and stored only now.
      const { id: _, ...rest } = message
      const late = { ...rest, id: 'msg_late', smscFixed: true, optOutExempt: false, owner: 'key_test', parts: [PART] }
      await it.world.store.accept({ messages: [late as never], atMs: it.world.clock.nowMs() })
      await it.turns()
      assert.deepEqual(await it.stand(['msg_late']), [`accepted ${OTHER}`])
    })
  }
})

const PART = { esmClass: 0, shortMessage: Uint8Array.of(0x41), tlvs: [], userMessageReference: 1 }

describe('before an SMSC is deleted', () => {
  it('it is told who uses it and what waits', async () => {
    await using it = await DeletionWorld.start()
    await it.rules(
      { name: 'Codes', when: { classes: ['code'] }, to: [{ smscId: OTHER }], fallback: [SMSC] },
      { name: 'All', enabled: false, to: [{ smscId: SMSC }] },
    )
    await it.world.bound(1)
    await it.send(2, { smscId: SMSC })
    await it.send(1, { smscId: SMSC, sendAt: '2026-03-01T10:00:00.000Z' })
    const usage = await it.useCases.smscUsage(SMSC)
    assert.ok(usage.ok)
    const { load, rules, usual, owners, binds, lastMessageAt, version } = usage.value
    assert.deepEqual(load, {
      waiting: 2,
      waitingByClass: { code: 0, transactional: 2, bulk: 0 },
      scheduled: { count: 1, isMore: false },
      named: 2,
      held: 0,
      outstanding: 1,
      uncertain: 0,
      awaitingReceipt: 0,
    })
    assert.deepEqual(
      rules.map((rule) => Object.values(rule)),
      [
        [1, 'Codes', true, 'reserve'],
        [2, 'All', false, 'only'],
      ],
    )
    assert.deepEqual([usual.isUsed, usual.isLast], [true, false])
    assert.deepEqual(owners, [{ id: 'key_test', name: 'key_test', parts: 3 }])
    assert.deepEqual([binds[0]?.status, version], ['bound', 1])
    assert.ok(lastMessageAt)
    assert.equal(await it.code(it.useCases.smscUsage('smsc_none')), 'not-found')
  })

  it('it is told what would happen, and nothing does', async () => {
    await using it = await DeletionWorld.start()
    await it.rules({ name: 'All', to: [{ smscId: SMSC, weight: 3 }] }, { name: 'Rest', to: [{ smscId: OTHER }] })
    const free = await it.send(3)
    await it.send(1, { smscId: SMSC, to: '+447700911111' })
    const choice = { waiting: 'reroute', named: 'keep', uncertain: 'wait', receipts: 'wait' } as const
    const plan = await it.useCases.planSmscDeletion(SMSC, { ...choice, routing: 'refuse' })
    assert.ok(plan.ok)
    assert.equal(plan.value.refusal?.code, 'smsc-in-routing')
    assert.deepEqual(
      plan.value.rules.map(({ name, becomes }) => [name, becomes]),
      [['All', 'removed']],
    )
    const { rerouted } = plan.value
    assert.deepEqual(rerouted?.goTo, [{ smscId: OTHER, name: 'Other', texts: 3 }])
    assert.deepEqual(
      rerouted?.stay.map(({ reason, texts }) => [reason, texts]),
      [['Whoever sent it named this SMSC.', 1]],
    )
    assert.deepEqual(plan.value.waitsFor, ['4 parts wait to go to other SMSCs.'])
    assert.deepEqual(await it.stand(free), Array(3).fill(`accepted ${SMSC}`))
    assert.equal(it.useCases.routing().rules.length, 2)
    const removing = await it.useCases.planSmscDeletion(SMSC, { ...choice, routing: 'remove', version: 9 })
    assert.equal(removing.ok && removing.value.refusal?.code, 'version-conflict')
  })
})
