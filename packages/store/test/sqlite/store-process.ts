// A process of its own for the tests: opens the store in the directory it is told, and either says how that went, or
// works without end, in every way that changes something, and says what was acknowledged. Its words go out at once, so
// that a kill loses none.
import { writeSync } from 'node:fs'
import type { MessageId } from '@smpp-connect/contracts'
import { type LeasedPart, StoreUnavailable, type SubmitRecord } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { messageNamed, SHARES, SMSC_ID } from './message.ts'

const [, , mode = '', directory = '', round = ''] = process.argv
const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

const store = new SqliteStore({ directory })
try {
  await store.open()
} catch (failure) {
  say(failure instanceof StoreUnavailable ? `refused ${failure.reason}` : `broken ${failure}`)
  process.exit()
}
say('open')
if (mode === 'hold') setInterval(() => undefined, 60_000)
if (mode === 'work') for (let lane = 0; lane < 4; lane++) void workForever(lane)

async function workForever(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const name = `${round}x${lane}x${count}`
    const names = Array.from({ length: 1 + ((count * 7) % 40) }, (_, index) => `${name}x${index}`)
    const messages = names.map((one, index) =>
      messageNamed(one, { messageClass: index % 2 === 0 ? 'code' : 'bulk', owner: `key_${lane}` }),
    )
    await store.accept({ messages, atMs: count })
    say(names.map((one) => `accepted msg_${one}`).join('\n'))
    const { parts: leased } = await store.lease({ smscId: SMSC_ID, limit: 12, nowMs: count, shares: SHARES })
    if (leased.length > 0) say(leased.map(({ part }) => `leased ${part.messageId}`).join('\n'))
    await store.recordSubmits(leased.slice(0, 10).map((part, index) => end(part, index, count)))
    say(
      leased
        .slice(0, 5)
        .map(({ part }) => `submitted ${part.messageId}`)
        .join('\n') || 'nothing',
    )
    await store.recordReceipts(leased.slice(0, 3).map((part) => receipt(part, count)))
    say(
      leased
        .slice(0, 3)
        .map(({ part }) => `delivered ${part.messageId}`)
        .join('\n') || 'nothing',
    )
    const [rewritten] = messages
    if (count % 3 === 0 && rewritten) {
      await store.rewrite([{ message: { ...rewritten, text: 'anew' }, atMs: count, reason: 'test' }])
    }
    if (count % 5 === 0) await optOut(names[0] as string, count)
    // What this lane delivered a while ago goes: as it would after its time.
    if (count % 10 === 9) await store.removeOld(count - 8, 5)
    if (count % 10 === 4) await store.putDocument('routing', { count }, null, count)
  }
}

function end({ part, attempt }: LeasedPart, index: number, atMs: number): SubmitRecord {
  const id = smscId(part.messageId)
  const ends: readonly SubmitRecord['result'][] = [
    { kind: 'retry', status: 0x58, dueAtMs: atMs + 3, counts: true },
    { kind: 'uncertain', reason: 'test' },
    { kind: 'hold', status: 8, reason: 'test' },
    { kind: 'returned', reason: 'test', behind: true },
    { kind: 'final', state: 'rejected', status: 11, errorCode: 'ESME_RINVDSTADR' },
  ]
  const result = ends[index - 5] ?? { kind: 'submitted', smscMessageId: id, idForms: [id, `${id}b`] }
  return { part, attempt, smscId: SMSC_ID, atMs, sentAtMs: atMs, result }
}

function receipt({ part }: LeasedPart, atMs: number) {
  const id = smscId(part.messageId)
  return {
    smscId: SMSC_ID,
    atMs,
    smscMessageId: id,
    idForms: [id],
    otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
    userMessageReference: null,
    destination: '',
    state: 'delivered',
    stat: 'DELIVRD',
    error: '000',
  } as const
}

async function optOut(name: string, atMs: number): Promise<void> {
  const change = {
    person: `+44${name}`,
    ours: 'Shop',
    source: 'api',
    keyword: null,
    messageId: null,
    by: null,
  } as const
  await store.changeConsent([{ ...change, atMs, to: 'opted-out', reply: messageNamed(`${name}r`) }])
  say(`opted out ${name}`)
}

function smscId(messageId: MessageId): string {
  return `i${messageId}`
}
