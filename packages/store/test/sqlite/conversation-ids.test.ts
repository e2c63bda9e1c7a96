import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { ConversationId } from '@smpp-connect/contracts'
import type { InboundRecord, MessageFilter, VerifyResult } from '@smpp-connect/store'
import { temporaryFolderInMemory } from '@smpp-connect/testkit'
import type { OperationName } from '../../src/engine/operations.ts'
import type { WriteSettings } from '../../src/sqlite/database.ts'
import { Reader } from '../../src/sqlite/reader.ts'
import type { QueryName } from '../../src/sqlite/reading/queries.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed, SMSC_ID } from './message.ts'

const EVERY = 4

/** A writer and a reader beside it, over a folder. */
class Beside {
  readonly #folder = temporaryFolderInMemory()
  readonly #settings: WriteSettings
  #writer: Writer
  readonly #reader: Reader

  constructor(indexEvery = EVERY) {
    this.#settings = { indexEvery }
    this.#writer = new Writer(this.#folder.path, this.#settings)
    this.#reader = new Reader(this.#folder.path)
  }

  change(name: OperationName, ...args: readonly unknown[]): unknown {
    const [reply] = this.#writer.run([{ id: 1, name, args }]).replies
    if (!reply || 'failure' in reply) throw new Error(reply?.failure.text)
    return reply.result
  }

  ask(name: QueryName, ...args: readonly unknown[]): unknown {
    const [reply] = this.#reader.run([{ id: 1, name, args }]).replies
    if (!reply || 'failure' in reply) throw new Error(reply?.failure.text)
    return reply.result
  }

  /** A text to each, which begins a conversation; returns the ids of the conversations that they are in. */
  writeTo(names: readonly string[], fields: Parameters<typeof messageNamed>[1] = {}): readonly ConversationId[] {
    const messages = names.map((name) => messageNamed(name, fields))
    const { conversationIds } = this.change('accept', { messages, atMs: 1 }) as {
      conversationIds: readonly ConversationId[]
    }
    return conversationIds
  }

  hear(name: string, fields: Partial<InboundRecord>): void {
    const inbound = {
      id: `msg_${name}`,
      conversationId: `cnv_${name}`,
      smscId: SMSC_ID,
      atMs: 2,
      from: `+44${name}`,
      to: 'Shop',
      encoding: 'gsm7',
      text: 'hello',
      fingerprint: name,
      duplicateWithinMs: 0,
      tlvs: [],
      consent: null,
      segment: null,
      ...fields,
    }
    this.change('recordInbound', [inbound])
  }

  /** How many messages the conversation of that id has, as the reader finds it; undefined if it does not. */
  count(id: ConversationId): number | undefined {
    const found = this.ask('conversation', id) as { id: ConversationId; messageCount: number } | undefined
    const { items } = this.ask('messages', { limit: 50, conversationId: id } satisfies MessageFilter) as {
      items: readonly unknown[]
    }
    assert.deepEqual([found?.id ?? id, found?.messageCount ?? 0], [id, items.length])
    return found?.messageCount
  }

  /** Which rows are in the index, in their order. */
  indexed(): readonly unknown[] {
    const db = new DatabaseSync(`${this.#folder.path}/connect.db`, { readOnly: true })
    const rows = db.prepare('SELECT conversation FROM conversation_ids ORDER BY conversation').all()
    db.close()
    return rows.map(({ conversation }) => conversation)
  }

  reopen(): void {
    this.#writer.close()
    this.#writer = new Writer(this.#folder.path, this.#settings)
  }

  get writer(): Writer {
    return this.#writer
  }

  /** Everything is as it should be; then it is over. */
  end(): void {
    for (let next: number | null = 0; next !== null; ) {
      const result = this.ask('verify', { afterSeq: next, limit: 100, nowMs: 9 }) as VerifyResult
      assert.deepEqual(result.findings, [])
      next = result.next
    }
    this.#reader.close()
    this.#writer.close()
    this.#folder[Symbol.dispose]()
  }
}

describe('ids of conversations', () => {
  let beside: Beside
  beforeEach(() => {
    beside = new Beside()
  })
  afterEach(() => beside.end())

  it('are found by writer and reader, in the index and before they get there, and after a restart', () => {
    const names = Array.from({ length: 10 }, (_, index) => `n${index}`)
    for (const name of names) beside.writeTo([name])
    assert.deepEqual(beside.indexed(), [1, 2, 3, 4, 5, 6, 7, 8])
    for (const isAgain of [false, true]) {
      if (isAgain) beside.reopen()
      for (const name of names) {
        assert.equal(beside.count(`cnv_${name}`), 1)
        assert.equal(beside.change('markRead', `cnv_${name}`, 3), false)
      }
      assert.equal(beside.count('cnv_n'), undefined)
      assert.equal(beside.change('markRead', 'cnv_n', 3), false)
    }
  })

  it('are told apart where their beginnings are the same', () => {
    const names = Array.from({ length: 2 * EVERY + 1 }, (_, index) => `0123456789${index}`)
    beside.writeTo(names)
    for (const name of names) assert.equal(beside.count(`cnv_${name}`), 1)
    for (const unknown of ['cnv_01234567', 'cnv_0123456789', 'cnv_'] as const) {
      assert.equal(beside.count(unknown), undefined)
    }
  })

  for (const [where, others, entries] of [
    ['in the index', EVERY, EVERY],
    ['there in a round that goes on', EVERY - 1, 2],
    ['before it is in the index', EVERY - 2, 0],
  ] as const) {
    for (const restarts of [false, true]) {
      it(`make one conversation of two spellings, the first ${where}${restarts ? ', after a restart' : ''}`, () => {
        beside.writeTo(['a'])
        beside.writeTo(Array.from({ length: others }, (_, index) => `b${index}`))
        assert.equal(beside.indexed().length, entries)
        if (restarts) beside.reopen()
        assert.deepEqual(beside.writeTo(['a1'], { conversationId: 'cnv_a', to: '+44a', from: 'SHOP' }), ['cnv_a'])
        beside.hear('a2', { conversationId: 'cnv_a', from: '+44a', to: 'shoP' })
        assert.equal(beside.count('cnv_a'), 3)
        const { unread } = beside.ask('conversation', 'cnv_a') as { unread: number }
        assert.equal(unread, 1)
      })
    }
  }

  it('go with their conversations, and a row is not given again that the index had', () => {
    beside.hear('1', { atMs: 5 })
    for (const [index, name] of ['2', '3', '4', '5', '6'].entries()) beside.hear(name, { atMs: index < 2 ? 5 : 1 })
    assert.deepEqual(beside.indexed(), [1, 2, 3, 4])
    // Of 4, 5 and 6 the first is in the index, and none is there that is newer.
    assert.equal(beside.change('removeOld', 3, 100), 3)
    assert.deepEqual(beside.indexed(), [1, 2, 3])
    assert.equal(beside.count('cnv_4'), undefined)
    beside.hear('7', { atMs: 5 })
    assert.equal(beside.count('cnv_7'), 1)
    beside.reopen()
    assert.equal(beside.count('cnv_7'), 1)
    beside.writeTo(['8', '9', '10', '11'])
    assert.deepEqual(beside.indexed(), [1, 2, 3, 5, 6, 7, 8])
  })

  it('go in the midst of a round, with or without an entry, and none that is made then is taken for indexed', () => {
    for (const name of ['1', '2', '3', '4']) beside.hear(name, { atMs: name === '2' || name === '4' ? 1 : 5 })
    assert.deepEqual(beside.indexed(), [1, 2])
    assert.equal(beside.change('removeOld', 3, 100), 2)
    assert.deepEqual(beside.indexed(), [1])
    beside.hear('5', { atMs: 5 })
    assert.deepEqual(beside.indexed(), [1, 3])
    assert.equal(beside.count('cnv_5'), 1)
    // A round that a restart cuts off is begun anew.
    beside.writeTo(['6', '7', '8'])
    assert.deepEqual(beside.indexed(), [1, 3, 5, 6])
    beside.reopen()
    beside.writeTo(['9', '99', '999'])
    assert.deepEqual(beside.indexed(), [1, 3, 5, 6, 7, 8, 9])
    for (const name of ['5', '6', '7', '8', '9', '99', '999']) assert.equal(beside.count(`cnv_${name}`), 1)
  })

  it('are none of a transaction that was not kept', () => {
    beside.writeTo(['1', '2', '3'])
    const accept = (id: number, names: readonly string[]) => ({
      id,
      name: 'accept',
      args: [{ messages: names.map((name) => messageNamed(name)), atMs: 1 }],
    })
    // A round begins and ends with the fourth and the fifth; then a message is there twice, and nothing of it is kept.
    const [reply] = beside.writer.run([accept(1, ['4', '5', '1', '1'])]).replies
    assert.ok(reply && 'failure' in reply)
    assert.deepEqual(beside.indexed(), [])
    const { replies } = beside.writer.run([accept(1, ['6']), accept(2, ['7', '1', '1']), accept(3, ['8'])])
    assert.deepEqual(
      replies.map((one) => 'failure' in one),
      [false, true, false],
    )
    // The second round began anew, for the first was forgotten with what was not kept.
    assert.deepEqual(beside.indexed(), [1, 2])
    beside.writeTo(['9', '99'])
    assert.deepEqual(beside.indexed(), [1, 2, 3, 4, 5])
    for (const name of ['1', '2', '3', '6', '8']) assert.equal(beside.count(`cnv_${name}`), 1)
    for (const name of ['4', '5', '7']) assert.equal(beside.count(`cnv_${name}`), undefined)
  })
})

describe('ids of conversations, in a round of many', () => {
  const MANY = 40
  const named = (count: number, from = 1): readonly string[] =>
    Array.from({ length: count }, (_, index) => String(from + index).padStart(3, '0'))
  let beside: Beside
  beforeEach(() => {
    beside = new Beside(MANY)
    // The last is the first to get into the index. Two of them can go: the second and the last to get there.
    for (const name of named(MANY).toReversed()) beside.hear(name, { atMs: name === '002' || name === '040' ? 1 : 5 })
  })
  afterEach(() => beside.end())

  it('go into the index sixteen at a time, and the rest at the end', () => {
    const after = (count: number, from: number): number => {
      beside.writeTo(named(count, from))
      return beside.indexed().length
    }
    assert.equal(beside.indexed().length, 0)
    assert.equal(after(6, 101), 0)
    assert.equal(after(1, 107), 16)
    assert.deepEqual(
      beside.indexed(),
      Array.from({ length: 16 }, (_, index) => 25 + index),
    )
    assert.equal(after(7, 108), 16)
    assert.equal(after(1, 115), 32)
    assert.equal(after(3, 116), 32)
    assert.equal(after(1, 119), 40)
    for (const name of [...named(MANY), ...named(19, 101)]) assert.equal(beside.count(`cnv_${name}`), 1)
  })

  it('go while their entries are due, and leave no entry behind', () => {
    assert.equal(beside.change('removeOld', 3, 100), 2)
    beside.writeTo(named(7, 101))
    assert.deepEqual(beside.indexed(), [...Array.from({ length: 14 }, (_, index) => 25 + index), 40])
    beside.writeTo(named(12, 108))
    assert.equal(beside.indexed().length, 38)
    for (const name of ['002', '040']) assert.equal(beside.count(`cnv_${name}`), undefined)
    for (const name of ['001', '003', '039', '101', '119']) assert.equal(beside.count(`cnv_${name}`), 1)
  })

  it('are begun anew when a restart cuts the round off, where they are in part', () => {
    beside.writeTo(named(7, 101))
    assert.equal(beside.indexed().length, 16)
    beside.reopen()
    // The next one is the first of a round of all 48, of which 16 are there.
    beside.writeTo(named(8, 108))
    assert.equal(beside.indexed().length, 16)
    beside.writeTo(named(16, 116))
    assert.equal(beside.indexed().length, 48)
    for (const name of [...named(MANY), ...named(31, 101)]) assert.equal(beside.count(`cnv_${name}`), 1)
  })
})
