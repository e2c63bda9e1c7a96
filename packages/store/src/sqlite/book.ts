import type { DatabaseSync } from 'node:sqlite'
import type { ConversationId, EventDetail, EventKind, MessageId, SmscId } from '@smpp-connect/contracts'
import type {
  Counter,
  MessageEvent,
  MessagePlace,
  OpenPartState,
  QueuedStream,
  StreamFigure,
} from '../engine/tables.ts'
import type { NewEvent } from '../port.ts'
import type { MessageHead, PartEvent } from '../rules/rows.ts'
import { FIRST_TURNS, type Turns } from '../rules/turns.ts'
import { Statement } from './database.ts'
import { CONVERSATIONS_INDEXED, Figures, LAST_MESSAGE } from './figures.ts'
import { writeHappening } from './octets/happening.ts'
import { writeEntryOf } from './octets/history.ts'
import { writeLogEntryOf } from './octets/log-entry.ts'
import { OctetWriter } from './octets/octet-writer.ts'
import type { PackedEvents } from './packing/index.ts'
import type { SmscKeys } from './smsc-keys.ts'
import type { StreamKeys } from './stream-keys.ts'

/** What of a message an event about it needs. */
export type Told = Pick<MessageHead, 'seq' | 'id' | 'conversationId' | 'smscId'>

/**
 * The log and the figures of the transaction under way, and whose turn it is. They are kept in memory while its steps run
 * and written once, before the commit: what one step appends no other step reads.
 */
export class Book {
  readonly #smscs: SmscKeys
  readonly #streams: StreamKeys
  readonly #figures: Figures
  readonly #insertLog: Statement
  readonly #turns = new Map<SmscId, Turns>()
  readonly #history = new OctetWriter()
  /** The log of the transaction, and the names of the messages in it. */
  readonly #log = new OctetWriter()
  #names: (MessageId | ConversationId)[] = []
  #smscsNamed = new Map<number, SmscId>()
  /** Time, and message, of the entry before. */
  #atMs = 0
  #about: number | null = null
  #latestMs = 0
  #firstSeq: number
  #eventSeq: number
  #messageSeq: number

  constructor(db: DatabaseSync, smscs: SmscKeys, streams: StreamKeys) {
    this.#smscs = smscs
    this.#streams = streams
    this.#figures = new Figures(db)
    this.#insertLog = new Statement(db, 'INSERT INTO log (last_seq, first_seq, at_ms, events) VALUES (?, ?, ?, ?)')
    this.#messageSeq = this.#figures.counter(LAST_MESSAGE)
    this.#eventSeq = Number(new Statement(db, 'SELECT coalesce(max(last_seq), 0) FROM log').get()?.[0])
    this.#firstSeq = this.#eventSeq + 1
  }

  /** The position of the newest event, of those that are noted. */
  get lastEventSeq(): number {
    return this.#eventSeq
  }

  nextMessageSeq(): number {
    return this.#messageSeq + 1
  }

  noteMessage(seq: number): void {
    this.#figures.count(LAST_MESSAGE, seq - this.#messageSeq)
    this.#messageSeq = seq
  }

  /** The last row of a conversation that is in the index of ids. */
  get conversationsIndexed(): number {
    return this.#figures.counter(CONVERSATIONS_INDEXED)
  }

  noteConversationsIndexed(seq: number): void {
    this.#figures.count(CONVERSATIONS_INDEXED, seq - this.conversationsIndexed)
  }

  /** An event that concerns no message. */
  append(event: NewEvent): void {
    const { atMs, smscId, conversationId } = event
    this.#enter(atMs, null)
    writeLogEntryOf(this.#log, atMs - this.#atMs, null, this.#smsc(smscId), conversationId)
    writeHappening(this.#log, event.kind, event.part, event.detail)
    this.#atMs = atMs
  }

  /**
   * Appends what happened to a message; returns it as the message's history has it. The octets are good until the next
   * call.
   */
  tell(message: Told, events: readonly MessageEvent[]): Uint8Array {
    this.#history.backTo(0)
    for (const { atMs, kind, part, detail } of events) this.#tell(message, atMs, kind, part, detail)
    return this.#history.view()
  }

  /** The same of what happened through one of its parts. */
  tellOfPart(message: Told, number: number, atMs: number, events: readonly PartEvent[]): Uint8Array {
    this.#history.backTo(0)
    for (const { kind, detail, ofWhole } of events) this.#tell(message, atMs, kind, ofWhole ? null : number, detail)
    return this.#history.view()
  }

  #tell(message: Told, atMs: number, kind: EventKind, part: number | null, detail: EventDetail): void {
    const { seq, id, conversationId, smscId } = message
    if (seq !== this.#about) this.#names.push(id, conversationId)
    this.#enter(atMs, seq)
    writeEntryOf(this.#history, this.#eventSeq, atMs)
    const start = this.#history.length
    writeHappening(this.#history, kind, part, detail)
    writeLogEntryOf(this.#log, atMs - this.#atMs, seq, this.#smsc(smscId))
    this.#log.from(this.#history, start)
    this.#atMs = atMs
  }

  /** The same of an event that is none of a change. */
  tellOne({ atMs, kind, part, detail, messageId }: NewEvent, place: MessagePlace): Uint8Array {
    return this.tell({ ...place, id: messageId as MessageId }, [{ atMs, kind, part, detail }])
  }

  count(counter: Counter, by: number): void {
    this.#figures.count(counter, by)
  }

  counter(counter: Counter): number {
    return this.#figures.counter(counter)
  }

  countParts(stream: number, figure: StreamFigure, by: number): void {
    this.#figures.countParts(stream, figure, by)
  }

  /** How many parts of a stream may leave now. */
  readyOf(stream: number): number {
    return this.#figures.ofStream(stream, 'queued') - this.#figures.ofStream(stream, 'delayed')
  }

  /** How many parts are being sent, through all SMSCs. */
  get sending(): number {
    return this.#figures.ofStreams('sending')
  }

  hasParts(smscId: SmscId, states: readonly OpenPartState[]): boolean {
    const streams = this.#streams.ofSmsc(smscId)
    return streams.some((key) => states.some((state) => this.#figures.ofStream(key, state) > 0))
  }

  queuedStreams(smscId: SmscId): readonly QueuedStream[] {
    const queued: QueuedStream[] = []
    for (const key of this.#streams.ofSmsc(smscId)) {
      const parts = this.#figures.ofStream(key, 'queued')
      if (parts === 0) continue
      const delayed = this.#figures.ofStream(key, 'delayed')
      queued.push({ ...this.#streams.stream(key), ready: parts - delayed, delayed })
    }
    return queued
  }

  turns(smscId: SmscId): Turns {
    return this.#turns.get(smscId) ?? FIRST_TURNS
  }

  putTurns(smscId: SmscId, turns: Turns): void {
    this.#turns.set(smscId, turns)
  }

  /** Writes what was noted; returns the events, which are for the listeners once the commit is through. */
  write(): PackedEvents {
    this.#figures.write()
    const events = {
      firstSeq: this.#firstSeq,
      octets: this.#log.slice(),
      messages: this.#names,
      smscs: this.#smscsNamed,
    }
    if (this.#eventSeq >= this.#firstSeq) {
      this.#insertLog.run(this.#eventSeq, this.#firstSeq, this.#latestMs, events.octets)
    }
    this.#log.backTo(0)
    this.#names = []
    this.#smscsNamed = new Map()
    this.#atMs = 0
    this.#about = null
    this.#latestMs = 0
    this.#firstSeq = this.#eventSeq + 1
    return events
  }

  #enter(atMs: number, messageSeq: number | null): void {
    this.#eventSeq += 1
    this.#about = messageSeq
    this.#latestMs = Math.max(this.#latestMs, atMs)
  }

  #smsc(smscId: SmscId | null): number | null {
    if (smscId === null) return null
    const key = this.#smscs.of(smscId)
    this.#smscsNamed.set(key, smscId)
    return key
  }
}
