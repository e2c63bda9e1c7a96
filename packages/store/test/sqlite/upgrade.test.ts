import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { smscSettingsSchema } from '@smpp-connect/contracts'
import type { LeasedPart, VerifyResult } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { SHARES } from './message.ts'
import { makeVersion1 } from './version-1.ts'

const T = 1_760_000_000_000

describe('data of version 1', () => {
  it('is all there after the upgrade, is sound, and goes on', async () => {
    using folder = temporaryFolder()
    const before = messagesOfVersion1(folder.path)
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    for (const { id, state, text, events } of before) {
      const message = await store.message(id)
      assert.deepEqual([message?.state, message?.text], [state, text], id)
      const timeline = await store.timeline(id)
      assert.deepEqual(
        timeline.map(({ seq, atMs, kind, part, detail }) => ({ seq, atMs, kind, part, detail })),
        events,
      )
    }
    const log = await store.events(0, 100)
    assert.deepEqual(
      log.map(({ seq }) => seq),
      Array.from({ length: 29 }, (_, index) => index + 1),
    )
    assert.deepEqual([log[9]?.messageId, log[9]?.conversationId, log[9]?.smscId], ['msg_1', 'cnv_1', 'smsc_1'])
    assert.deepEqual(await findings(store), [])

    const first = await store.message('msg_1')
    assert.deepEqual(
      [first?.messageClass, first?.owner, first?.reference, first?.finalAtMs],
      ['transactional', '', 'order 17', T + 4],
    )
    assert.equal((await store.message('msg_4'))?.mayBeDuplicate, true)
    assert.equal((await store.message('msg_7'))?.wire?.destination.address, '77')
    assert.deepEqual(await store.reroutable('smsc_1', 0, 9), [])

    const { parts: leased } = await store.lease({ smscId: 'smsc_1', limit: 9, nowMs: T + 1000, shares: SHARES })
    assert.deepEqual(leased.map(shown), ['msg_3.1 03,1,ff', 'msg_6.2 06,2,ff', 'msg_6.3 06,3,ff', 'msg_8.1 08,1,ff'])
    assert.deepEqual(leased[0]?.wire, {
      source: { ton: 3, npi: 0, address: '12345' },
      destination: { ton: 1, npi: 1, address: '447700900003' },
      serviceType: '',
      protocolId: 0,
      priorityFlag: 0,
      registeredDelivery: 1,
      replaceIfPresent: false,
      dataCoding: 0,
      validity: 'relative',
      scheduleAtMs: null,
    })
    await completeLife(store)
    assert.deepEqual(await findings(store), [])
    await store.close()
  })

  it('has its definitions in today’s form', async () => {
    using folder = temporaryFolder()
    makeVersion1(folder.path).close()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const [definition, ...more] = await store.smscs()
    await store.close()
    assert.ok(definition && more.length === 0)
    const { id, version, createdAtMs, updatedAtMs, ...settings } = definition
    assert.deepEqual([id, version, createdAtMs, updatedAtMs], ['smsc_1', 1, T, T])
    assert.deepEqual(smscSettingsSchema.parse(settings), settings)
    assert.deepEqual(definition.classes.code, { validityMinutes: 90, uncertainPolicy: 'resend', share: 60 })
    assert.deepEqual(definition.classes.bulk, { validityMinutes: 90, uncertainPolicy: 'resend', share: 10 })
  })
})

/** Ids, parked receipts, joins and answers are still those that they were. */
async function completeLife(store: SqliteStore): Promise<void> {
  const receipt = {
    smscId: 'smsc_1',
    atMs: T + 2000,
    otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
    userMessageReference: null,
    destination: '',
    state: 'delivered',
    stat: 'DELIVRD',
    error: '000',
  } as const
  const results = await store.recordReceipts(
    ['a2', 'zz'].map((form) => ({ ...receipt, smscMessageId: form, idForms: [form] })),
  )
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['applied', 'ignored'],
  )
  const answer = { kind: 'submitted', smscMessageId: 'Z9', idForms: ['z9'] } as const
  const part = { messageId: 'msg_5', number: 1 } as const
  const [answered] = await store.recordSubmits([
    { part, attempt: 1, smscId: 'smsc_1', atMs: T + 2000, sentAtMs: T, result: answer },
  ])
  assert.equal(answered?.state, 'delivered')
  assert.deepEqual(
    (await store.parkedReceipts('smsc_1', 0, 9)).map(({ receipt }) => receipt.smscMessageId),
    [''],
  )
  const [joined] = await store.recordInbound([
    {
      id: 'msg_i3',
      conversationId: 'cnv_1',
      smscId: 'smsc_1',
      atMs: T + 2000,
      from: '+447700900001',
      to: '12345',
      encoding: 'gsm7',
      text: ', part two',
      fingerprint: 'fi3',
      duplicateWithinMs: 0,
      tlvs: [],
      consent: null,
      segment: { key: 'k', number: 2, total: 2 },
    },
  ])
  assert.equal(joined?.kind, 'stored')
  assert.equal((await store.message('msg_i3'))?.text, 'part one, part two')
  assert.equal((await store.storedAnswer('s', 'k'))?.status, 202)
  assert.equal((await store.users())[0]?.name, 'ada')
}

async function findings(store: SqliteStore): Promise<readonly VerifyResult['findings'][number][]> {
  const found: VerifyResult['findings'][number][] = []
  for (let next: number | null = 0; next !== null; ) {
    const result: VerifyResult = await store.verify({ afterSeq: next, limit: 100, nowMs: T })
    found.push(...result.findings)
    next = result.next
  }
  return found
}

function shown({ part, shortMessage }: LeasedPart): string {
  return `${part.messageId}.${part.number} ${[...shortMessage].map((octet, index) => octet.toString(16).padStart(index === 0 ? 2 : 1, '0'))}`
}

/** Writes a database as version 1 left it; returns its messages with what happened to them. */
function messagesOfVersion1(directory: string) {
  const db = makeVersion1(directory)
  const events = db.prepare('SELECT seq, at_ms, kind, part, detail FROM events WHERE message = ? ORDER BY seq')
  const messages = db.prepare('SELECT seq, id, state, text FROM messages').all()
  const made = messages.map(({ seq, id, state, text }) => ({
    id: id as `msg_${string}`,
    state,
    text,
    events: events.all(seq as number).map((event) => ({
      seq: event.seq,
      atMs: event.at_ms,
      kind: event.kind,
      part: event.part,
      detail: JSON.parse(String(event.detail)),
    })),
  }))
  db.close()
  return made
}
