import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Program } from './program.ts'

/** Where Debian puts the module. */
export const NET_SMPP = '/usr/share/perl5/Net/SMPP.pm'

/** A PDU as Net::SMPP has it: header, fields and TLVs side by side; strings are octets, one character each. */
export interface PerlPdu {
  readonly cmd: number
  readonly status: number
  readonly seq: number
  readonly [field: string]: unknown
}

/** What Net::SMPP's methods take, by name. TLVs are octets. Pairs instead of an object where a name stands twice. */
export type PerlFields = Readonly<Record<string, PerlValue>> | readonly (readonly [name: string, value: PerlValue])[]
type PerlValue = string | number | readonly (string | number)[]

/** Perl's Net::SMPP 1.19, on either side of a connection. It does one thing at a time: a request waits for its answer. */
export class NetSmpp {
  readonly #program: Program
  #answers = 0

  private constructor(program: Program) {
    this.#program = program
  }

  /** An ESME, connected to a port of 127.0.0.1. */
  static async connect(t: TestContext, port: number): Promise<NetSmpp> {
    const perl = new NetSmpp(Program.start(t, 'perl', [script, 'connect', String(port)]))
    await perl.#answer()
    return perl
  }

  /** A message centre for one connection: the port it listens on, and what it becomes when somebody comes. */
  static async listen(t: TestContext): Promise<{ readonly port: number; readonly accepted: Promise<NetSmpp> }> {
    const perl = new NetSmpp(Program.start(t, 'perl', [script, 'listen']))
    const port = (await perl.#answer()) as number
    return { port, accepted: perl.#answer().then(() => perl) }
  }

  /** Calls a method that sends a request, and returns the answer to it; or `read_pdu`. */
  async pdu(method: string, fields?: PerlFields): Promise<PerlPdu> {
    const answer = await this.call(method, fields)
    if (typeof answer !== 'object' || answer === null) throw new Error(`${method} returned ${answer}`)
    return answer as PerlPdu
  }

  /** Calls a method, and returns what it returned: null when the connection is gone. */
  async call(method: string, fields: PerlFields = {}): Promise<unknown> {
    const pairs = Array.isArray(fields) ? fields : Object.entries(fields)
    this.#program.tell(asciiJson([method, ...pairs.flat()]))
    return this.#answer()
  }

  /** Reads a request, and answers it. */
  async serve(method: string, fields: Readonly<Record<string, PerlValue>> = {}): Promise<PerlPdu> {
    const request = await this.pdu('read_pdu')
    await this.call(method, { seq: request.seq, ...fields })
    return request
  }

  /** Unbinds, and ends. */
  async bye(): Promise<void> {
    await this.pdu('unbind')
    await this.end()
  }

  /** Drops the connection: the program ends. */
  async end(): Promise<void> {
    await this.#program.stop()
  }

  async #answer(): Promise<unknown> {
    return JSON.parse(await this.#program.output(++this.#answers))
  }
}

/** An integer as the octets of a TLV. */
export function perlTlv(...octets: number[]): string {
  return String.fromCharCode(...octets)
}

/** Octets as Perl has them: one character each. */
export function perlOctets(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1')
}

/** JSON in ASCII: Perl takes every octet of other encodings for a character. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

const script = fileURLToPath(new URL('net-smpp.pl', import.meta.url))
