import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { Arrivals } from './arrivals.ts'
import { freePorts } from './free-port.ts'
import { Program } from './program.ts'

/** The two programs that make a gateway: one talks SMPP, the other HTTP. */
export const BEARERBOX = '/usr/sbin/bearerbox'
export const SMSBOX = '/usr/sbin/smsbox'

/** One group of Kannel's configuration: `[['group', 'smsc'], ['port', 2775], ...]`. */
export type KannelGroup = Readonly<Record<string, string | number>>

/** Kannel 1.4.5, both boxes, with everything it needs in a temporary folder and on free ports of 127.0.0.1. */
export class Kannel {
  readonly bearerbox: Program
  readonly smsbox: Program
  readonly #sendUrl: string

  private constructor(bearerbox: Program, smsbox: Program, sendPort: number) {
    this.bearerbox = bearerbox
    this.smsbox = smsbox
    this.#sendUrl = `http://127.0.0.1:${sendPort}/cgi-bin/sendsms`
  }

  /** Starts it, until the test ends. `groups` are added to the usual ones: SMSCs and services. */
  static async start(t: TestContext, groups: readonly KannelGroup[]): Promise<Kannel> {
    const folder = await mkdtemp(join(tmpdir(), 'connect-kannel-'))
    t.after(() => rm(folder, { recursive: true }))
    for (let tries = 1; ; tries++) {
      try {
        return await Kannel.#startOnce(t, join(folder, 'kannel.conf'), groups)
      } catch (error) {
        // Somebody was quicker at one of the ports.
        if (tries === 5) throw error
      }
    }
  }

  static async #startOnce(t: TestContext, file: string, groups: readonly KannelGroup[]): Promise<Kannel> {
    const [adminPort, smsboxPort, sendPort] = (await freePorts(3)) as [number, number, number]
    const usual: KannelGroup[] = [
      {
        group: 'core',
        'admin-port': adminPort,
        'admin-interface': '127.0.0.1',
        'admin-password': 'unused',
        'smsbox-port': smsboxPort,
        'smsbox-interface': '127.0.0.1',
        'dlr-storage': 'internal',
        'log-level': 0,
        'sms-resend-freq': 1,
      },
      {
        group: 'smsbox',
        'bearerbox-host': '127.0.0.1',
        'sendsms-port': sendPort,
        'sendsms-interface': '127.0.0.1',
        'log-level': 0,
      },
      { group: 'sendsms-user', username: 'user', password: 'word', concatenation: 'true', 'max-messages': 20 },
    ]
    // `core` has to come first.
    await writeFile(file, [...usual, ...groups].map(configured).join('\n'))
    const bearerbox = Program.start(t, BEARERBOX, [file])
    await bearerbox.line(/Start-up done/)
    for (let tries = 1; ; tries++) {
      const smsbox = Program.start(t, SMSBOX, [file])
      try {
        await smsbox.line(/Connected to bearerbox/)
        return new Kannel(bearerbox, smsbox, sendPort)
      } catch (error) {
        // The other box says that it is up before it listens.
        if (tries === 5) throw error
      }
    }
  }

  /** Asks for a text to be sent; resolves with what Kannel says to that. */
  async send(fields: Readonly<Record<string, string | number>>): Promise<string> {
    const query = new URLSearchParams({ username: 'user', password: 'word' })
    for (const [name, value] of Object.entries(fields)) query.set(name, String(value))
    const answer = await fetch(`${this.#sendUrl}?${query}`)
    return `${answer.status} ${await answer.text()}`
  }

  /** Ends it as an operator would: it says good-bye to its SMSCs. */
  async stop(): Promise<void> {
    await this.smsbox.stop()
    await this.bearerbox.stop()
  }
}

function configured(group: KannelGroup): string {
  const lines = Object.entries(group).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  return `${lines.join('\n')}\n`
}

/** A request of Kannel to the application: a text that came in, or the report about one that was sent. */
export interface ApplicationCall {
  readonly path: string
  /** Values as they were percent-encoded, octet for octet. */
  readonly values: Readonly<Record<string, Uint8Array>>
}

/** The application behind Kannel: notes what it is told, and answers with a text, which Kannel sends on if it may. */
export class Application {
  readonly calls = new Arrivals<ApplicationCall>()
  readonly url: string

  private constructor(url: string) {
    this.url = url
  }

  /** Listens on a free port of 127.0.0.1 until the test ends. */
  static async start(t: TestContext, reply: (call: ApplicationCall) => string): Promise<Application> {
    const server = createServer((request, response) => {
      const [path, query = ''] = request.url!.split('?', 2) as [string, string?]
      const call = { path, values: valuesOf(query) }
      application.calls.push(call)
      response.setHeader('content-type', 'text/plain; charset=utf-8').end(reply(call))
    })
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    const application = new Application(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    return application
  }
}

/** UTF-16 text is percent-encoded octet by octet, which no URL parser puts up with. */
function valuesOf(query: string): Record<string, Uint8Array> {
  const values: Record<string, Uint8Array> = {}
  for (const pair of query.split('&')) {
    const [name, value = ''] = pair.split('=', 2) as [string, string?]
    const latin1 = value
      .replaceAll('+', ' ')
      .replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    values[name] = Buffer.from(latin1, 'latin1')
  }
  return values
}
