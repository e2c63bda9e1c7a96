// A process of its own for the tests: opens the store in the directory it is told, and either says how that went, or
// accepts and leases without end and says what was acknowledged. Its words go out at once, so that a kill loses none.
import { writeSync } from 'node:fs'
import { StoreUnavailable } from '@smpp-connect/store'
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
if (mode === 'work') for (let lane = 0; lane < 4; lane++) void acceptForever(lane)

async function acceptForever(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const names = Array.from({ length: 1 + ((count * 7) % 40) }, (_, index) => `${round}x${lane}x${count}x${index}`)
    await store.accept({ messages: names.map((name) => messageNamed(name)), atMs: count })
    say(names.map((name) => `accepted msg_${name}`).join('\n'))
    const leased = await store.lease({ smscId: SMSC_ID, limit: 10, nowMs: count, shares: SHARES })
    if (leased.length > 0) say(leased.map(({ part }) => `leased ${part.messageId}`).join('\n'))
  }
}
