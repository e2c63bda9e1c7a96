import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import type { MessageFilter } from '../port.ts'
import { type Check, ref, type Scene } from './scene.ts'

export function messageChecks(check: Check): void {
  check('lists the newest first, in pages that new messages do not move', async (scene) => {
    const query = { smscId: scene.smscId, limit: 2 }
    for (let count = 1; count <= 5; count++) await scene.accept([scene.message()], scene.at(9 - count))
    const first = await scene.store.messages(query)
    assert.deepEqual(textsOf(first), ['text 5', 'text 4'])
    await scene.acceptOne()
    assert.ok(first.next)
    const second = await scene.store.messages({ ...query, cursor: first.next })
    assert.deepEqual(textsOf(second), ['text 3', 'text 2'])
    assert.ok(second.next)
    const third = await scene.store.messages({ ...query, cursor: second.next })
    assert.deepEqual([textsOf(third), third.next], [['text 1'], null])
    const exact = await scene.store.messages({ smscId: scene.smscId, limit: 6 })
    assert.deepEqual([exact.items.length, exact.next], [6, null])
  })

  check('refuses a cursor that no page of messages gave', async (scene) => {
    await scene.acceptOne()
    for (const cursor of ['', 'x', 'm', 'm!', 'c5', '5', `m${'z'.repeat(50)}`, "m1' OR 1=1"]) {
      await assert.rejects(
        scene.store.messages({ smscId: scene.smscId, limit: 9, cursor }),
        /no cursor of messages/,
        cursor,
      )
    }
  })

  check('filters by each field, and by several together', async (scene) => {
    const { smscId, person, ours } = scene
    const other = `${person}7`
    const [sent, failed] = (await scene.accept([
      scene.message({ text: 'sent', reference: `ref ${smscId}` }),
      scene.message({ text: 'failed' }),
      scene.message({ text: 'waits', to: other }),
    ])) as [MessageId, MessageId]
    await scene.lease(2)
    await scene.took(ref(sent), 'F1')
    await scene.receive('F1')
    await scene.submit(ref(failed), { kind: 'uncertain', reason: 'x' })
    await scene.store.resolve([{ part: ref(failed), to: 'queued', atMs: scene.at(30), reason: 'x' }])
    await scene.hear('heard')
    const expected: readonly [Omit<MessageFilter, 'limit'>, readonly string[]][] = [
      [{}, ['heard', 'waits', 'failed', 'sent']],
      [{ state: 'delivered' }, ['sent']],
      [{ state: 'accepted' }, ['waits', 'failed']],
      [{ state: 'received' }, ['heard']],
      [{ state: 'rejected' }, []],
      [{ direction: 'inbound' }, ['heard']],
      [{ direction: 'outbound' }, ['waits', 'failed', 'sent']],
      [{ mayBeDuplicate: true }, ['failed']],
      [{ mayBeDuplicate: false }, ['heard', 'waits', 'sent']],
      [{ reference: `ref ${smscId}` }, ['sent']],
      [{ reference: 'none' }, []],
      [{ number: person }, ['heard', 'failed', 'sent']],
      [{ number: ours }, ['heard', 'waits', 'failed', 'sent']],
      [{ number: other }, ['waits']],
      [{ number: `${other.slice(0, -1)}x` }, []],
      [{ conversationId: scene.conversationId() }, ['heard', 'failed', 'sent']],
      [{ conversationId: 'cnv_none' }, []],
      [{ number: person, direction: 'outbound', mayBeDuplicate: false }, ['sent']],
      [{ state: 'accepted', number: ours, conversationId: scene.conversationId() }, ['failed']],
    ]
    for (const [query, texts] of expected) {
      assert.deepEqual(await scene.texts({ smscId, ...query }), texts, JSON.stringify(query))
    }
    assert.deepEqual(await scene.texts({ smscId: 'smsc_none' }), [])
  })

  check('pages through a number at either end, each message once', async (scene) => {
    const { ours, person, smscId } = scene
    await scene.accept([scene.message({ from: ours, to: ours, conversationId: 'cnv_self', text: 'to self' })])
    for (let count = 0; count < 3; count++) {
      await scene.accept([scene.message({ text: `out ${count}`, to: `${person}${count}` })])
      await scene.hear(`in ${count}`, {
        from: `${person}${count}`,
        conversationId: scene.conversationId(`${person}${count}`),
      })
    }
    assert.deepEqual(await paged(scene, { number: ours, smscId, limit: 2 }), [
      'in 2',
      'out 2',
      'in 1',
      'out 1',
      'in 0',
      'out 0',
      'to self',
    ])
    assert.deepEqual(await paged(scene, { number: `${person}1`, limit: 1 }), ['in 1', 'out 1'])
  })

  check('gives nothing for a limit of nothing', async (scene) => {
    await scene.acceptOne()
    assert.deepEqual(await scene.store.messages({ limit: 0 }), { items: [], next: null })
  })
}

function textsOf(page: { readonly items: readonly { readonly text: string }[] }): readonly string[] {
  return page.items.map((item) => item.text)
}

async function paged(scene: Scene, query: MessageFilter): Promise<readonly string[]> {
  const texts: string[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 50; pages++) {
    const page = await scene.store.messages({ ...query, cursor })
    texts.push(...textsOf(page))
    if (page.next === null) return texts
    cursor = page.next
  }
  return assert.fail('the pages do not end')
}
