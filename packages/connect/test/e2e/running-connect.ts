import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageDetail, PhoneText } from '@smpp-connect/contracts'
import { eventually } from '@smpp-connect/testkit'

export const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
export const KEY = 'an-end-to-end-test-key'
const UP = [MAIN, 'up']

export interface HttpAnswer<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

/** `connect up` as a process of its own, on ports that are free, driven as a user drives it. */
export class RunningConnect {
  readonly url: string
  readonly dataDir: string
  readonly #child: ChildProcess
  readonly #output: () => string

  private constructor(child: ChildProcess, dataDir: string, url: string, output: () => string) {
    this.#child = child
    this.dataDir = dataDir
    this.url = url
    this.#output = output
  }

  /** Starts it and waits until it says where it is. `program` is what Node runs, unless it is `connect up`. */
  static async start(
    dataDir: string,
    env: Readonly<Record<string, string>> = {},
    program: readonly string[] = UP,
  ): Promise<RunningConnect> {
    const { child, output } = spawnUp(dataDir, env, program)
    const file = join(dataDir, 'connect.json')
    const url = await eventually(`connect up\n${output()}`, () => {
      if (child.exitCode !== null) throw new Error(`connect up ended with ${child.exitCode}:\n${output()}`)
      if (!existsSync(file)) return undefined
      const running = JSON.parse(readFileSync(file, 'utf8')) as { url: string; pid: number }
      return running.pid === child.pid ? running.url : undefined
    })
    return new RunningConnect(child, dataDir, url, output)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Everything that it printed so far. */
  get output(): string {
    return this.#output()
  }

  async call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer<Body>> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as Body }
  }

  async get<Body>(path: string): Promise<Body> {
    const { status, body } = await this.call<Body>('GET', path)
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  /** A page that is no JSON. */
  async text(path: string): Promise<string> {
    const response = await fetch(new URL(path, this.url), { headers: { authorization: `Bearer ${KEY}` } })
    return response.text()
  }

  /** The message once it is in one of the states. */
  message(id: string, ...states: readonly string[]): Promise<MessageDetail> {
    return eventually(`${id} in ${states.join(' or ')}`, async () => {
      const message = await this.get<MessageDetail>(`/v1/messages/${id}`)
      return states.includes(message.state) ? message : undefined
    })
  }

  /** Everything that a phone shows, oldest first. */
  async phone(number: string): Promise<readonly PhoneText[]> {
    const texts: PhoneText[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const path = `/v1/simulator/phones/${encodeURIComponent(number)}/messages?limit=1000${query}`
      const page: { items: PhoneText[]; next: string | null } = await this.get(path)
      texts.push(...page.items)
      cursor = page.next
    }
    return texts.toReversed()
  }

  /** Resolves when it has ended, by itself or by somebody's hand. */
  get ended(): Promise<unknown> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => child.once('exit', resolve))
  }

  /** Ctrl-C; resolves with the exit code. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGINT')
    return ended
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGKILL')
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}

/** Starts `connect up` without waiting for it. */
export function spawnUp(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  program: readonly string[] = UP,
): { readonly child: ChildProcess; readonly output: () => string } {
  const child = spawn(process.execPath, [...program], {
    env: {
      ...withoutConnect(process.env),
      CONNECT_DATA_DIR: dataDir,
      CONNECT_HTTP_PORT: '0',
      CONNECT_SIMULATOR_PORT: '0',
      CONNECT_API_KEY: KEY,
      NO_COLOR: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return { child, output: () => output }
}

/** Runs the command line to its end. */
export async function runCli(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...withoutConnect(process.env), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

function withoutConnect(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([key]) => !key.startsWith('CONNECT_')))
}
