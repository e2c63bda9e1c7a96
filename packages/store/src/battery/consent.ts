import assert from 'node:assert/strict'
import type { ConsentChange } from '../port.ts'
import { type Check, ref, type Scene, told } from './scene.ts'

export function consentChecks(check: Check): void {
  check('a lease blocks what is for somebody who opted out, and goes on with the rest', async (scene) => {
    const other = scene.message({ to: `${scene.person}1` })
    const [id] = await scene.accept([scene.message({ references: [1, 2] }), other])
    assert.ok(id)
    assert.deepEqual(await scene.store.changeConsent([change(scene)]), [{ changed: true }])
    assert.deepEqual(
      (await scene.lease()).map(({ part }) => part.messageId),
      [other.id],
    )
    const { state, errorCode, finalAtMs } = await scene.get(id)
    assert.deepEqual([state, errorCode, finalAtMs], ['blocked', 'opted-out', scene.at(1)])
    assert.deepEqual((await scene.story(id)).slice(1), [
      'message.final 1 {"state":"blocked","errorCode":"opted-out"}',
      'message.final {"state":"blocked","errorCode":"opted-out"}',
    ])
    assert.equal((await scene.part(id)).attempts, 0)
  })

  check('also what is scheduled, and what is tried again', async (scene) => {
    const [first, later] = await scene.accept([scene.message(), scene.message({ sendAtMs: scene.at(90) })])
    assert.ok(first && later)
    await scene.lease(1)
    await scene.submit(ref(first), { kind: 'retry', status: 0x58, dueAtMs: scene.at(50), counts: true })
    await scene.store.changeConsent([change(scene)])
    assert.deepEqual(await scene.lease(9, scene.at(100)), [])
    assert.deepEqual(await scene.store.messageStates([first, later]), ['blocked', 'blocked'])
  })

  check('but not what is exempt, and nothing from another address of ours', async (scene) => {
    await scene.store.changeConsent([change(scene)])
    const exempt = scene.message({ optOutExempt: true })
    const elsewhere = scene.message({ from: `${scene.ours}b`, conversationId: scene.conversationId('b') })
    await scene.accept([exempt, elsewhere])
    assert.equal((await scene.lease()).length, 2)
  })

  check('an opt-out of all addresses holds for each', async (scene) => {
    await scene.store.changeConsent([change(scene, { ours: null })])
    await scene.accept([scene.message(), scene.message({ from: 'Any', conversationId: scene.conversationId('any') })])
    assert.deepEqual(await scene.lease(), [])
  })

  check('a part that was taken back for an opt-out is blocked', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.store.changeConsent([change(scene)])
    assert.deepEqual(await scene.submit(ref(id), { kind: 'blocked' }, { sentAtMs: null }), {
      changed: true,
      state: 'blocked',
      messageState: 'blocked',
    })
    assert.deepEqual((await scene.story(id)).slice(2), ['message.final {"state":"blocked","errorCode":"opted-out"}'])
    assert.equal((await scene.submit(ref(id), { kind: 'blocked' })).changed, false)
  })

  check('but what is exempt, or wanted all the same, goes again', async (scene) => {
    await scene.store.changeConsent([change(scene, { reply: scene.message({ text: 'no more' }) })])
    await scene.accept([scene.message({ from: 'Else', conversationId: scene.conversationId('else') })])
    const leased = await scene.lease()
    assert.equal(leased.length, 2)
    for (const { part } of leased) {
      const { changed, state } = await scene.submit(part, { kind: 'blocked' }, { sentAtMs: null })
      assert.deepEqual([changed, state], [true, 'queued'])
    }
    assert.deepEqual(
      (await scene.lease()).map(({ failedBefore }) => failedBefore),
      [0, 0],
    )
  })

  check('a name is one address whatever its case', async (scene) => {
    const { store, person } = scene
    const named = (ours: string) => change(scene, { ours })
    assert.deepEqual(await store.changeConsent([named('Acme'), named('ACME')]), [{ changed: true }, { changed: false }])
    assert.deepEqual(
      (await store.optOuts({ limit: 5, person })).items.map(({ ours }) => ours),
      ['Acme'],
    )
    assert.deepEqual(await store.optedOut(['acme', 'ACME', 'Acm', 'Acmes'].map((ours) => ({ person, ours }))), [
      true,
      true,
      false,
      false,
    ])
    await scene.accept([scene.message({ from: 'aCME', conversationId: scene.conversationId('name') })])
    assert.deepEqual(await scene.lease(), [])
    assert.deepEqual(await store.changeConsent([{ ...named('acme'), to: 'opted-in' }]), [{ changed: true }])
    assert.deepEqual(await store.optedOut([{ person, ours: 'Acme' }]), [false])
  })

  check('keeps the first opt-out, and answers nobody a second time', async (scene) => {
    const { store } = scene
    const before = await store.lastEventSeq()
    const first = change(scene, { reply: scene.message({ text: 'no more' }) })
    const again = change(scene, { atMs: scene.at(90), keyword: 'ENDE', reply: scene.message({ text: 'again' }) })
    assert.deepEqual(await store.changeConsent([first, again]), [{ changed: true }, { changed: false }])
    assert.deepEqual((await store.optOuts({ limit: 5, person: scene.person })).items, [
      {
        person: scene.person,
        ours: scene.ours,
        source: 'api',
        keyword: null,
        messageId: null,
        by: 'key_9',
        atMs: scene.at(5),
      },
    ])
    assert.deepEqual(await scene.texts({ smscId: scene.smscId }), ['no more'])
    const events = await store.events(before, 9)
    assert.deepEqual(events.map(told), [
      'opt-out.recorded {"source":"api","keyword":null,"by":"key_9","everywhere":false}',
      'message.accepted {"parts":1,"encoding":"gsm7"}',
    ])
    // The reply confirms it, and is not blocked by it, whatever it says of itself.
    assert.equal((await scene.lease()).length, 1)
  })

  check('opting in withdraws it, with its answer', async (scene) => {
    const { store, person, ours } = scene
    await store.changeConsent([change(scene)])
    await scene.accept([scene.message({ text: 'before' })])
    const before = await store.lastEventSeq()
    const back = change(scene, { to: 'opted-in', reply: scene.message({ text: 'welcome' }) })
    assert.deepEqual(await store.changeConsent([back, back].slice(0, 1)), [{ changed: true }])
    assert.deepEqual(
      (await store.events(before, 9)).map(({ kind }) => kind),
      ['opt-out.withdrawn', 'message.accepted'],
    )
    assert.deepEqual(await store.optedOut([{ person, ours }]), [false])
    assert.equal((await scene.lease()).length, 2)
    const none = change(scene, { to: 'opted-in', reply: scene.message({ text: 'welcome anyway' }) })
    assert.deepEqual(await store.changeConsent([none]), [{ changed: false }])
    assert.deepEqual((await scene.texts({ smscId: scene.smscId })).slice(0, 1), ['welcome anyway'])
  })

  check('opting in for an address leaves the others, opting in for all leaves none', async (scene) => {
    const { store, person, ours } = scene
    const asked = [
      { person, ours },
      { person, ours: 'Else' },
      { person: `${person}1`, ours },
    ]
    await store.changeConsent([change(scene), change(scene, { ours: 'Else' })])
    assert.deepEqual(await store.optedOut(asked), [true, true, false])
    await store.changeConsent([change(scene, { to: 'opted-in' })])
    assert.deepEqual(await store.optedOut(asked), [false, true, false])
    await store.changeConsent([change(scene, { ours: null })])
    assert.deepEqual(await store.optedOut(asked), [true, true, false])
    assert.deepEqual(await store.changeConsent([change(scene, { to: 'opted-in', ours: null })]), [{ changed: true }])
    assert.deepEqual(await store.optedOut(asked), [false, false, false])
  })

  check('a word that asks for help is answered and changes nothing; one that is unclear is told', async (scene) => {
    const { store } = scene
    const before = await store.lastEventSeq()
    const results = await store.changeConsent([
      change(scene, { to: 'as-is', reply: scene.message({ text: 'help' }) }),
      change(scene, { to: 'unclear' }),
    ])
    assert.deepEqual(results, [{ changed: false }, { changed: false }])
    assert.deepEqual(
      (await store.events(before, 9)).map(({ kind }) => kind),
      ['message.accepted', 'opt-out.possible'],
    )
    assert.deepEqual(await store.optedOut([{ person: scene.person, ours: scene.ours }]), [false])
  })

  check('what a text says is recorded in the step that stores it', async (scene) => {
    const { store, person, ours } = scene
    const stop = scene.inbound('STOP')
    const consent = change(scene, { source: 'keyword', keyword: 'STOP', messageId: stop.id, by: null })
    const reply = scene.message({ text: 'no more' })
    await store.recordInbound([{ ...stop, consent: { ...consent, reply } }])
    assert.deepEqual(await store.optedOut([{ person, ours }]), [true])
    assert.deepEqual(await scene.story(stop.id), [
      'message.received {"parts":1,"encoding":"gsm7"}',
      'opt-out.recorded {"source":"keyword","keyword":"STOP","by":null,"everywhere":false}',
    ])
    const conversation = await store.conversation(scene.conversationId())
    assert.deepEqual([conversation?.messageCount, conversation?.unread, conversation?.lastText], [2, 1, 'no more'])
    // A repetition of the text is dropped, and says nothing.
    const again = {
      ...stop,
      id: scene.id('again'),
      duplicateWithinMs: 1000,
      consent: { ...consent, to: 'opted-in' },
    } as const
    assert.deepEqual(await store.recordInbound([again]), [{ kind: 'duplicate' }])
    assert.deepEqual(await store.optedOut([{ person, ours }]), [true])
  })

  check('an opt-out holds also when the text that says it again is taken for a repetition', async (scene) => {
    const { store, person, ours } = scene
    const stop = scene.inbound('STOP', { duplicateWithinMs: 1000 })
    const consent = change(scene, { source: 'keyword', keyword: 'STOP', by: null })
    await store.recordInbound([{ ...stop, consent: { ...consent, messageId: stop.id } }])
    const repeated = () => ({ ...stop, id: scene.id('again'), consent: { ...consent, messageId: scene.id('again') } })
    assert.deepEqual(await store.recordInbound([repeated()]), [{ kind: 'duplicate' }])
    const [first] = (await store.optOuts({ limit: 5, person })).items
    assert.equal(first?.messageId, stop.id, 'the first one stands')
    await store.changeConsent([{ ...consent, to: 'opted-in' }])
    assert.deepEqual(await store.recordInbound([repeated()]), [{ kind: 'duplicate' }])
    assert.deepEqual(await store.optedOut([{ person, ours }]), [true])
    assert.equal((await store.optOuts({ limit: 5, person })).items[0]?.messageId, null)
  })

  check('keeps nothing of a batch that names a text which is not stored', async (scene) => {
    const { store, person, ours } = scene
    const bad = change(scene, { ours: 'Else', messageId: scene.id('none') })
    await assert.rejects(store.changeConsent([change(scene), bad]), { name: 'BrokenInvariant' })
    assert.deepEqual(await store.optedOut([{ person, ours }]), [false])
    await scene.acceptOne()
    assert.equal((await scene.lease()).length, 1)
  })

  check('lists the newest first, in pages, and remembers over a restart', async (scene) => {
    const people = [1, 2, 3].map((name) => `${scene.person}${name}`)
    for (const person of people) await scene.store.changeConsent([change(scene, { person })])
    const ours = async (cursor?: string) => {
      const page = await scene.store.optOuts({ limit: 2, ...(cursor !== undefined && { cursor }) })
      return { people: page.items.map(({ person }) => person), next: page.next }
    }
    const first = await ours()
    assert.deepEqual(first.people, [people[2], people[1]])
    assert.ok(first.next)
    assert.equal((await ours(first.next)).people[0], people[0])
    await scene.reopen()
    assert.deepEqual((await ours()).people, first.people)
    assert.deepEqual((await scene.store.optOuts({ limit: 5, person: 'nobody' })).items, [])
  })
}

function change(scene: Scene, fields: Partial<ConsentChange> = {}): ConsentChange {
  return {
    person: scene.person,
    ours: scene.ours,
    source: 'api',
    keyword: null,
    messageId: null,
    by: 'key_9',
    atMs: scene.at(5),
    to: 'opted-out',
    reply: null,
    ...fields,
  }
}
