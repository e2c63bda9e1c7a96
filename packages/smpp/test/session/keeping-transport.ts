import { encodePdu, type PduInput } from '../../src/index.ts'
import type { Transport, TransportHandler } from '../../src/net/transport.ts'

/** A connection that keeps the very memory it was handed, as an operating system does that has not taken it yet. */
export class KeepingTransport implements Transport {
  readonly peer = { address: 'test', port: 0 }
  readonly secure = false
  readonly written: { readonly octets: Uint8Array; readonly copy: Buffer }[] = []
  busy = false
  handler!: TransportHandler

  open(handler: TransportHandler): void {
    this.handler = handler
  }

  write(octets: Uint8Array): boolean {
    this.written.push({ octets, copy: Buffer.from(octets) })
    return !this.busy
  }

  /** The PDUs come in one read. */
  receive(...pdus: readonly PduInput[]): void {
    this.handler.received(Buffer.concat(pdus.map((pdu) => encodePdu(pdu))))
  }

  pause(): void {}
  resume(): void {}
  end(): void {}
  destroy(): void {}
}
