import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import type { VerifyResult } from '../port.ts'
import { VERIFY_RULES } from '../rules/verify.ts'
import { type Check, ref, type Scene } from './scene.ts'

export function verifyChecks(check: Check): void {
  check(
    'finds nothing in a store that was used in every way, and looks at every rule',
    async (scene) => {
      const messages = await busyLife(scene)
      for (const limit of [1, 3, 1000]) {
        const seen = await verifyAll(scene, limit)
        assert.deepEqual(seen.findings, [])
        assert.equal(seen.messages, messages)
        const ofDatabase = ['conversation-ids-fit', 'database-sound']
        const rules = VERIFY_RULES.map(({ rule }) => rule).filter((rule) => !ofDatabase.includes(rule))
        for (const rule of rules) assert.ok((seen.checked.get(rule) ?? 0) > 0, rule)
      }
    },
    { fresh: true },
  )

  check(
    'finds nothing in an empty store',
    async (scene) => {
      const { findings, messages, parts } = await verifyAll(scene, 10)
      assert.deepEqual([findings, messages, parts], [[], 0, 0])
    },
    { fresh: true },
  )

  check(
    'may be asked while others write',
    async (scene) => {
      await busyLife(scene)
      const [seen] = await Promise.all([
        verifyAll(scene, 2),
        ...Array.from({ length: 20 }, () => scene.acceptOne().then(() => scene.lease(1))),
      ])
      assert.deepEqual(seen.findings, [])
    },
    { fresh: true },
  )

  check('says what each of its rules means', async () => {
    assert.ok(VERIFY_RULES.length >= 12)
    assert.equal(new Set(VERIFY_RULES.map(({ rule }) => rule)).size, VERIFY_RULES.length)
    for (const { what } of VERIFY_RULES) assert.match(what, /^[A-Z].*\.$/)
  })
}

export async function verifyAll(scene: Scene, limit: number) {
  const checked = new Map<string, number>()
  const findings: VerifyResult['findings'][number][] = []
  let [messages, parts] = [0, 0]
  for (let after: number | null = 0; after !== null; ) {
    const result: VerifyResult = await scene.store.verify({ afterSeq: after, limit, nowMs: scene.at(100) })
    assert.ok(result.messages <= limit)
    messages += result.messages
    parts += result.parts
    findings.push(...result.findings)
    for (const [rule, count] of Object.entries(result.checked)) checked.set(rule, (checked.get(rule) ?? 0) + count)
    after = result.next
  }
  return { checked, findings, messages, parts }
}

/** A little of everything; returns how many messages there are then. */
async function busyLife(scene: Scene): Promise<number> {
  const { store } = scene
  const to = (name: number) => ({ to: `${scene.person}${name}` })
  const messages = [
    scene.message({ ...to(1), references: [1, 2, 3] }),
    scene.message({ ...to(2), messageClass: 'code', owner: 'key_2' }),
    scene.message({ ...to(3), messageClass: 'bulk', smscFixed: true }),
    scene.message({ ...to(4), references: [4, 5] }),
    scene.message({ ...to(5), sendAtMs: scene.at(900) }),
    scene.message({ ...to(6) }),
    scene.message({ ...to(7), expiresAtMs: scene.at(1) }),
    scene.message({ ...to(8) }),
    scene.message({ ...to(9) }),
  ]
  const ids = (await scene.accept(messages)) as MessageId[]
  const [long, code, bulk, two, later, lost, , held, retried] = ids as [
    MessageId,
    MessageId,
    MessageId,
    MessageId,
    MessageId,
    MessageId,
    MessageId,
    MessageId,
    MessageId,
  ]
  await scene.lease()
  for (const number of [1, 2, 3]) await scene.took(ref(long, number), `L${number}`)
  await scene.receive('L2')
  await scene.receive('L1', { state: 'undelivered', stat: 'UNDELIV' })
  await scene.receive('L3', { state: 'submitted', stat: 'ENROUTE' })
  await scene.receive('C1')
  await scene.took(ref(code), 'C1')
  await scene.submit(ref(bulk), { kind: 'uncertain', reason: 'lost' })
  await store.resolve([{ part: ref(bulk), to: 'queued', atMs: scene.at(40), reason: 'policy' }])
  await scene.submit(ref(two, 1), { kind: 'final', state: 'rejected', status: 11, errorCode: 'ESME_RINVDSTADR' })
  await scene.receive('by reference', { userMessageReference: 5, destination: `${scene.person}4` })
  await scene.submit(ref(lost), { kind: 'uncertain', reason: 'lost' })
  await scene.submit(ref(held), { kind: 'hold', status: 8, reason: 'too often' })
  await scene.submit(ref(retried), { kind: 'retry', status: 0x58, dueAtMs: scene.at(700), counts: true })
  const rewritten = { ...(messages[4] as (typeof messages)[0]), smscId: `${scene.smscId}b`, text: 'anew' } as const
  assert.deepEqual(await store.rewrite([{ message: rewritten, atMs: scene.at(41), reason: 'test' }]), [true])
  await store.retext(long, 'another', scene.at(42))
  await store.appendEvents([
    {
      atMs: scene.at(43),
      kind: 'message.asked',
      messageId: later,
      part: 1,
      conversationId: null,
      smscId: null,
      detail: { operation: 'query' },
    },
  ])
  await scene.hear('hello')
  await scene.receive('matches nothing')
  return messages.length + 1
}
