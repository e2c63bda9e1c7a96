import type { DatabaseSync } from 'node:sqlite'
import type { ConnectEvent, SmscId } from '@smpp-connect/contracts'
import { type Counter, OPEN_PART_STATES, type OpenPartState } from '../engine/tables.ts'
import type { NewEvent } from '../port.ts'
import { Statement } from './database.ts'
import type { SmscKeys } from './smsc-keys.ts'

/** An event with the position of its message. */
interface Entry {
  readonly event: ConnectEvent
  readonly messageSeq: number | null
}

/** Where the book stood when a step began. */
export interface BookMark {
  readonly entries: number
  readonly messageSeq: number
  readonly eventSeq: number
  readonly lastSmscKey: number
}

/**
 * The log and the figures of the transaction under way. They are kept in memory while its steps run and written once,
 * before the commit: what one step appends no other step reads.
 */
export class Book {
  readonly #smscs: SmscKeys
  readonly #insertEvent: Statement
  readonly #putCounter: Statement
  readonly #putPartCounter: Statement
  readonly #counters = new Map<string, number>()
  readonly #changed = new Set<string>()
  /** What the counters were before the step under way. */
  readonly #before = new Map<string, number>()
  #entries: Entry[] = []
  #messageSeq: number
  #eventSeq: number

  constructor(db: DatabaseSync, smscs: SmscKeys) {
    this.#smscs = smscs
    this.#insertEvent = new Statement(db, 'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.#putCounter = new Statement(db, 'INSERT OR REPLACE INTO counters VALUES (?, ?)')
    this.#putPartCounter = new Statement(db, 'INSERT OR REPLACE INTO part_counters VALUES (?, ?, ?)')
    for (const [name, value] of new Statement(db, 'SELECT name, value FROM counters').all()) {
      this.#counters.set(String(name), Number(value))
    }
    for (const [smsc, state, value] of new Statement(db, 'SELECT smsc, state, value FROM part_counters').all()) {
      this.#counters.set(`${smsc} ${state}`, Number(value))
    }
    const last = (table: string): number =>
      Number(new Statement(db, `SELECT coalesce(max(seq), 0) FROM ${table}`).get()?.[0])
    this.#messageSeq = last('messages')
    this.#eventSeq = last('events')
  }

  nextMessageSeq(): number {
    return this.#messageSeq + 1
  }

  noteMessage(seq: number): void {
    this.#messageSeq = seq
  }

  append(event: NewEvent, messageSeq: number | null): void {
    this.#eventSeq += 1
    this.#entries.push({ event: { ...event, seq: this.#eventSeq }, messageSeq })
  }

  count(counter: Counter, by: number): void {
    this.#add(counter, by)
  }

  countParts(smscId: SmscId, state: OpenPartState, by: number): void {
    this.#add(`${this.#smscs.of(smscId)} ${state}`, by)
  }

  hasOpenParts(smscId: SmscId): boolean {
    const smsc = this.#smscs.find(smscId)
    return OPEN_PART_STATES.some((state) => (this.#counters.get(`${smsc} ${state}`) ?? 0) > 0)
  }

  /** Begins a step. */
  mark(): BookMark {
    this.#before.clear()
    return {
      entries: this.#entries.length,
      messageSeq: this.#messageSeq,
      eventSeq: this.#eventSeq,
      lastSmscKey: this.#smscs.last,
    }
  }

  /** Forgets what the step did since the mark. */
  backTo(mark: BookMark): void {
    this.#entries.length = mark.entries
    this.#messageSeq = mark.messageSeq
    this.#eventSeq = mark.eventSeq
    this.#smscs.forgetAfter(mark.lastSmscKey)
    for (const [name, value] of this.#before) this.#counters.set(name, value)
    this.#before.clear()
  }

  /** Writes what was noted; returns the events, which are for the listeners once the commit is through. */
  write(): readonly ConnectEvent[] {
    for (const { event, messageSeq } of this.#entries) {
      const { seq, atMs, kind, part, conversationId, smscId, detail } = event
      const smsc = messageSeq === null && smscId !== null ? this.#smscs.of(smscId) : null
      const conversation = messageSeq === null ? conversationId : null
      this.#insertEvent.run(seq, atMs, kind, messageSeq, part, conversation, smsc, JSON.stringify(detail))
    }
    for (const name of this.#changed) {
      const value = this.#counters.get(name) ?? 0
      const [first, state] = name.split(' ') as [string, string?]
      if (state === undefined) this.#putCounter.run(first, value)
      else this.#putPartCounter.run(Number(first), state, value)
    }
    this.#changed.clear()
    const events = this.#entries.map((entry) => entry.event)
    this.#entries = []
    return events
  }

  #add(name: string, by: number): void {
    const before = this.#counters.get(name) ?? 0
    if (!this.#before.has(name)) this.#before.set(name, before)
    this.#counters.set(name, before + by)
    this.#changed.add(name)
  }
}
