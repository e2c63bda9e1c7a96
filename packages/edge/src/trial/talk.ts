import type { BindType, SmscDefinition } from '@smpp-connect/contracts'
import { type PduOf, SmppSession, Status, type StatusName } from '@smpp-connect/smpp'
import type { CutAt, Observation } from './observation.ts'
import type { TappedTransport } from './tapped-transport.ts'
import { type TrialBook, toTenth } from './trial-book.ts'
import { inTime, type TrialWorld } from './trial-world.ts'

/** What a session saw; what the port says otherwise is not asked yet. */
export type TalkEnd =
  | Omit<Extract<Observation, { kind: 'cut' }>, 'speaksTls' | 'takes34'>
  | Omit<Extract<Observation, { kind: 'foreign' }>, 'speaksTls'>
  | Omit<Extract<Observation, { kind: 'silent' }>, 'speaksTls'>
  | Omit<Extract<Observation, { kind: 'refused' }>, 'takes34'>

const VERSIONS = { '3.3': 0x33, '3.4': 0x34, '5.0': 0x50 } as const

/**
 * Binds over a connection, asks enquire_link, unbinds. Undefined when all of it went well. The connection is gone
 * afterwards in any case.
 *
 * What the SMSC sends meanwhile is put off with a temporary error, which makes it keep the message: a trial stores nothing.
 */
export async function talk(
  transport: TappedTransport,
  definition: SmscDefinition,
  bindType: BindType,
  world: TrialWorld,
  book: TrialBook,
): Promise<TalkEnd | undefined> {
  const giveUp = (): void => transport.destroy()
  world.signal.addEventListener('abort', giveUp)
  const talking = new Talk(transport, definition, bindType, world, book)
  try {
    return await talking.end()
  } finally {
    world.signal.removeEventListener('abort', giveUp)
    transport.destroy()
  }
}

class Talk {
  readonly #transport: TappedTransport
  readonly #definition: SmscDefinition
  readonly #bindType: BindType
  readonly #world: TrialWorld
  readonly #book: TrialBook
  readonly #session: SmppSession
  #putOff = 0
  #unbound = false

  constructor(
    transport: TappedTransport,
    definition: SmscDefinition,
    bindType: BindType,
    world: TrialWorld,
    book: TrialBook,
  ) {
    this.#transport = transport
    this.#definition = definition
    this.#bindType = bindType
    this.#world = world
    this.#book = book
    const { stepMs, listenMs } = world.limits
    this.#session = new SmppSession(
      transport,
      'esme',
      {
        clock: world.clock,
        // As a bind of this definition has it.
        interfaceVersion: VERSIONS[definition.interfaceVersion],
        encodeVersion: 'widest',
        longPassword: true,
        timers: {
          sessionInitTimeoutMs: listenMs + stepMs,
          responseTimeoutMs: stepMs,
          enquireLinkIntervalMs: 0,
          unbindTimeoutMs: stepMs,
        },
        onTrace: ({ direction, octets }) => {
          // unbind_resp (3.4 section 4.2.2).
          if (direction === 'in' && octets[4] === 0x80 && octets[7] === 0x06) this.#unbound = true
        },
      },
      { onRequest: ({ command }) => this.#putOffOrRefuse(command) },
    )
  }

  async end(): Promise<TalkEnd | undefined> {
    const { limits } = this.#world
    this.#book.begin('bind')
    this.#session.open()
    await inTime(this.#world, limits.listenMs, this.#transport.stirred)
    if (this.#session.end !== undefined) return this.#over('connected')
    return (await this.#bind()) ?? (await this.#enquire()) ?? (await this.#unbind())
  }

  async #bind(): Promise<TalkEnd | undefined> {
    // The time that was listened is not the SMSC's.
    this.#book.begin('bind')
    const { systemId, password, systemType, addressRange, interfaceVersion } = this.#definition
    const outcome = await this.#session.bind({
      command: `bind_${this.#bindType}`,
      systemId,
      password,
      systemType,
      interfaceVersion: VERSIONS[interfaceVersion],
      addrTon: 0,
      addrNpi: 0,
      addressRange,
    })
    switch (outcome.kind) {
      case 'answered': {
        const { systemId: smscSystemId, tlvs } = outcome.response as PduOf<'bind_transceiver_resp'>
        const smscVersion = versionWords(tlvs.scInterfaceVersion)
        this.#book.learn({ smscSystemId, smscVersion })
        this.#book.done(`accepted${smscSystemId === '' ? '' : ` by ${smscSystemId}`}, SMPP ${this.#session.version}`)
        return undefined
      }
      case 'refused':
        return { kind: 'refused', status: outcome.status, nack: outcome.response.command === 'generic_nack' }
      case 'expired':
      case 'uncertain':
        return this.#over('bind-sent')
      case 'notSent':
        if (outcome.code === 'invalid') throw new Error(`the bind cannot be sent: ${outcome.reason}`)
        return this.#over('connected')
    }
  }

  async #enquire(): Promise<TalkEnd | undefined> {
    this.#book.begin('enquire-link')
    const outcome = await this.#session.request({ command: 'enquire_link' })
    switch (outcome.kind) {
      case 'answered': {
        const roundTripMs = toTenth(outcome.latencyMs)
        this.#book.learn({ roundTripMs })
        this.#book.done(`answered in ${roundTripMs} ms`)
        return undefined
      }
      case 'refused':
        this.#book.done(`refused with status ${outcome.status}, which is an answer too`)
        return undefined
      case 'expired':
        // The bind stands: it is not left to the SMSC to notice.
        await this.#session.unbind('the trial is over')
        return { kind: 'silent', to: 'enquire_link', waitedMs: this.#world.limits.stepMs }
      case 'uncertain':
      case 'notSent':
        return this.#over('bound')
    }
  }

  async #unbind(): Promise<undefined> {
    const { notes } = this.#book
    this.#book.begin('unbind')
    await this.#session.unbind('the trial is over')
    this.#book.done(this.#unbound ? 'answered' : 'not answered')
    if (!this.#unbound) notes.push('The SMSC did not answer unbind. It may hold the bind for a while.')
    if (this.#putOff > 0) {
      notes.push(
        `The SMSC sent ${this.#putOff === 1 ? 'a message' : `${this.#putOff} messages`} at once. It was asked to keep what it sends and to try later.`,
      )
    }
  }

  #over(at: CutAt): TalkEnd {
    const { code: why } = this.#session.end ?? {}
    if (why === 'framing_broken') return { kind: 'foreign', octets: this.#transport.first }
    if (why === 'session_init_timeout') return { kind: 'silent', to: 'bind', waitedMs: this.#world.limits.stepMs }
    const { reason = 'the connection ended', code } = this.#transport.ended ?? {}
    return { kind: 'cut', at, words: reason, code }
  }

  #putOffOrRefuse(command: string): StatusName {
    if (command !== 'deliver_sm' && command !== 'data_sm') return 'ESME_RINVCMDID'
    this.#putOff++
    return 'ESME_RX_T_APPN'
  }
}

/** Statuses that may mean "not this version", since there is none that says so. */
export function mayMeanVersion(status: number): boolean {
  return [
    Status.ESME_RBINDFAIL,
    Status.ESME_RSYSERR,
    Status.ESME_RINVCMDID,
    Status.ESME_RINVCMDLEN,
    Status.ESME_RUNKNOWNERR,
  ].includes(status)
}

function versionWords(octet: number | undefined): string | null {
  if (octet === undefined) return null
  const major = octet >> 4
  const minor = octet & 0x0f
  return major >= 3 && major <= 5 ? `${major}.${minor}` : `0x${octet.toString(16).padStart(2, '0')}`
}
