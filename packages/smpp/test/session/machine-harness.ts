import { decodePdu, encodePdu, Framer, type Pdu, type PduInput, type RequestName } from '../../src/index.ts'
import type { IncomingNotification, IncomingRequest } from '../../src/session/answer.ts'
import type { BindPdu } from '../../src/session/bind.ts'
import type { SessionEnd, SessionEndCode } from '../../src/session/end.ts'
import type { MachineOptions } from '../../src/session/machine-options.ts'
import type { RequestOutcome } from '../../src/session/outcome.ts'
import { pendingRequest } from '../../src/session/pending-request.ts'
import type { LateRequest } from '../../src/session/request-lane.ts'
import { SessionMachine } from '../../src/session/session-machine.ts'
import { type SessionTimers, sessionTimers } from '../../src/session/timers.ts'

type Settings = Omit<Partial<MachineOptions>, 'timers'> & { readonly timers?: Partial<SessionTimers> }

/** A machine, the time, and everything it asked for, with nothing else around it. */
export class MachineHarness {
  nowMs = 0
  readonly machine: SessionMachine
  readonly requested: IncomingRequest[] = []
  readonly notified: IncomingNotification[] = []
  readonly binds: BindPdu[] = []
  readonly states: string[] = []
  readonly late: { readonly response: Pdu; readonly request: LateRequest }[] = []
  readonly outcomes: RequestOutcome[] = []
  wakeAtMs = Number.POSITIVE_INFINITY
  end: SessionEnd | undefined

  constructor(settings: Settings = {}) {
    const { timers, ...rest } = settings
    this.machine = new SessionMachine(
      {
        role: 'esme',
        windowSize: 10,
        maxWaiting: 100,
        pace: undefined,
        maxPduOctets: 65_536,
        firstSequenceNumber: 1,
        maxRememberedRequests: 100,
        interfaceVersion: 0x34,
        encodeVersion: 'session',
        tlvs: undefined,
        trace: false,
        ...rest,
        timers: sessionTimers(timers),
      },
      {
        outgoing: () => undefined,
        wakeAt: (atMs) => {
          this.wakeAtMs = atMs
        },
        requested: (request) => this.requested.push(request),
        notified: (notification) => this.notified.push(notification),
        bindRequested: (bind) => this.binds.push(bind),
        stateChanged: (state) => this.states.push(state),
        answeredLate: (response, request) => this.late.push({ response, request }),
        unreadable: () => undefined,
        finished: (end) => {
          this.end = end
        },
        traced: () => undefined,
      },
      this.nowMs,
    )
    this.machine.open(this.nowMs)
  }

  /** Why it is over; undefined while it is not. */
  get endCode(): SessionEndCode | undefined {
    return this.end?.code
  }

  /** The PDUs that would be written now. */
  written(): Pdu[] {
    const { frames } = new Framer().push(this.machine.takeOutgoing())
    return frames.map((frame) => {
      const outcome = decodePdu(frame)
      if (outcome.kind !== 'pdu') throw new Error('the machine wrote what cannot be read')
      return outcome.pdu
    })
  }

  /** The peer sends PDUs. */
  receive(...pdus: readonly (PduInput | Pdu)[]): void {
    this.machine.received(Buffer.concat(pdus.map((pdu) => encodePdu(pdu))), this.nowMs)
  }

  /** Asks for a request; its outcome is added to `outcomes`, and returned by the function. */
  request(pdu: PduInput<RequestName>): () => RequestOutcome | undefined {
    let ended: RequestOutcome | undefined
    this.machine.request(
      pendingRequest(pdu, true, (outcome) => {
        if (ended !== undefined) throw new Error('a request ended twice')
        ended = outcome
        this.outcomes.push(outcome)
      }),
      this.nowMs,
    )
    return () => ended
  }

  /** Lets time pass; the machine is woken exactly when it asked to be. */
  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs
    while (this.wakeAtMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.wakeAtMs)
      this.wakeAtMs = Number.POSITIVE_INFINITY
      this.machine.tick(this.nowMs)
    }
    this.nowMs = untilMs
  }

  /** Binds as an ESME; what was written for it is taken. */
  bind(command: 'bind_transceiver' | 'bind_receiver' | 'bind_transmitter' = 'bind_transceiver'): this {
    this.machine.bind({ command, systemId: 'me', password: 'secret' }, this.nowMs, () => undefined)
    const [bind] = this.written()
    if (bind === undefined) throw new Error('no bind was written')
    const tlvs = { scInterfaceVersion: 0x34 }
    const { sequenceNumber } = bind
    this.receive({ command: `${command}_resp`, sequenceNumber, systemId: 'smsc', tlvs } as PduInput)
    return this
  }

  /** The connection is gone. */
  lose(reason = 'the connection broke'): void {
    this.machine.lost({ code: 'link_failed', reason })
  }
}

/** A submit_sm that can be told from others by its destination. */
export function submit(destinationAddr = '447700900123'): PduInput<'submit_sm'> {
  return { command: 'submit_sm', destinationAddr }
}
