import type {
  ApiKeyId,
  ConnectEvent,
  ConversationId,
  MessageClass,
  MessageId,
  SmscDefinition,
  SmscId,
} from '@smpp-connect/contracts'
import type {
  Counter,
  MessageInsert,
  MessagePlace,
  OpenJoin,
  OpenPartState,
  QueuedStream,
  StreamFigure,
} from '../engine/tables.ts'
import type { DocumentName, NewEvent, NewPart, ParkedReceiptRecord, StoredAnswer } from '../port.ts'
import type {
  ApiKeyRecord,
  DocumentRecord,
  OptOutRecord,
  SessionRecord,
  SmscHistoryRecord,
  UserRecord,
} from '../records.ts'
import type { HoldBack } from '../rules/order.ts'
import type { ConversationRow, PartRow, Stream } from '../rules/rows.ts'
import { FIRST_TURNS, type Turns } from '../rules/turns.ts'
import { UndoableMap, UndoLog } from './undo.ts'

type Sequence = 'message' | 'event' | 'parked' | 'join' | 'opt-out' | 'smsc-history'
type Join = OpenJoin & { readonly smscId: SmscId; readonly key: string }
/** What of a conversation is its own; the rest follows from its messages. */
export type OwnOfConversation = Pick<ConversationRow, 'id' | 'person' | 'ours' | 'unread'>
export type StoredMessage = Omit<MessageInsert, 'parts'>

/** What the memory store consists of: rows in Maps, with the log, the figures and the streams, which need no looking about. */
export class MemoryRows {
  readonly undo = new UndoLog()
  readonly #counters = new UndoableMap<Counter, number>(this.undo)
  readonly #partCounters = new UndoableMap<string, number>(this.undo)
  protected readonly sequences = new UndoableMap<Sequence, number>(this.undo)
  protected readonly answers = new UndoableMap<string, StoredAnswer>(this.undo)
  protected readonly fingerprints = new UndoableMap<string, number>(this.undo)
  protected readonly idForms = new UndoableMap<string, ReadonlySet<number>>(this.undo)
  protected readonly contents = new UndoableMap<number, NewPart>(this.undo)
  protected readonly turnsMap = new UndoableMap<SmscId, Turns>(this.undo)
  protected readonly holdBacks = new UndoableMap<string, HoldBack>(this.undo)
  readonly #streamKeys = new UndoableMap<string, number>(this.undo)
  readonly streams = new UndoableMap<number, Stream>(this.undo)
  readonly events = new UndoableMap<number, ConnectEvent>(this.undo)
  /** What happened to each message, by its position. */
  readonly histories = new UndoableMap<number, readonly ConnectEvent[]>(this.undo)
  readonly messages = new UndoableMap<number, StoredMessage>(this.undo)
  readonly messageSeqs = new UndoableMap<MessageId, number>(this.undo)
  readonly parts = new UndoableMap<number, PartRow>(this.undo)
  readonly conversations = new UndoableMap<ConversationId, OwnOfConversation>(this.undo)
  readonly receipts = new UndoableMap<number, ParkedReceiptRecord>(this.undo)
  readonly openJoins = new UndoableMap<number, Join>(this.undo)
  readonly optOuts = new UndoableMap<string, OptOutRecord & { readonly seq: number }>(this.undo)
  readonly documents = new UndoableMap<DocumentName, DocumentRecord>(this.undo)
  readonly smscs = new UndoableMap<SmscId, SmscDefinition>(this.undo)
  protected readonly smscHistories = new UndoableMap<SmscId, readonly SmscHistoryRecord[]>(this.undo)
  readonly users = new UndoableMap<string, UserRecord>(this.undo)
  readonly apiKeys = new UndoableMap<ApiKeyId, ApiKeyRecord>(this.undo)
  readonly sessions = new UndoableMap<string, SessionRecord>(this.undo)

  /** What does not outlive a restart. */
  forget(): void {
    this.turnsMap.clear()
  }

  // The log and the figures

  append(event: NewEvent, place: MessagePlace | null): void {
    const seq = this.next('event')
    const told = { ...event, seq, detail: { ...event.detail } }
    this.events.set(seq, told)
    if (place) this.histories.set(place.seq, [...(this.histories.get(place.seq) ?? []), told])
  }

  trimLog(beforeMs: number, limit: number): void {
    for (const event of this.log(0, limit)) {
      if (event.atMs >= beforeMs || event.seq === this.lastSeq('event')) return
      this.events.delete(event.seq)
    }
  }

  /** Events of the log after a place, oldest first. */
  log(afterSeq: number, limit: number): readonly ConnectEvent[] {
    return [...this.events.values()].filter((event) => event.seq > afterSeq).slice(0, Math.max(0, limit))
  }

  lastSeq(sequence: 'message' | 'event'): number {
    return this.sequences.get(sequence) ?? 0
  }

  count(counter: Counter, by: number): void {
    this.#counters.set(counter, this.counter(counter) + by)
  }

  counter(counter: Counter): number {
    return this.#counters.get(counter) ?? 0
  }

  countParts(stream: number, figure: StreamFigure, by: number): void {
    this.#partCounters.set(`${stream} ${figure}`, this.figure(stream, figure) + by)
  }

  figure(stream: number, figure: StreamFigure): number {
    return this.#partCounters.get(`${stream} ${figure}`) ?? 0
  }

  hasParts(smscId: SmscId, states: readonly OpenPartState[]): boolean {
    return this.streamsOf(smscId).some(({ key }) => states.some((state) => this.figure(key, state) > 0))
  }

  answer(scope: string, key: string): StoredAnswer | undefined {
    return this.answers.get(`${scope}\n${key}`)
  }

  putAnswer(scope: string, key: string, answer: StoredAnswer): void {
    this.answers.set(`${scope}\n${key}`, { ...answer })
  }

  removeAnswer(scope: string, key: string): void {
    this.answers.delete(`${scope}\n${key}`)
  }

  // Streams

  streamKey(smscId: SmscId, messageClass: MessageClass, owner: string): number {
    const name = `${smscId}\n${messageClass}\n${owner}`
    const known = this.#streamKeys.get(name)
    if (known !== undefined) return known
    const key = this.streams.size + 1
    this.#streamKeys.set(name, key)
    this.streams.set(key, { key, smscId, messageClass, owner })
    return key
  }

  streamsOf(smscId: SmscId): readonly Stream[] {
    return [...this.streams.values()].filter((stream) => stream.smscId === smscId).sort((a, b) => a.key - b.key)
  }

  queuedStreams(smscId: SmscId): readonly QueuedStream[] {
    return this.streamsOf(smscId).flatMap((stream) => {
      const delayed = this.figure(stream.key, 'delayed')
      const ready = this.figure(stream.key, 'queued') - delayed
      return ready + delayed > 0 ? [{ ...stream, ready, delayed }] : []
    })
  }

  turns(smscId: SmscId): Turns {
    return this.turnsMap.get(smscId) ?? FIRST_TURNS
  }

  putTurns(smscId: SmscId, turns: Turns): void {
    this.turnsMap.set(smscId, turns)
  }

  protected next(sequence: Exclude<Sequence, 'message'>): number {
    const seq = (this.sequences.get(sequence) ?? 0) + 1
    this.sequences.set(sequence, seq)
    return seq
  }
}
