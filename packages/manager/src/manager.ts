import type {
  BindState,
  EdgePort,
  GrantedSeat,
  InboundPdu,
  InboundVerdict,
  ManagerPort,
  SeatAsk,
  SmscDefinition,
  SmscId,
  SubmitAnswer,
} from '@smpp-connect/contracts'
import type { Clock, Component, IdSource, Log, Metrics, Random } from '@smpp-connect/kernel'
import type { LostVerdicts } from '@smpp-connect/link'
import type { Store } from '@smpp-connect/store'
import { Intake } from './accept/intake.ts'
import { type IntakeContext, judgeMessage } from './accept/judge.ts'
import { canonicalSender } from './address/canonical.ts'
import { Consent } from './consent/consent.ts'
import { blockedPair } from './consent/opt-outs.ts'
import type { Edges } from './edges.ts'
import { EventLines } from './event-lines.ts'
import { keepHouse } from './housekeeping.ts'
import { receive } from './inbound/receive.ts'
import { Redelivery } from './inbound/redelivery.ts'
import { countAnswers } from './lanes/count-answers.ts'
import { Lanes } from './lanes/lanes.ts'
import { judgeAnswer } from './lanes/submit-judge.ts'
import { settleUncertain } from './lanes/uncertain.ts'
import { watchLanes } from './lanes/watch-lanes.ts'
import { Watchdog } from './lanes/watchdog.ts'
import { LogWatch } from './log-watch.ts'
import { Operations } from './operations/operations.ts'
import { Periodic } from './periodic.ts'
import { IdForms } from './receipts/id-forms.ts'
import { Receipts } from './receipts/record-receipts.ts'
import { removeOld } from './retention.ts'
import { Router } from './route/router.ts'
import { nobodyThere, unfit } from './seats/eligible.ts'
import { Seats } from './seats/seats.ts'
import { BindBoard } from './smscs/bind-board.ts'
import { Definitions } from './smscs/definitions.ts'
import { Deletions } from './smscs/deletion/deletions.ts'
import { createUseCases } from './use-cases/create.ts'
import type { AccessUseCases, UseCases } from './use-cases.ts'

export interface ManagerOptions {
  readonly store: Store
  readonly edge: EdgePort
  readonly access: AccessUseCases
  readonly clock: Clock
  readonly random: Random
  readonly ids: IdSource
  readonly log: Log
  readonly metrics: Metrics
  /** Most parts that one message may take, 1 to 255. */
  readonly maxParts: number
  /** How long messages are kept after they ended, in milliseconds; null for ever. */
  readonly retentionMs: number | null
  /** Edges that are processes of their own; undefined where the edge is within. */
  readonly edges?: Edges | undefined
}

/** How often it is looked for binds that nobody holds. */
const SEATS_MS = 250
/** How often the lanes are looked at for what became due, and uncertain parts for what may be settled. */
const TICK_MS = 500
/** How often what is old is cleared: expired messages, incomplete texts, old answers and sessions. */
const HOUSEKEEPING_MS = 5_000
const RETENTION_MS = 1_000
const LOG_WATCH_MS = 1_000

/**
 * The Conversation Manager: owns the store, decides everything. It accepts and stores, leases to the Sender through
 * the lanes, records what the edges report, and tells all who listen. Rules stand in the folders beside; here they
 * are tied to the store, the edge and the clock.
 */
export class Manager implements Component, ManagerPort {
  readonly name = 'manager'
  readonly useCases: UseCases
  readonly #options: ManagerOptions
  readonly #definitions: Definitions
  readonly #seats: Seats
  readonly #binds: BindBoard
  readonly #lanes: Lanes
  readonly #watchdog = new Watchdog()
  readonly #idForms = new IdForms()
  readonly #receipts: Receipts
  readonly #consent: Consent
  readonly #router: Router
  readonly #deletions: Deletions
  #redelivery: Redelivery
  /** Per SMSC: since when (monotonic) it takes submits; absent while it does not. */
  readonly #boundSinceMs = new Map<SmscId, number>()
  #reference: number
  #stopping = false
  readonly #periodic: Periodic
  readonly #eventLines: EventLines

  constructor(options: ManagerOptions) {
    this.#options = options
    const { store, clock, ids, log, edge, random } = options
    this.#periodic = new Periodic(clock, log)
    this.#eventLines = new EventLines({ store, clock, log })
    this.#reference = Math.floor(random.fraction() * 65_536)
    this.#redelivery = new Redelivery([], 0)
    this.#definitions = new Definitions({
      store,
      clock,
      ids,
      onChange: async (definitions) => {
        this.#router.defined()
        await edge.applyDefinitions(definitions)
        this.#seats.defined()
        for (const { id } of definitions) this.#lanes.of(id).wake()
      },
      unfit: (settings) => (options.edges ? unfit(settings, options.edges.views()) : undefined),
    })
    const edges = options.edges
    this.#binds = new BindBoard((definition) => edges && nobodyThere(definition, edges.views()))
    this.#seats = new Seats({
      store,
      clock,
      log,
      definitions: () => this.#definitions.all,
      edges: () => edges?.views() ?? [],
      poke: (edgeId) => edges?.poke(edgeId),
      passed: (edgeId, smscId) => edges?.passed(edgeId, smscId),
    })
    this.#lanes = new Lanes({ store, edge, clock, log, definition: (id) => this.#definitions.get(id) })
    this.#receipts = new Receipts({
      store,
      idForms: this.#idForms,
      definition: (id) => this.#definitions.get(id),
      log,
      metrics: options.metrics,
    })
    const { maxParts } = options
    const wake = (smscId: SmscId): void => this.#lanes.of(smscId).wake()
    this.#router = new Router({
      ...options,
      definitions: () => this.#definitions.all,
      hindrance: (definition) => this.#binds.hindrance(definition),
      context: () => this.#intakeContext(),
      wake,
    })
    this.#deletions = new Deletions({
      ...options,
      definitions: this.#definitions,
      context: () => ({ ...this.#intakeContext(), route: (question) => this.#router.choose(question) }),
      routes: () => this.#router.routing.table,
      wake,
      onDeleted: (smscId) => this.#binds.forget(smscId),
    })
    this.#consent = new Consent({
      store,
      clock,
      random,
      log,
      maxParts: options.maxParts,
      judge: (message, owner, smscId) => judgeMessage(message, owner, this.#intakeContext(), smscId),
      isOurs: (address) => this.#definitions.all.some(({ defaultSender }) => isSame(defaultSender, address)),
      hold: (optOuts) => this.#lanes.takeBack(optOuts.map(blockedPair)),
      wake: (smscIds) => this.#lanes.wake(smscIds),
    })
    const intake = new Intake({
      store,
      context: () => this.#intakeContext(),
      beforeAccept: (parts) => this.#lanes.follow(parts),
      metrics: options.metrics,
      optedOut: (messages) => this.#consent.optOuts.among(messages),
      stopping: () => this.#stopping,
    })
    const operations = new Operations({
      store,
      edge,
      clock,
      definition: (id) => this.#definitions.get(id),
      context: () => this.#intakeContext(),
      wake,
    })
    this.useCases = createUseCases({
      store,
      clock,
      intake,
      access: options.access,
      definitions: this.#definitions,
      consent: this.#consent,
      binds: this.#binds,
      edge,
      edges: () => edges?.views() ?? [],
      certificate: (edgeId) => edges?.certificate(edgeId) ?? null,
      router: this.#router,
      deletions: this.#deletions,
      maxParts,
      idForms: this.#idForms,
      receipts: this.#receipts,
      stalls: () => this.#watchdog.stalls(clock.monotonicMs(), clock.nowMs()),
      operations,
      wake,
    })
  }

  /** Opens what was open: definitions to the edge, and what was with the Sender when we last stopped as uncertain. */
  async start(): Promise<void> {
    const { store, edge, clock, log } = this.#options
    const nowMs = clock.nowMs()
    this.#eventLines.start()
    const reason = 'Connect was stopped while the answer was outstanding'
    const count = await store.markUncertain({ reason, atMs: nowMs })
    if (count > 0) log.warn('parts are uncertain after a restart', { count })
    await this.#definitions.load()
    await this.#router.start()
    for (const { id } of this.#definitions.all) await this.#loadLearned(id)
    this.#redelivery = new Redelivery(
      this.#definitions.all.map(({ id }) => id),
      nowMs,
    )
    await this.#consent.start()
    await this.#seats.load()
    await edge.applyDefinitions(this.#definitions.all)
    if (this.#options.edges) this.#periodic.every(SEATS_MS, () => this.#seats.look())
    this.#periodic.every(TICK_MS, () => this.#tick())
    // One after the other: what one moves the other does not look at meanwhile.
    this.#periodic.every(TICK_MS, async () => {
      await this.#router.turn()
      await this.#deletions.turn()
    })
    const { retentionMs: keepMs } = this.#options
    const stopping = () => this.#stopping
    this.#periodic.every(HOUSEKEEPING_MS, () => keepHouse({ store, clock, stopping }))
    const watch = new LogWatch(store, log)
    this.#periodic.every(LOG_WATCH_MS, async () => watch.look())
    this.#periodic.every(RETENTION_MS, async () => void (await removeOld({ store, clock, keepMs, stopping })))
  }

  /** Accepts nothing more and leases nothing more; what the Sender has is left to end. */
  async drain(): Promise<void> {
    this.#stopping = true
    await Promise.all([this.#lanes.stop(), this.#periodic.stop()])
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all([this.#lanes.stop(), this.#periodic.stop()])
    await this.#consent.stop()
    this.#eventLines.stop()
  }

  grantCredit(smscId: SmscId, count: number): void {
    this.#lanes.of(smscId).grant(count)
  }

  revokeCredit(smscId: SmscId, count: number): void {
    this.#lanes.of(smscId).revoke(count)
  }

  async answers(batch: readonly SubmitAnswer[]): Promise<void> {
    const { random } = this.#options
    const jitter = (): number => random.fraction()
    const records = batch.map((answer) =>
      judgeAnswer(
        answer,
        this.#lanes.of(answer.smscId).takeFailures(answer.part),
        jitter,
        this.#definitions.get(answer.smscId),
      ),
    )
    await this.#options.store.recordSubmits(records)
    countAnswers(this.#options.metrics, batch)
    const queuedAgain = new Set<SmscId>()
    for (const { smscId, result } of records) {
      if (result.kind === 'returned' || result.kind === 'retry') queuedAgain.add(smscId)
    }
    this.#lanes.wake(queuedAgain)
  }

  deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    const { store, clock, log, ids, metrics } = this.#options
    return receive(batch, {
      metrics,
      store,
      receipts: this.#receipts,
      consent: this.#consent.inbound,
      clock,
      log,
      newId: () => ids.next('msg'),
      definition: (smscId) => this.#definitions.get(smscId),
      redelivery: this.#redelivery,
    })
  }

  /** What an edge may hold now. */
  askSeats(edgeId: string, ask: SeatAsk): Promise<readonly GrantedSeat[]> {
    return this.#seats.ask(edgeId, ask)
  }

  /** Texts of these SMSCs may be stored though their SMSC was asked to send them again. */
  lostVerdicts({ smscIds, sinceMs }: LostVerdicts): void {
    const nowMs = this.#options.clock.nowMs()
    for (const smscId of smscIds) this.#redelivery.lost(smscId, sinceMs, nowMs)
  }

  bindChanged(state: BindState): void {
    const { clock, log, store } = this.#options
    const { before } = this.#binds.note(state)
    const isTaking = this.#binds.sending(state.smscId) !== undefined
    this.#router.noted(state.smscId, isTaking)
    if (!isTaking) this.#boundSinceMs.delete(state.smscId)
    else if (!this.#boundSinceMs.has(state.smscId)) this.#boundSinceMs.set(state.smscId, clock.monotonicMs())
    if (before?.status === state.status && before.reason === state.reason) return
    if (before?.status === 'bound') this.#redelivery.mishap(state.smscId, clock.nowMs())
    const { smscId, status, reason, bindType } = state
    log.info('bind', { smscId, bindType, status, reason })
    const event = { atMs: clock.nowMs(), kind: 'smsc.bind' as const, messageId: null, part: null, conversationId: null }
    store.appendEvents([{ ...event, smscId, detail: { status, reason, bindType } }]).catch((failure: unknown) => {
      log.error('bind event not stored', { smscId, cause: String(failure) })
    })
  }

  #intakeContext(): IntakeContext {
    const { clock, ids, maxParts } = this.#options
    return {
      route: (question) => this.#router.choose(question),
      maxParts,
      nowMs: clock.nowMs(),
      newId: () => ids.next('msg'),
      nextReference: () => this.#nextReference(),
    }
  }

  async #loadLearned(smscId: SmscId): Promise<void> {
    const { value } = await this.#options.store.document(`learned:${smscId}`)
    const form = (value as { readonly idForm?: SmscDefinition['idForm'] } | null)?.idForm
    if (form !== undefined) this.#idForms.load(smscId, form)
  }

  #nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xffff
    return this.#reference
  }

  async #tick(): Promise<void> {
    const { store, clock } = this.#options
    for (const definition of this.#definitions.all) {
      const sinceMs = this.#boundSinceMs.get(definition.id)
      if (sinceMs === undefined) continue
      await settleUncertain(store, definition, clock.monotonicMs() - sinceMs, clock.nowMs())
      this.#lanes.of(definition.id).wake()
    }
    await watchLanes({
      ...this.#options,
      lanes: this.#lanes,
      watchdog: this.#watchdog,
      definitions: this.#definitions.all,
      isBound: (smscId) => this.#boundSinceMs.has(smscId),
      holder: (smscId) => this.#binds.sending(smscId)?.edgeId ?? undefined,
    })
    const { receiptsParked } = await store.counts()
    if (receiptsParked > 0) {
      for (const { id } of this.#definitions.all) await this.#receipts.learnFromParked(id, clock.nowMs())
    }
  }
}

/** Whether a sender address, as a definition has it, is this canonical one. */
function isSame(defaultSender: string, address: string): boolean {
  const sender = canonicalSender(defaultSender)
  return sender.ok && sender.value === address
}
