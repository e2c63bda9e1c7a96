import type { NotSentCode, PduInput, RequestName, RequestOutcome } from '@smpp-connect/smpp'
import { RoundTrip } from './round-trip.ts'
import { SubmitWindow, type WindowSettings } from './submit-window.ts'

/** A bound session that carries requests. */
export interface Carrier {
  /** The bind's name among those of its SMSC, `transmitter-1` say. */
  readonly name: string
  /** Whether it agreed on a version that has TLVs. */
  readonly takesTlvs: boolean
  /** `onOutcome` is called once, perhaps at once. Returns the sequence_number under which it left, if it did. */
  requestWith<C extends RequestName>(
    pdu: PduInput<C>,
    onOutcome: (outcome: RequestOutcome<C>) => void,
  ): number | undefined
}

/** One bind that carries submits, as the Sender sees it: how much it takes, and how quickly it answers. */
export class SubmitPath {
  readonly carrier: Carrier
  readonly window: SubmitWindow
  readonly roundTrip = new RoundTrip()
  /** Requests that have not ended. */
  unanswered = 0
  /** A request came back because the session is gone, or going: it takes no more, though nobody has closed it yet. */
  isDown = false

  constructor(carrier: Carrier, settings: WindowSettings) {
    this.carrier = carrier
    this.window = new SubmitWindow(settings)
  }

  get hasRoom(): boolean {
    return !this.isDown && this.unanswered < this.window.size
  }

  /**
   * Sends a request. `onOutcome` is called once, with what ends it, and has to begin with `ended`: a closure here for each
   * request is spared. Returns the sequence_number under which it left, if it did.
   */
  send<C extends RequestName>(pdu: PduInput<C>, onOutcome: (outcome: RequestOutcome<C>) => void): number | undefined {
    this.unanswered++
    return this.carrier.requestWith(pdu, onOutcome)
  }

  /** A request that was sent here has ended. */
  ended(outcome: RequestOutcome): void {
    if (outcome.kind === 'answered' || outcome.kind === 'refused') this.roundTrip.add(outcome.latencyMs)
    if (outcome.kind === 'answered') this.window.answered(this.unanswered)
    this.unanswered--
    if (isOfTheLink(outcome)) this.isDown = true
  }
}

/** The binds of one SMSC that carry submits at the moment. */
export class SubmitPaths {
  #paths: readonly SubmitPath[] = []
  /** Where the search for the next one begins, so that binds that are equally free take turns. */
  #turn = 0

  get all(): readonly SubmitPath[] {
    return this.#paths
  }

  /** Requests that may be unanswered over all of them. */
  get windowSum(): number {
    let sum = 0
    for (const { window, isDown } of this.#paths) if (!isDown) sum += window.size
    return sum
  }

  /** Requests that have not ended, over all of them. */
  get unanswered(): number {
    let sum = 0
    for (const { unanswered } of this.#paths) sum += unanswered
    return sum
  }

  add(path: SubmitPath): void {
    this.#paths = [...this.#paths, path]
  }

  /** False: it was not there. */
  remove(path: SubmitPath): boolean {
    const others = this.#paths.filter((other) => other !== path)
    const wasThere = others.length < this.#paths.length
    this.#paths = others
    return wasThere
  }

  /** The one with the fewest unanswered requests that has room for another. */
  choose(): SubmitPath | undefined {
    const { length } = this.#paths
    let best: SubmitPath | undefined
    for (let step = 0; step < length; step++) {
      const path = this.#paths[(this.#turn + step) % length]!
      if (path.hasRoom && (best === undefined || path.unanswered < best.unanswered)) best = path
    }
    if (best !== undefined) this.#turn = (this.#paths.indexOf(best) + 1) % length
    return best
  }
}

const GONE: ReadonlySet<string> = new Set<NotSentCode>(['not_bound', 'closing', 'link_lost'])

/** Whether the request ended as it did because its session is gone or going, and so would any other. */
function isOfTheLink(outcome: RequestOutcome): boolean {
  return outcome.kind === 'notSent' ? GONE.has(outcome.code) : outcome.kind === 'uncertain'
}
