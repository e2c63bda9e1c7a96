export interface HttpResponse {
  readonly status: number
  readonly body: string
}

const END_OF_HEAD = '\r\n\r\n'

/** Cuts what a server sends on one connection into responses; they must say their length. */
export class HttpResponses {
  #octets = Buffer.alloc(0)

  /** The responses that are whole with these octets. */
  take(octets: Uint8Array): readonly HttpResponse[] {
    this.#octets = Buffer.concat([this.#octets, octets])
    const whole: HttpResponse[] = []
    for (;;) {
      const head = this.#octets.indexOf(END_OF_HEAD)
      if (head < 0) return whole
      const [first = '', ...lines] = this.#octets.toString('latin1', 0, head).split('\r\n')
      const length = lines.find((line) => /^content-length:/i.test(line))
      const end = head + END_OF_HEAD.length + Number(length?.split(':')[1] ?? 0)
      if (this.#octets.length < end) return whole
      const body = this.#octets.toString('utf8', head + END_OF_HEAD.length, end)
      whole.push({ status: Number(first.split(' ')[1]), body })
      this.#octets = this.#octets.subarray(end)
    }
  }
}
