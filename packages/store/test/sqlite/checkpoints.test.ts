import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { Checkpoints } from '../../src/sqlite/checkpoints.ts'
import { DATABASE_FILE, openForReading } from '../../src/sqlite/database.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed } from './message.ts'

/** Small, so that little needs to be written. */
const SETTINGS = { enoughPages: 256, mostPages: 2048, transactions: 1 }

/** A writer with checkpoints beside it, in a folder of their own, that counts what is asked of it. */
class Written {
  readonly #folder = temporaryFolder()
  readonly writer = new Writer(this.#folder.path, {})
  readonly checkpoints = new Checkpoints(this.#folder.path, this, SETTINGS)
  readonly path = this.#folder.path
  looks = 0
  own = 0
  #named = 0

  /** Messages that take about 60 pages together. */
  write(): void {
    const messages = Array.from({ length: 8 }, () => messageNamed(`${this.#named++}`, { text: 'x'.repeat(16_000) }))
    const { replies } = this.writer.run([{ id: 1, name: 'accept', args: [{ messages, atMs: 1 }] }])
    assert.ok(replies.every((reply) => 'result' in reply))
  }

  writeEnough(): void {
    while (this.writer.logState().pages < 2 * SETTINGS.enoughPages) this.write()
  }

  databaseOctets(): number {
    return statSync(join(this.path, DATABASE_FILE)).size
  }

  logState(): ReturnType<Writer['logState']> {
    this.looks += 1
    return this.writer.logState()
  }

  checkpoint(): void {
    this.own += 1
    this.writer.checkpoint()
  }

  distrustCopies(): void {
    this.writer.distrustCopies()
  }

  secureCopies(): boolean {
    return this.writer.secureCopies()
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
    const { writer, checkpoints } = written
    for (let round = 1; round <= 4; round++) {
      written.writeEnough()
      const before = written.databaseOctets()
      // Again and again, as transactions come: the try of the round before may end only now.
      await eventually('all is copied', () => {
        checkpoints.look()
        return writer.logState().copied === writer.logState().pages
      })
      assert.ok(written.databaseOctets() > before + SETTINGS.enoughPages * 4096)
      const { pages } = writer.logState()
      assert.ok(pages < 3 * SETTINGS.enoughPages, `${pages} pages of log in round ${round}`)
      // Not yet with a transaction that meets the very end of the copying.
      await eventually('the log begins anew', () => {
        written.write()
        return writer.logState().pages < pages
      })
    }
  })

  it('copy nothing while there is little', async () => {
    await using written = new Written()
    written.write()
    written.checkpoints.look()
    assert.equal(written.looks, 1)
    assert.equal(written.writer.logState().copied, 0)
  })

  it('rest while somebody reads what they must not write over, and go on afterwards', async () => {
    await using written = new Written()
    const { writer, checkpoints } = written
    written.write()
    const reader = openForReading(written.path)
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM messages').get()
    written.writeEnough()
    // What the reader sees is copied, which is so little that there is no second try.
    checkpoints.look()
    await eventually('a try', () => written.looks === 2)
    const { pages, copied } = writer.logState()
    assert.ok(copied < pages / 2, `${copied} of ${pages} were copied`)
    assert.equal(written.own, 0)
    reader.exec('COMMIT')
    reader.close()
    checkpoints.look()
    await eventually('the writer copies the rest', () => written.own === 1)
    assert.equal(written.looks, 4)
    assert.equal(writer.logState().copied, writer.logState().pages)
  })

  it('are the writer’s own when there can be no helper', async () => {
    using folder = temporaryFolder()
    let own = 0
    const log = {
      logState: () => ({ pages: 10_000, copied: 0 }),
      checkpoint: () => own++,
      distrustCopies: () => undefined,
      secureCopies: () => true,
    }
    const checkpoints = new Checkpoints(join(folder.path, 'nowhere'), log, SETTINGS)
    checkpoints.look()
    assert.equal(own, 0)
    await eventually('the writer copies', () => {
      checkpoints.look()
      return own > 0
    })
    await checkpoints.close()
  })
})
