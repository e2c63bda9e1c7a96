import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import { temporaryFolderInMemory } from '@smpp-connect/testkit'
import { PAGE_OCTETS } from '../../src/sqlite/database.ts'
import { failureOf } from '../../src/sqlite/failure.ts'
import { FRAME_HEADER_OCTETS } from '../../src/sqlite/log-inspection.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed } from './message.ts'
import { observeFolder } from './power-cut/observation.ts'

const DATABASE = 'connect.db'
const LOG = 'connect.db-wal'
const MARK = 'connect.mark'
const TRANSACTIONS = 12
const DAMAGES = 150
const FRAME_OCTETS = FRAME_HEADER_OCTETS + PAGE_OCTETS
const IDS = Array.from({ length: TRANSACTIONS }, (_, index) => `msg_${index}` as const)

/** The files of a store that was killed: some of it in the database, most of it in the log. */
function killedStore(transactions = TRANSACTIONS): {
  readonly files: ReadonlyMap<string, Buffer>
  readonly content: Promise<string>
} {
  using folder = temporaryFolderInMemory()
  const accept = (writer: Writer, index: number): void => {
    const messages = [messageNamed(String(index), { text: `text ${index} `.repeat(30) })]
    writer.run([{ id: 1, name: 'accept', args: [{ messages, atMs: index }] }])
  }
  const first = new Writer(folder.path, {})
  for (let index = 0; index < 4; index++) accept(first, index)
  first.close()
  const second = new Writer(folder.path, {})
  for (let index = 4; index < transactions; index++) accept(second, index)
  const files = new Map([DATABASE, LOG, MARK].map((name) => [name, readFileSync(join(folder.path, name))]))
  second.close()
  return { files, content: opened(files) }
}

/** What is in a store with these files, or the reason for which it is refused. */
async function opened(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  using folder = temporaryFolderInMemory()
  for (const [name, octets] of files) writeFileSync(join(folder.path, name), octets)
  try {
    return await observeFolder(folder.path, IDS)
  } catch (failure) {
    return `refused: ${failureOf(failure).text}`
  }
}

/** What becomes of many damages of one file, by what was seen. */
async function damaged(
  t: TestContext,
  name: string,
  damage: (octets: Buffer, nth: number) => Uint8Array,
  without: readonly string[] = [],
): Promise<Readonly<Record<'refused' | 'whole' | 'wrong', readonly string[]>>> {
  const { files, content } = killedStore()
  const right = await content
  assert.match(right, /text 11/)
  const outcomes = { refused: [] as string[], whole: [] as string[], wrong: [] as string[] }
  for (let nth = 0; nth < DAMAGES; nth++) {
    const changed = new Map<string, Uint8Array>([...files].filter(([file]) => !without.includes(file)))
    changed.set(name, damage(Buffer.from(files.get(name) ?? []), nth))
    const found = await opened(changed)
    const kind = found === right ? 'whole' : found.startsWith('refused') ? 'refused' : 'wrong'
    outcomes[kind].push(found)
  }
  t.diagnostic(`${outcomes.refused.length} refused, ${outcomes.whole.length} whole, ${outcomes.wrong.length} wrong`)
  return outcomes
}

function cutOff(octets: Buffer, nth: number): Buffer {
  return octets.subarray(0, Math.floor((octets.length * nth) / DAMAGES))
}

function flipSomewhere(octets: Buffer, nth: number): Buffer {
  const random = seededRandom(nth)
  const at = Math.floor(random.fraction() * octets.length)
  octets[at] = (octets[at] ?? 0) ^ (1 << Math.floor(random.fraction() * 8))
  return octets
}

/** How long the log is after so many transactions. */
function logOctets(transactions: number): number {
  return killedStore(transactions).files.get(LOG)?.length ?? 0
}

/** What is found when a bit of the octet before `end` in the log is flipped, and the mark is gone. */
async function withBitFlippedBefore(end: number): Promise<string> {
  const files = new Map<string, Uint8Array>(killedStore().files)
  const log = Buffer.from(files.get(LOG) ?? [])
  log[end - 1] = (log[end - 1] ?? 0) ^ 1
  files.set(LOG, log)
  files.delete(MARK)
  return opened(files)
}

describe('a log that a killed store left', () => {
  it('with a bit flipped anywhere: refused, with the place or the event, or all of it is there', async (t) => {
    const { refused, wrong } = await damaged(t, LOG, flipSomewhere)
    assert.deepEqual(wrong, [])
    for (const reason of refused) assert.match(reason, /octets \d+ to \d+|ends at event \d+/)
  })

  it('cut off anywhere: refused, with the event, or all of it is there', async (t) => {
    const { refused, wrong } = await damaged(t, LOG, cutOff)
    assert.deepEqual(wrong, [])
    for (const reason of refused) assert.match(reason, /ends at event \d+, but event 12 had been stored/)
  })

  it('with a bit flipped elsewhere than below, and nothing said how far it went: at most the last is taken for unfinished', async (t) => {
    const end = logOctets(TRANSACTIONS - 1)
    const elsewhere = (octets: Buffer, nth: number): Buffer => {
      const changed = flipSomewhere(Buffer.from(octets), nth)
      const isBelow = !changed.subarray(end - FRAME_OCTETS, end).equals(octets.subarray(end - FRAME_OCTETS, end))
      return isBelow ? octets : changed
    }
    const { wrong } = await damaged(t, LOG, elsewhere, [MARK])
    const withoutLast = await killedStore(TRANSACTIONS - 1).content
    for (const found of wrong) assert.equal(found, withoutLast)
  })

  it('with a bit flipped where the last but one ends, and nothing said how far it went: the last two are', async () => {
    assert.equal(await withBitFlippedBefore(logOctets(TRANSACTIONS - 1)), await killedStore(TRANSACTIONS - 2).content)
  })

  it('with a bit flipped where the one before that ends, and nothing said how far it went: refused', async () => {
    assert.match(
      await withBitFlippedBefore(logOctets(TRANSACTIONS - 2)),
      /^refused: the log connect.db-wal .* is damaged/,
    )
  })
})

describe('a database that', () => {
  it('was cut off anywhere: refused, or all of it is there', async (t) => {
    const { refused, wrong } = await damaged(t, DATABASE, cutOff)
    assert.deepEqual(wrong, [])
    for (const reason of refused) assert.match(reason, /is damaged; restore it from a backup|ends at event 0/)
  })

  it('was cut off while it was made: made again, for its journal says that there was none', async () => {
    // A journal of a database of no pages: magic, pages in it, nonce, pages before, octets of a sector, octets of a page.
    const journal = Buffer.alloc(512)
    Buffer.from('d9d505f920a163d7', 'hex').copy(journal)
    journal.writeUInt32BE(512, 20)
    journal.writeUInt32BE(4096, 24)
    const half = killedStore().files.get(DATABASE)?.subarray(0, 2048) ?? Buffer.alloc(0)
    half.writeUInt32BE(1, 28)
    const files = new Map([[DATABASE, half]])
    assert.match(await opened(files), /^refused: .*connect.db has 2048 octets, but says that it has 1 pages/)
    assert.match(await opened(files.set(`${DATABASE}-journal`, journal)), /"messages": \[\]/)
  })

  it('was replaced by an older copy: refused, and told how to go on with it', async () => {
    const { files } = killedStore()
    const older = killedStore(6).files
    const found = await opened(new Map([...older, [MARK, files.get(MARK) ?? Buffer.alloc(0)]]))
    assert.match(found, /^refused: the data ends at event 6, but event 12 had been stored.*remove connect\.mark/)
    assert.match(await opened(new Map([...older].filter(([name]) => name !== MARK))), /text 5/)
  })
})
