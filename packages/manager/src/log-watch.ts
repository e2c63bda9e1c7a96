import { LONG_LOG_OCTETS } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { Store, WriteAheadLog } from '@smpp-connect/store'

const LONG_BECAUSE = 'somebody reads what is in it without an end, or copying it does not keep up'

type State = 'short' | 'long' | 'failing'

/**
 * Says in the log of the process when the log of the store is not copied as it should be, which costs nothing until it
 * fills the disk, and when that is over: once each. All of it as warnings, so that whoever read that it began will read
 * that it ended.
 *
 * - *short*: all is well;
 * - *failing*: copying fails. Left when a try succeeds; how long the log is by then is said with it;
 * - *long*: no try fails, and the log is longer than `LONG_LOG_OCTETS` all the same: it begins anew only when all of it was
 *   copied and nobody reads it. Left when it did.
 */
export class LogWatch {
  readonly #store: Pick<Store, 'writeAheadLog'>
  readonly #log: Log
  #state: State = 'short'

  constructor(store: Pick<Store, 'writeAheadLog'>, log: Log) {
    this.#store = store
    this.#log = log
  }

  /** To be called again and again. */
  look(): void {
    const log = this.#store.writeAheadLog()
    if (!log) return
    const before = this.#state
    this.#state = stateOf(log)
    if (this.#state === before) return
    const { octets, uncopiedOctets, trouble } = log
    const say = (event: string, reason?: string | null): void =>
      this.#log.warn(event, { reason, octets, uncopiedOctets })
    if (this.#state === 'failing') say('the log of the store cannot be copied', trouble)
    else if (before === 'failing') say('the log of the store is copied again')
    else if (this.#state === 'long') say('the log of the store is long', LONG_BECAUSE)
    else say('the log of the store is short again')
  }
}

function stateOf({ trouble, octets }: WriteAheadLog): State {
  if (trouble !== null) return 'failing'
  return octets > LONG_LOG_OCTETS ? 'long' : 'short'
}
