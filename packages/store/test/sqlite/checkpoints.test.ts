import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { WriteAheadLog } from '@smpp-connect/store'
import { eventually, temporaryFolder, VirtualClock } from '@smpp-connect/testkit'
import { Checkpoints } from '../../src/sqlite/checkpoints.ts'
import { DATABASE_FILE, openForReading } from '../../src/sqlite/database.ts'
import { LogReports, type LogState } from '../../src/sqlite/log-reports.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed } from './message.ts'

/** Small, so that little needs to be written. */
const SETTINGS = { enoughPages: 256, mostPages: 2048, transactions: 1, restsForMs: 5_000 }

/** A writer with checkpoints beside it, in a folder of their own, that counts what is asked of it and what it reports. */
class Written {
  readonly #folder = temporaryFolder()
  readonly writer = new Writer(this.#folder.path, {})
  readonly path = this.#folder.path
  readonly clock = new VirtualClock()
  readonly reports: WriteAheadLog[] = []
  readonly checkpoints = new Checkpoints(
    this.path,
    this,
    new LogReports((log) => this.reports.push(log), this.clock),
    SETTINGS,
    this.clock,
  )
  /** Why what was copied cannot be secured; undefined: it can, or need not be. */
  insecure: string | undefined
  looks = 0
  own = 0
  tries = 0
  #named = 0

  /** Messages that take about 60 pages together. */
  write(): void {
    const messages = Array.from({ length: 8 }, () => messageNamed(`${this.#named++}`, { text: 'x'.repeat(16_000) }))
    const { replies } = this.writer.run([{ id: 1, name: 'accept', args: [{ messages, atMs: 1 }] }])
    assert.ok(replies.every((reply) => 'result' in reply))
  }

  writeEnough(): void {
    while (this.log.pages < 2 * SETTINGS.enoughPages) this.write()
  }

  databaseOctets(): number {
    return statSync(join(this.path, DATABASE_FILE)).size
  }

  get log(): LogState {
    const log = this.writer.logState()
    assert.ok(log)
    return log
  }

  get lastReport(): WriteAheadLog | undefined {
    return this.reports.at(-1)
  }

  logState(): LogState {
    this.looks += 1
    return this.log
  }

  checkpoint(): string | undefined {
    this.own += 1
    return this.writer.checkpoint()
  }

  distrustCopies(reason: string): void {
    this.writer.distrustCopies(reason)
  }

  secureCopies(): string | undefined {
    this.tries += 1
    return this.insecure ?? this.writer.secureCopies()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.checkpoints.close()
    this.writer.close()
    this.#folder[Symbol.dispose]()
  }
}

describe('checkpoints', () => {
  it('copy the log beside the writer, which then begins it anew, again and again', async () => {
    await using written = new Written()
    const { checkpoints } = written
    for (let round = 1; round <= 4; round++) {
      written.writeEnough()
      const before = written.databaseOctets()
      // Again and again, as transactions come: the try of the round before may end only now.
      await eventually('all is copied', () => {
        checkpoints.look()
        return written.log.copied === written.log.pages
      })
      assert.ok(written.databaseOctets() > before + SETTINGS.enoughPages * 4096)
      const { pages } = written.log
      assert.ok(pages < 3 * SETTINGS.enoughPages, `${pages} pages of log in round ${round}`)
      // Not yet with a transaction that meets the very end of the copying.
      await eventually('the log begins anew', () => {
        written.write()
        return written.log.pages < pages
      })
    }
  })

  it('copy nothing while there is little', async () => {
    await using written = new Written()
    written.write()
    written.checkpoints.look()
    assert.equal(written.looks, 1)
    assert.equal(written.log.copied, 0)
  })

  it('rest while somebody reads what they must not write over, and go on afterwards', async () => {
    await using written = new Written()
    const { checkpoints } = written
    written.write()
    const reader = openForReading(written.path)
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM messages').get()
    written.writeEnough()
    // What the reader sees is copied, which is so little that there is no second try.
    checkpoints.look()
    await eventually('a try', () => written.looks === 2)
    const { pages, copied } = written.log
    assert.ok(copied < pages / 2, `${copied} of ${pages} were copied`)
    assert.equal(written.own, 0)
    reader.exec('COMMIT')
    reader.close()
    checkpoints.look()
    await eventually('the writer copies the rest', () => written.own === 1)
    assert.equal(written.looks, 4)
    assert.equal(written.log.copied, written.log.pages)
    assert.ok(
      written.reports.every(({ trouble }) => trouble === null),
      'nothing failed',
    )
  })

  it('say why what was copied cannot be secured, try again when they have rested, and say when they copy again', async () => {
    await using written = new Written()
    const { checkpoints, clock } = written
    const look = (): string | null | undefined => {
      checkpoints.look()
      return written.lastReport?.trouble
    }
    written.writeEnough()
    written.insecure = 'the disk is full'
    assert.equal(look(), 'the disk is full')
    assert.equal(written.lastReport?.octets, written.log.pages * 4096)
    await clock.advance(SETTINGS.restsForMs - 1)
    written.insecure = undefined
    look()
    assert.equal(written.tries, 1)
    await clock.advance(1)
    assert.equal(look(), 'the disk is full', 'until a try has ended')
    await eventually('it is copied again', () => written.lastReport?.trouble === null)
    assert.deepEqual(
      written.reports.filter(({ trouble }) => trouble === null),
      [written.lastReport],
    )
    assert.equal(written.log.copied, written.log.pages)
  })

  it('try again after a failure though little is left to copy', async () => {
    await using written = new Written()
    written.writeEnough()
    written.insecure = 'the disk is full'
    written.checkpoints.look()
    assert.equal(written.writer.checkpoint(), undefined)
    await written.clock.advance(SETTINGS.restsForMs)
    written.insecure = undefined
    written.checkpoints.look()
    await eventually('it works again', () => written.lastReport?.trouble === null)
  })

  it('say how long the log is also while the helper copies', async () => {
    await using written = new Written()
    written.writeEnough()
    written.checkpoints.look()
    written.write()
    await written.clock.advance(1_000)
    // The helper's answer waits for the event loop.
    written.checkpoints.look()
    const [first, second] = written.reports
    assert.ok(first && second && second.octets > first.octets, JSON.stringify(written.reports))
  })

  it('are the writer’s own when there can be no helper', async () => {
    using folder = temporaryFolder()
    let own = 0
    const log = {
      logState: () => ({ pages: 10_000, copied: 0 }),
      checkpoint: () => (own++ === 0 ? undefined : 'the disk is full'),
      distrustCopies: () => undefined,
      secureCopies: () => undefined,
    }
    const clock = new VirtualClock()
    const troubles: (string | null)[] = []
    const reports = new LogReports(({ trouble }) => troubles.push(trouble), clock)
    const checkpoints = new Checkpoints(join(folder.path, 'nowhere'), log, reports, SETTINGS, clock)
    checkpoints.look()
    assert.equal(own, 0)
    await eventually('it is told that the helper is gone', () => {
      checkpoints.look()
      return troubles.length === 2
    })
    assert.equal(own, 0)
    await clock.advance(SETTINGS.restsForMs)
    checkpoints.look()
    assert.equal(own, 1)
    checkpoints.look()
    assert.deepEqual(troubles, [null, 'the thread that copied the log has ended', null, 'the disk is full'])
    await checkpoints.close()
  })
})
