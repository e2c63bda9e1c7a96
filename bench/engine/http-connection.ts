import { connect, type Socket } from 'node:net'

/** What came back: the status, and the first octets of the body. */
export interface HttpAnswer {
  readonly status: number
  readonly bodyStart: string
}

const HEADER_END = Buffer.from('\r\n\r\n')
const BODY_START_OCTETS = 64

/**
 * A kept-alive connection that carries one request at a time. It writes octets made beforehand and reads only what it
 * must of the answer: an HTTP client with all its comforts would cost as much as what is measured.
 */
export class HttpConnection {
  readonly #socket: Socket
  #onAnswer: ((answer: HttpAnswer) => void) | undefined
  #header: Buffer | undefined
  #status = 0
  #bodyStart = ''
  #bodyLeft = 0

  static async open(port: number, onLost: (why: string) => void): Promise<HttpConnection> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve())
      socket.once('error', reject)
    })
    return new HttpConnection(socket, onLost)
  }

  private constructor(socket: Socket, onLost: (why: string) => void) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', (error) => onLost(String(error)))
    socket.on('close', () => onLost('the server closed the connection'))
  }

  get busy(): boolean {
    return this.#onAnswer !== undefined
  }

  send(request: Buffer, onAnswer: (answer: HttpAnswer) => void): void {
    this.#onAnswer = onAnswer
    this.#socket.write(request)
  }

  close(): void {
    this.#socket.removeAllListeners('close')
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    if (this.#bodyLeft > 0) {
      this.#readBody(chunk)
      return
    }
    const octets = this.#header ? Buffer.concat([this.#header, chunk]) : chunk
    const end = octets.indexOf(HEADER_END)
    if (end < 0) {
      this.#header = octets
      return
    }
    this.#header = undefined
    const header = octets.toString('latin1', 0, end)
    const length = /\r\ncontent-length: *(\d+)/i.exec(header)?.[1]
    if (length === undefined) throw new Error(`an answer without Content-Length:\n${header}`)
    this.#status = Number(header.slice(9, 12))
    this.#bodyStart = ''
    this.#bodyLeft = Number(length)
    this.#readBody(octets.subarray(end + HEADER_END.length))
  }

  #readBody(octets: Buffer): void {
    if (this.#bodyStart.length < BODY_START_OCTETS) {
      this.#bodyStart += octets.toString('latin1', 0, BODY_START_OCTETS - this.#bodyStart.length)
    }
    this.#bodyLeft -= octets.length
    if (this.#bodyLeft > 0) return
    const answered = this.#onAnswer
    this.#onAnswer = undefined
    answered?.({ status: this.#status, bodyStart: this.#bodyStart })
  }
}
