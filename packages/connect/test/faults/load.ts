import { type Accepted, MESSAGE_CLASSES, type MessageClass, type MessageStates } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import { KEY } from '../e2e/running-connect.ts'
import { type AcknowledgedText, ClientBook } from './client-book.ts'

export interface LoadOptions {
  readonly url: string
  /** Keys of the API, which the senders use in turn. */
  readonly keys?: readonly string[]
  /** Texts a second, at the most. Default about 150. */
  readonly perSecond?: number
  readonly writeEveryMs?: number
  readonly changeEveryMs?: number
  /** Whether definitions only change in what applies in place. */
  readonly keepsBinds?: boolean
  /** Whether some people write STOP, and some texts are worth sending for a few seconds only. */
  readonly withRefusals?: boolean
  readonly smscIds: readonly string[]
  /** Asks the SMSC that a person writes a text. */
  readonly write: (phone: string, to: string, text: string) => Promise<boolean>
  /** Addresses of ours that people write to. */
  readonly ours: readonly string[]
}

/** A text, what is to be known of it besides, and whether its person writes STOP just before it is handed over. */
interface PlannedText {
  readonly message: {
    readonly to: string
    readonly text: string
    readonly smscId: string
    readonly class: MessageClass
    readonly expiresAt?: string
  }
  readonly rules: Pick<AcknowledgedText, 'endings'>
  readonly isStopped: boolean
}

const SENDERS = 6
/** Between two texts of one sender. */
const PAUSE_MS = 25
const WRITE_EVERY_MS = 60
const CHANGE_EVERY_MS = 250
/** Of so many texts one is for somebody who writes STOP at that time, and one is worth sending for a few seconds. */
const STOP_EVERY = 20
const SHORT_LIVED_EVERY = 15
const SHORT_LIVED_S = 4
const LOOK_EVERY_MS = 150
const RETRY_MS = 20
/** A text that is not accepted by then is not going to be. */
const GIVE_UP_MS = 90_000
const LOOKED_AT = 200

/**
 * A small steady load, from outside, as careful clients make it: texts with an idempotency key each, sent again until a 202
 * comes; people who write short and long texts; changes of the SMSC definitions; and looks at what has become of it all.
 */
export class Load {
  readonly book = new ClientBook()
  readonly #options: LoadOptions
  #next = 0
  #stopping = false
  #abandoned = false
  #work: Promise<unknown> = Promise.resolve()

  constructor(options: LoadOptions) {
    this.#options = options
  }

  start(): void {
    const { perSecond, writeEveryMs = WRITE_EVERY_MS, changeEveryMs = CHANGE_EVERY_MS } = this.#options
    const pauseMs = perSecond === undefined ? PAUSE_MS : (1_000 * SENDERS) / perSecond
    const senders = Array.from({ length: SENDERS }, () => this.#again(pauseMs, () => this.#send(this.#next++)))
    let written = 0
    let changes = 0
    this.#work = Promise.all([
      ...senders,
      this.#again(writeEveryMs, () => this.#write(written++)),
      this.#again(changeEveryMs, () => this.#change(changes++)),
      this.#again(LOOK_EVERY_MS, () => this.#look()),
    ])
  }

  /** Begins nothing more; resolves when everything that was begun has its answer. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#work
  }

  /** Begins nothing more and waits for no 202. */
  async abandon(): Promise<void> {
    this.#abandoned = true
    await this.stop()
  }

  async #again(pauseMs: number, work: () => Promise<unknown>): Promise<void> {
    while (!this.#stopping) {
      await work()
      await pause(pauseMs)
    }
  }

  async #send(nth: number): Promise<void> {
    const { smscIds, ours, write, keys = [KEY] } = this.#options
    const { message, rules, isStopped } = this.#plan(nth)
    if (isStopped && !(await write(message.to, ours[nth % smscIds.length] ?? '', 'STOP')))
      this.book.surprises.push(`the STOP of text ${nth} was not taken`)
    const key = keys[nth % keys.length] ?? KEY
    const giveUpAtMs = performance.now() + GIVE_UP_MS
    while (performance.now() < giveUpAtMs && !this.#abandoned) {
      const begunAtMs = Date.now()
      const headers = { 'idempotency-key': `text-${nth}`, authorization: `Bearer ${key}` }
      const answer = await this.#call('POST', '/v1/messages', message, headers)
      if (answer?.status === 202) {
        const { id, expiresAt } = answer.body as Accepted
        const { to, text, smscId, class: messageClass } = message
        this.book.acknowledged.push({
          id,
          atMs: Date.now(),
          to,
          text,
          smscId,
          messageClass,
          expiresAtMs: Date.parse(expiresAt),
          ...rules,
        })
        return
      }
      if (answer === undefined || answer.status === 503) this.book.turnedAway.push(begunAtMs)
      // The person has opted out; the time is over.
      if (rules.endings && answer?.status === 422) return
      // Nothing, 503 (it stops, or cannot store), 409 (the first request with this key is still under way).
      if (answer && ![503, 409].includes(answer.status)) {
        this.book.surprises.push(`text ${nth}: ${answer.status} ${JSON.stringify(answer.body)}`)
        return
      }
      await pause(RETRY_MS)
    }
    if (!this.#abandoned) this.book.surprises.push(`text ${nth} was not accepted within ${GIVE_UP_MS} ms`)
  }

  #plan(nth: number): PlannedText {
    const { smscIds, withRefusals = false } = this.#options
    const message = {
      to: numberOf(nth),
      text: nth % 7 === 0 ? `Text ${nth} ${'is long '.repeat(30)}` : `Text ${nth}`,
      smscId: smscIds[nth % smscIds.length] ?? '',
      class: MESSAGE_CLASSES[Math.floor(nth / smscIds.length) % MESSAGE_CLASSES.length] ?? 'bulk',
    }
    if (withRefusals && nth % STOP_EVERY === 3) {
      const rules = { endings: ['delivered', 'blocked'] }
      return { message: { ...message, class: 'transactional' }, rules, isStopped: true }
    }
    if (withRefusals && nth % SHORT_LIVED_EVERY === 4) {
      const rules = { endings: ['delivered'] }
      const expiresAt = new Date(Date.now() + SHORT_LIVED_S * 1_000).toISOString()
      return { message: { ...message, class: 'transactional', expiresAt }, rules, isStopped: false }
    }
    return { message, rules: {}, isStopped: false }
  }

  async #write(nth: number): Promise<void> {
    const { ours, write } = this.#options
    const text = nth % 3 === 0 ? `Reply ${nth} ${'at length '.repeat(40)}` : `Reply ${nth}`
    const phone = `+4478009${String(nth).padStart(5, '0')}`
    if (!(await write(phone, ours[nth % ours.length] ?? '', text)))
      this.book.surprises.push(`reply ${nth} was not taken`)
  }

  /** Mostly the name and the window, which change in place, now and then what needs another bind. */
  async #change(nth: number): Promise<void> {
    const { smscIds, keepsBinds = false } = this.#options
    const id = smscIds[nth % smscIds.length] ?? ''
    const known = this.book.names.get(id) ?? { tried: [], acknowledged: undefined }
    this.book.names.set(id, known)
    const name = `SMSC changed ${nth} times`
    known.tried.push(name)
    const rebinds = nth % 12 === 0 && !keepsBinds ? { addressRange: nth % 24 === 0 ? '60' : '' } : {}
    const answer = await this.#call('PATCH', `/v1/smscs/${id}`, { name, windowSize: 8 + (nth % 3), ...rebinds })
    if (answer?.status === 200) known.acknowledged = name
    else if (answer && answer.status !== 503) {
      this.book.surprises.push(`change ${nth}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
  }

  async #look(): Promise<void> {
    const ids = this.book.acknowledged.slice(-LOOKED_AT).map(({ id }) => id)
    if (ids.length === 0) return
    const answer = await this.#call('POST', '/v1/messages/states', { ids })
    if (answer?.status !== 200) return
    for (const [id, state] of Object.entries((answer.body as MessageStates).states)) {
      const before = this.book.finals.get(id)
      if (before !== undefined && before !== state) this.book.surprises.push(`${id} was ${before} and became ${state}`)
      if (isFinal(state)) this.book.finals.set(id, state)
    }
  }

  /** Undefined when there is no answer: the process is gone, or goes before it has answered. */
  async #call(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
    try {
      const response = await fetch(new URL(path, this.#options.url), {
        method,
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: await response.json() }
    } catch {
      return undefined
    }
  }
}

/** A number for each text; those that the SMSC treats in a way of its own are left out. */
function numberOf(nth: number): string {
  return `+44770${String(100_000_000 + nth + 100 * Math.floor(nth / 9_900)).slice(1)}`
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
