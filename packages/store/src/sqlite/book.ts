import type { DatabaseSync } from 'node:sqlite'
import type { ConnectEvent, SmscId } from '@smpp-connect/contracts'
import type { Counter, MessageEvent, MessagePlace, QueuedStream, StreamFigure } from '../engine/tables.ts'
import { OPEN_PART_STATES } from '../engine/tables.ts'
import type { NewEvent } from '../port.ts'
import type { MessageHead } from '../rules/rows.ts'
import { FIRST_TURNS, type Turns } from '../rules/turns.ts'
import { Statement } from './database.ts'
import { writeEntry } from './octets/history.ts'
import { writeLogEntry } from './octets/log-entry.ts'
import { OctetWriter } from './octets/octet-writer.ts'
import type { SmscKeys } from './smsc-keys.ts'
import type { StreamKeys } from './stream-keys.ts'

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
  readonly lastStreamKey: number
}

/** What of a message an event about it needs. */
export type Told = Pick<MessageHead, 'seq' | 'id' | 'conversationId' | 'smscId'>

/**
 * The log and the figures of the transaction under way, and whose turn it is. They are kept in memory while its steps run
 * and written once, before the commit: what one step appends no other step reads.
 */
export class Book {
  readonly #smscs: SmscKeys
  readonly #streams: StreamKeys
  readonly #insertLog: Statement
  readonly #putCounter: Statement
  readonly #putFigure: Statement
  readonly #counters = new Map<string, number>()
  readonly #changed = new Set<string>()
  readonly #turns = new Map<SmscId, Turns>()
  /** What the counters, and the turns, were before the step under way. */
  readonly #before = new Map<string, number>()
  readonly #turnsBefore = new Map<SmscId, Turns | undefined>()
  readonly #octets = new OctetWriter()
  #entries: Entry[] = []
  #messageSeq: number
  #eventSeq: number

  constructor(db: DatabaseSync, smscs: SmscKeys, streams: StreamKeys) {
    this.#smscs = smscs
    this.#streams = streams
    this.#insertLog = new Statement(db, 'INSERT INTO log (last_seq, first_seq, at_ms, events) VALUES (?, ?, ?, ?)')
    this.#putCounter = new Statement(db, 'INSERT OR REPLACE INTO counters VALUES (?, ?)')
    this.#putFigure = new Statement(db, 'INSERT OR REPLACE INTO stream_figures VALUES (?, ?, ?)')
    for (const [name, value] of new Statement(db, 'SELECT name, value FROM counters').all()) {
      this.#counters.set(String(name), Number(value))
    }
    for (const [stream, figure, value] of new Statement(db, 'SELECT stream, figure, value FROM stream_figures').all()) {
      this.#counters.set(`${stream} ${figure}`, Number(value))
    }
    this.#messageSeq = this.#counters.get(LAST_MESSAGE) ?? 0
    this.#eventSeq = Number(new Statement(db, 'SELECT coalesce(max(last_seq), 0) FROM log').get()?.[0])
  }

  nextMessageSeq(): number {
    return this.#messageSeq + 1
  }

  noteMessage(seq: number): void {
    this.#messageSeq = seq
    this.#changed.add(LAST_MESSAGE)
  }

  append(event: NewEvent, messageSeq: number | null): void {
    this.#eventSeq += 1
    this.#entries.push({ event: { ...event, seq: this.#eventSeq }, messageSeq })
  }

  /** Appends what happened to a message; returns it as the message's history has it. */
  tell(message: Told, events: readonly MessageEvent[]): Uint8Array {
    const { seq: messageSeq, id: messageId, conversationId, smscId } = message
    this.#octets.backTo(0)
    for (const { atMs, kind, part, detail } of events) {
      this.append({ atMs, kind, messageId, part, conversationId, smscId, detail }, messageSeq)
      writeEntry(this.#octets, { seq: this.#eventSeq, atMs, kind, part, detail })
    }
    return this.#octets.slice()
  }

  /** The same of an event that is none of a change. */
  tellOne(event: NewEvent, place: MessagePlace): Uint8Array {
    this.append(event, place.seq)
    this.#octets.backTo(0)
    writeEntry(this.#octets, { ...event, seq: this.#eventSeq })
    return this.#octets.slice()
  }

  count(counter: Counter, by: number): void {
    this.#add(counter, by)
  }

  countParts(stream: number, figure: StreamFigure, by: number): void {
    this.#add(`${stream} ${figure}`, by)
  }

  hasOpenParts(smscId: SmscId): boolean {
    const streams = this.#streams.ofSmsc(smscId)
    return streams.some((key) => OPEN_PART_STATES.some((state) => this.#figure(key, state) > 0))
  }

  queuedStreams(smscId: SmscId): readonly QueuedStream[] {
    const queued: QueuedStream[] = []
    for (const key of this.#streams.ofSmsc(smscId)) {
      const parts = this.#figure(key, 'queued')
      if (parts === 0) continue
      const delayed = this.#figure(key, 'delayed')
      queued.push({ ...this.#streams.stream(key), ready: parts - delayed, delayed })
    }
    return queued
  }

  turns(smscId: SmscId): Turns {
    return this.#turns.get(smscId) ?? FIRST_TURNS
  }

  putTurns(smscId: SmscId, turns: Turns): void {
    if (!this.#turnsBefore.has(smscId)) this.#turnsBefore.set(smscId, this.#turns.get(smscId))
    this.#turns.set(smscId, turns)
  }

  /** Begins a step. */
  mark(): BookMark {
    this.#before.clear()
    this.#turnsBefore.clear()
    return {
      entries: this.#entries.length,
      messageSeq: this.#messageSeq,
      eventSeq: this.#eventSeq,
      lastSmscKey: this.#smscs.last,
      lastStreamKey: this.#streams.last,
    }
  }

  /** Forgets what the step did since the mark. */
  backTo(mark: BookMark): void {
    this.#entries.length = mark.entries
    this.#messageSeq = mark.messageSeq
    this.#eventSeq = mark.eventSeq
    this.#streams.forgetAfter(mark.lastStreamKey)
    this.#smscs.forgetAfter(mark.lastSmscKey)
    for (const [name, value] of this.#before) this.#counters.set(name, value)
    for (const [smscId, turns] of this.#turnsBefore) {
      if (turns) this.#turns.set(smscId, turns)
      else this.#turns.delete(smscId)
    }
    this.#before.clear()
    this.#turnsBefore.clear()
  }

  /** Writes what was noted; returns the events, which are for the listeners once the commit is through. */
  write(): readonly ConnectEvent[] {
    const events = this.#entries.map((entry) => entry.event)
    this.#writeLog()
    this.#counters.set(LAST_MESSAGE, this.#messageSeq)
    for (const name of this.#changed) {
      const value = this.#counters.get(name) ?? 0
      const [first, figure] = name.split(' ') as [string, string?]
      if (figure === undefined) this.#putCounter.run(first, value)
      else if (Number(first) <= this.#streams.last) this.#putFigure.run(Number(first), figure, value)
    }
    this.#changed.clear()
    this.#entries = []
    return events
  }

  #writeLog(): void {
    const [first] = this.#entries
    const last = this.#entries.at(-1)
    if (!first || !last) return
    this.#octets.backTo(0)
    let beforeMs = 0
    let latestMs = 0
    for (const { event, messageSeq } of this.#entries) {
      const { atMs, kind, part, conversationId, smscId, detail } = event
      const smsc = smscId === null ? null : this.#smscs.of(smscId)
      writeLogEntry(this.#octets, { atMs, messageSeq, smsc, conversationId, kind, part, detail }, beforeMs)
      beforeMs = atMs
      latestMs = Math.max(latestMs, atMs)
    }
    this.#insertLog.run(last.event.seq, first.event.seq, latestMs, this.#octets.slice())
  }

  #figure(stream: number, figure: StreamFigure): number {
    return this.#counters.get(`${stream} ${figure}`) ?? 0
  }

  #add(name: string, by: number): void {
    const before = this.#counters.get(name) ?? 0
    if (!this.#before.has(name)) this.#before.set(name, before)
    this.#counters.set(name, before + by)
    this.#changed.add(name)
  }
}

/** The counter that remembers the position of the newest message, which must not be given again when that is removed. */
const LAST_MESSAGE = 'lastMessageSeq'
