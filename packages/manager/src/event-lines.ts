import type { ConnectEvent, EventDetail } from '@smpp-connect/contracts'
import type { Clock, Log, LogFields, Timer } from '@smpp-connect/kernel'
import { statusName } from '@smpp-connect/smpp/status'
import { messageStateOfStat } from '@smpp-connect/smpp/text'
import type { Store } from '@smpp-connect/store'

/** The level of the log may change while Connect runs. */
const LOOK_MS = 1_000

/**
 * Says in the log what happens to each message, in the words of the event log, which has all of it: accepted, sending,
 * submitted, receipt, final, received. Only while debug lines are written: to read five events for every text is not free.
 */
export class EventLines {
  readonly #parts: { readonly store: Pick<Store, 'onEvents'>; readonly clock: Clock; readonly log: Log }
  #stopListening: (() => void) | undefined
  #timer: Timer | undefined

  constructor(parts: { readonly store: Pick<Store, 'onEvents'>; readonly clock: Clock; readonly log: Log }) {
    this.#parts = parts
  }

  start(): void {
    const { store, clock, log } = this.#parts
    if (log.isVerbose) {
      this.#stopListening ??= store.onEvents((events) => {
        for (const event of events) if (event.messageId !== null || event.kind === 'receipt.parked') say(log, event)
      })
    } else this.#stopHearing()
    this.#timer = clock.after(LOOK_MS, () => this.start())
  }

  stop(): void {
    this.#timer?.cancel()
    this.#stopHearing()
  }

  #stopHearing(): void {
    this.#stopListening?.()
    this.#stopListening = undefined
  }
}

function say(log: Log, { kind, messageId, part, smscId, detail }: ConnectEvent): void {
  log.debug(kind, { messageId, part: part ?? undefined, smscId, ...fieldsOf(detail) })
}

/**
 * Of a detail only what cannot hold a text or a number. What an SMSC writes freely is left out or named by what it means;
 * all of it stands on the page of the message.
 */
function fieldsOf({ attempt, parts, missing, state, status, stat, smscMessageId }: EventDetail): LogFields {
  return {
    attempt,
    parts,
    missing,
    state: typeof stat === 'string' ? (messageStateOfStat(stat) ?? 'other') : state,
    status: typeof status === 'number' ? statusName(status) : undefined,
    smscMessageId,
  }
}
