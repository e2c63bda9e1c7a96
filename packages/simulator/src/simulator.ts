import { renameSync } from 'node:fs'
import { type Outcome, ok, type PhoneText, type PhoneView, refuse, type SimulatorStatus } from '@smpp-connect/contracts'
import { type Clock, type Component, type Log, silentLog, systemClock, systemRandom } from '@smpp-connect/kernel'
import { MESSAGE_STATES } from '@smpp-connect/smpp/text'
import { Centre } from './centre/centre.ts'
import type { Delivery } from './centre/delivery.ts'
import { DueQueue } from './centre/due-queue.ts'
import type { Ledger } from './centre/ledger.ts'
import type { SmscMessage } from './centre/message.ts'
import type { IdForms } from './centre/message-number.ts'
import { outcomeOf } from './centre/outcome.ts'
import { typedAddress } from './centre/routes.ts'
import type { SimulatorControl } from './control.ts'
import { Journal } from './journal/journal.ts'
import { JournalDamaged, JournalFile } from './journal/journal-file.ts'
import type { FinalRecord, JournalRecord } from './journal/record.ts'
import { DEFAULT_LIMITS, type SimulatorFaults, type SimulatorLimits, type SimulatorOptions } from './options.ts'
import { deliverSmOf } from './pdu/deliver-sm.ts'
import { replyRecordOf } from './pdu/reply-record.ts'
import { phoneAddressOf } from './phone/phone-number.ts'
import { PhoneWatch } from './phone/phone-watch.ts'
import { DeliveryDesk } from './session/delivery-desk.ts'
import { Door } from './session/door.ts'
import { FaultPanel } from './session/faults.ts'
import { MessageRequests } from './session/message-requests.ts'
import { SubmitRequests } from './session/submit-requests.ts'

/** How long receipts that are under way may keep a simulator from draining; they go out again after the next start. */
const LONGEST_DRAIN_MS = 5_000
/** How long the writing of what came due is put off when the journal cannot be written. */
const RETRY_MS = 1_000

/**
 * An SMSC on a TCP port, with phones. What it takes it writes down before it answers (with `journalFile`); texts reach
 * their phones a little later; receipts and replies go to whatever receiver of the account is bound, and wait until one
 * is. SIMULATOR.md lists the numbers with which failures can be tried.
 */
export class Simulator implements Component, SimulatorControl {
  readonly name = 'simulator'
  readonly #options: SimulatorOptions
  readonly #clock: Clock
  readonly #log: Log
  readonly #limits: SimulatorLimits
  readonly #due: DueQueue
  readonly #centre: Centre
  readonly #journal: Journal
  readonly #faults: FaultPanel
  readonly #desk: DeliveryDesk
  readonly #submits: SubmitRequests
  readonly #door: Door
  readonly #watch = new PhoneWatch()
  /** Messages that came due in this turn of the event loop. */
  #finishing: SmscMessage[] = []
  #references: number
  #started = false
  #stopped: Promise<void> | undefined

  constructor(options: SimulatorOptions) {
    const { clock = systemClock, random = systemRandom, log = silentLog, faults = {}, receiptDelayMs = 200 } = options
    const ids: IdForms = { answer: 'decimal', receipt: options.ids?.answer ?? 'decimal', ...options.ids }
    this.#options = options
    this.#clock = clock
    this.#log = log
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#due = new DueQueue(clock)
    this.#references = Math.floor(random.fraction() * 256)
    this.#faults = new FaultPanel(faults, clock)
    this.#centre = new Centre(this.#limits, ids.answer, clock.nowMs(), {
      scheduled: (message) => this.#schedule(message),
      pending: (delivery) => this.#offer(delivery),
      phoneChanged: (phone) => this.#watch.changed(phone.number),
    })
    this.#journal = new Journal(fileOf(options.journalFile), (records) => this.#centre.apply(records))
    const centre = this.#centre
    const due = this.#due
    const commit = (records: readonly JournalRecord[]): Promise<void> => this.#journal.commit(records)
    this.#desk = new DeliveryDesk({
      window: options.deliverWindow ?? 100,
      deliveryValidityMs: this.#limits.deliveryValidityMs,
      longestPauseMs: options.longestPauseMs ?? 60_000,
      clock,
      random,
      due,
      pduOf: (delivery, { session }) => deliverSmOf(delivery, ids.receipt, session.version),
      offered: () => {
        centre.ledger.counters.offered++
      },
      done: (delivery, status) => commit([{ t: 'delivered', delivery: delivery.key, at: clock.nowMs(), status }]),
      refused: (reason) => log.warn('an ESME refused a delivery for good', { reason }),
    })
    const answerForm = ids.answer
    this.#submits = new SubmitRequests({
      centre,
      clock,
      random,
      due,
      faults: this.#faults,
      limits: this.#limits,
      answerForm,
      receiptDelayMs,
      commit,
    })
    this.#door = new Door(options, {
      submits: this.#submits,
      messages: new MessageRequests({ centre, clock, answerForm, commit }),
      desk: this.#desk,
      ledger: centre.ledger,
      clock,
      log,
    })
  }

  /** What it has seen with its own eyes. */
  get ledger(): Ledger {
    return this.#centre.ledger
  }

  /** Where it listens. Throws before `start`. */
  address(): { readonly host: string; readonly port: number } {
    return this.#door.address
  }

  /** Replaces all faults, from the next request on. */
  setFaults(faults: SimulatorFaults): void {
    this.#faults.set(faults)
    this.#door.setFaults(faults)
  }

  /** Reads the journal, and listens. Rejects when the journal is damaged or the port cannot be had. */
  async start(): Promise<void> {
    this.#openJournal()
    try {
      if (this.#journal.octets > this.#limits.compactAboveOctets) this.#journal.rewrite(this.#centre.records())
      await this.#door.open()
    } catch (failure) {
      this.#journal.close()
      throw failure
    }
    this.#started = true
    this.#centre.resume()
    this.setFaults(this.#faults.faults)
    const { host, port } = this.address()
    this.#log.info('simulator listens', { host, port, messages: this.ledger.counters.taken })
  }

  /** Lets nobody in any more, offers nothing more, and waits for what is under way. */
  async drain(): Promise<void> {
    this.#door.shut()
    await Promise.race([
      this.#desk.drain(),
      new Promise<void>((resolve) => this.#clock.after(LONGEST_DRAIN_MS, resolve)),
    ])
  }

  /** Unbinds, closes, writes what waits. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  status(): SimulatorStatus {
    const { counters } = this.#centre.ledger
    const { host, port } = this.#started ? this.address() : { host: this.#options.host ?? '127.0.0.1', port: 0 }
    return {
      host,
      port,
      sessions: this.#door.sessions().map(({ systemId, bindType, sinceMs, received }) => ({
        systemId,
        bindType,
        since: new Date(sinceMs).toISOString(),
        received,
      })),
      ledger: {
        submits: counters.taken - counters.unanswered,
        receiptsPending: this.#centre.receiptsUnderWay,
        receiptsAcknowledged: counters.receiptsAcknowledged,
        replies: counters.replies,
        refusedBinds: counters.refusedBinds,
        phones: this.#centre.phones.size,
      },
    }
  }

  phones(query: { limit: number; cursor?: string | undefined; search?: string | undefined }): {
    readonly items: readonly PhoneView[]
    readonly next: string | null
    readonly total: number
  } {
    return this.#centre.phones.page(query)
  }

  texts(
    number: string,
    query: { limit: number; cursor?: string | undefined },
  ): { readonly items: readonly PhoneText[]; readonly next: string | null } | undefined {
    return this.#centre.phones.texts(number, query)
  }

  /**
   * The text goes to the account that used the address last, or to the first one, and waits there when no receiver is
   * bound, as with any SMSC. Refused are what is no number, what is no text, and a text when too many wait already.
   */
  async reply(
    number: string,
    to: string,
    text: string,
  ): Promise<Outcome<{ readonly id: string; readonly parts: number }>> {
    const from = phoneAddressOf(number)
    if (from === undefined) return refuse('not-found', 'No phone can have this number; one looks like +447700900123.')
    const route = this.#centre.routes.find(to)
    const address = route?.address ?? typedAddress(to)
    if (address === undefined)
      return refuse('destination-invalid', 'The address that the phone writes to is neither a number nor a name.')
    const account = route?.account ?? this.#options.accounts[0]?.systemId
    if (account === undefined) return refuse('phone-not-reachable', 'The simulator has no account to deliver to.')
    if (this.#centre.repliesUnderWay >= this.#limits.waitingReplies) {
      return refuse(
        'phone-not-reachable',
        `${this.#centre.repliesUnderWay} parts of replies wait for a receiver already.`,
      )
    }
    this.#references = (this.#references + 1) & 0xff
    const key = `r${this.#centre.numbers.next()}`
    const atMs = this.#clock.nowMs()
    const record = replyRecordOf({ key, account, atMs, from, to: address, text, reference: this.#references })
    if (!record.ok) return record
    try {
      await this.#journal.commit([record.value])
    } catch (failure) {
      this.#log.error('the journal cannot be written', { cause: String(failure) })
      return refuse('store-unavailable', 'The simulator cannot write its journal.')
    }
    return ok({ id: key, parts: record.value.parts.length })
  }

  onPhones(listener: (numbers: readonly string[]) => void): () => void {
    return this.#watch.add(listener)
  }

  #openJournal(): void {
    try {
      this.#journal.open()
    } catch (failure) {
      if (!(failure instanceof JournalDamaged) || this.#options.damagedJournal !== 'set-aside') throw failure
      const aside = `${failure.path}.damaged`
      renameSync(failure.path, aside)
      this.#journal.rewrite(this.#centre.records())
      this.#log.warn('the journal was damaged; what stood before is kept', { cause: failure.message, aside })
    }
  }

  #offer(delivery: Delivery): void {
    this.#desk.offer(delivery)
  }

  #schedule(message: SmscMessage): void {
    const { due } = message.record
    this.#due.at(due, () => {
      // Put off meanwhile: then it stands in the queue again.
      if (message.record.due !== due) return
      if (message.final) this.#submits.finished(message.record)
      else this.#cameDue(message)
    })
  }

  /** All that comes due in one turn of the event loop is written down together. */
  #cameDue(message: SmscMessage): void {
    this.#finishing.push(message)
    if (this.#finishing.length === 1) queueMicrotask(() => this.#finish())
  }

  #finish(): void {
    const messages = this.#finishing
    this.#finishing = []
    const at = this.#clock.nowMs()
    this.#journal.commit(messages.map((message) => finalOf(message, at))).then(
      () => {
        for (const { record } of messages) this.#submits.finished(record)
      },
      (failure: unknown) => {
        if (this.#stopped !== undefined) return
        this.#log.error('the journal cannot be written', { cause: String(failure) })
        for (const message of messages) this.#due.after(RETRY_MS, () => this.#cameDue(message))
      },
    )
  }

  async #stop(): Promise<void> {
    await this.#door.close()
    this.#due.clear()
    this.#journal.close()
  }
}

function finalOf({ key, record }: SmscMessage, at: number): FinalRecord {
  const state = record.expires === true ? 'EXPIRED' : outcomeOf(record.dst[2]).state
  return { t: 'final', key, at, state: MESSAGE_STATES.indexOf(state) }
}

function fileOf(path: string | undefined): JournalFile | undefined {
  return path === undefined ? undefined : new JournalFile(path)
}
