import { type Listen, type ListenOptions, listenSocket, type Transport } from '@smpp-connect/smpp'

/** Listens on TCP, and can stop to read from every connection: to the peers it looks like a process that hangs. */
export class PausableListen {
  readonly listen: Listen
  readonly #transports = new Set<Transport>()
  #reading = true
  /** Whether new connections are closed at once. */
  closesNew = false

  constructor(options: ListenOptions) {
    const listen = listenSocket(options)
    this.listen = (onTransport) =>
      listen((transport) => {
        if (this.closesNew) close(transport)
        else onTransport(this.#watched(transport))
      })
  }

  setReading(reading: boolean): void {
    if (this.#reading === reading) return
    this.#reading = reading
    for (const transport of this.#transports) {
      if (reading) transport.resume()
      else transport.pause()
    }
  }

  /** The connection, known here for as long as it stands. */
  #watched(transport: Transport): Transport {
    const { peer, secure } = transport
    return {
      peer,
      secure,
      open: (handler) => {
        this.#transports.add(transport)
        transport.open({
          received: (chunk) => handler.received(chunk),
          drained: () => handler.drained(),
          closed: (end) => {
            this.#transports.delete(transport)
            handler.closed(end)
          },
        })
        if (!this.#reading) transport.pause()
      },
      write: (octets) => transport.write(octets),
      pause: () => transport.pause(),
      resume: () => {
        if (this.#reading) transport.resume()
      },
      end: () => transport.end(),
      destroy: () => transport.destroy(),
    }
  }
}

function close(transport: Transport): void {
  transport.open({ received: () => {}, drained: () => {}, closed: () => {} })
  transport.end()
}
