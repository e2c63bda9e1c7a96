import type { PduOf } from '../codec/model/pdu.ts'
import { type Listen, type Listener, listenSocket } from '../net/listen.ts'
import type { Dial, Transport } from '../net/transport.ts'

/** How a client lets the SMSC call it (3.4 section 2.2.1, outbind). */
export interface OutbindOptions {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string | undefined
  /** Port to listen on; 0 is any free one. */
  readonly port?: number | undefined
  /** Listens instead of TCP: in-memory worlds. */
  readonly listen?: Listen | undefined
  /** Whether the caller is the SMSC that is expected. True unless told: its password is in the outbind, for what it is worth. */
  readonly verify?: ((outbind: PduOf<'outbind'>) => boolean) | undefined
}

/**
 * A door that the SMSC knocks at: each wait ends with the next connection that comes in. Opened with the first wait.
 * Connections that nobody waits for are dropped, so an SMSC cannot pile them up.
 */
export class OutbindDoor {
  readonly #listen: Listen
  #listener: Promise<Listener> | undefined
  #waiting: ((transport: Transport) => void) | undefined

  constructor(options: OutbindOptions) {
    this.#listen = options.listen ?? listenSocket({ host: options.host, port: options.port })
  }

  /** Where it listens, once it does. */
  async address(): Promise<Listener['address']> {
    return (await this.#open()).address
  }

  /** Waits for the next connection, as a dial does for its own. */
  readonly wait: Dial = async (signal) => {
    await this.#open()
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting = undefined
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting = (transport) => {
        this.#waiting = undefined
        signal.removeEventListener('abort', abort)
        resolve(transport)
      }
    })
  }

  /** Closes the door. */
  async close(): Promise<void> {
    if (this.#listener === undefined) return
    const listener = await this.#listener.catch(() => undefined)
    await listener?.close()
  }

  #open(): Promise<Listener> {
    if (this.#listener === undefined) {
      const opening = this.#listen((transport) => {
        if (this.#waiting !== undefined) {
          this.#waiting(transport)
          return
        }
        transport.open({ received: () => undefined, drained: () => undefined, closed: () => undefined })
        transport.destroy()
      })
      this.#listener = opening
      // A port that cannot be had now may be had at the next try.
      opening.catch(() => {
        this.#listener = undefined
      })
    }
    return this.#listener
  }
}
