import { type AddressInfo, createServer } from 'node:net'

const END = Buffer.from('\r\n\r\n')
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')

export interface ReceiptSink {
  readonly port: number
  /** Texts whose receipt it was told of, each counted once. */
  count(): number
  reset(): void
}

/** Where Kannel tells of receipts (its dlr-url): a web server that counts GET requests by their path, and says OK. */
export function listenForReceipts(): Promise<ReceiptSink> {
  const told = new Set<string>()
  const server = createServer({ noDelay: true }, (socket) => {
    let held: Buffer = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      const octets = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      let at = 0
      for (let end = octets.indexOf(END, at); end >= 0; end = octets.indexOf(END, at)) {
        // "GET /12 HTTP/1.1"
        told.add(octets.toString('latin1', at + 5, octets.indexOf(0x20, at + 5)))
        socket.write(ANSWER)
        at = end + END.length
      }
      held = octets.subarray(at)
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        count: () => told.size,
        reset: () => told.clear(),
      }),
    )
  })
}
