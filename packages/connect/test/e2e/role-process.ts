import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EdgeRole } from '@smpp-connect/contracts'
import { systemClock, systemRandom } from '@smpp-connect/kernel'
import { Authority } from '@smpp-connect/link'
import { eventually } from '@smpp-connect/testkit'
import type { EdgeReadiness } from '../../src/health/edge-readiness.ts'
import { type EdgeFile, readEdgeFile } from '../../src/roles/edge-file.ts'
import { MAIN, RunningConnect } from './running-connect.ts'

/** `connect manager` as a process of its own; edges dial it on a port that is free. */
export function startManager(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  program: readonly string[] = [MAIN, 'manager'],
): Promise<RunningConnect> {
  return RunningConnect.start(dataDir, { CONNECT_LISTEN: '127.0.0.1:0', ...env }, program)
}

/** `host:port` where edges dial this manager. */
export function linkOf(manager: RunningConnect): string {
  const { link } = JSON.parse(readFileSync(join(manager.dataDir, 'connect.json'), 'utf8')) as { link: string }
  return link
}

/** A token of the manager's authority for an edge of this name, as `connect certs token` makes it. */
export function tokenFor(managerFolder: string, edgeId: string): string {
  return authorityIn(managerFolder).newToken(edgeId, 3_600_000)
}

/** The authority of the manager with this data folder, as `connect certs` opens it. */
export function authorityIn(managerFolder: string): Authority {
  return Authority.open({ folder: join(managerFolder, 'authority'), clock: systemClock, random: systemRandom })
}

/** `connect edge`, `connect sender` or `connect receiver` as a process of its own. */
export class EdgeProcess {
  readonly dataDir: string
  readonly child: ChildProcess
  #output = ''

  private constructor(child: ChildProcess, dataDir: string) {
    this.child = child
    this.dataDir = dataDir
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
  }

  /** Starts it and waits until it runs; it may have no link yet. `runIn`: what to run Node with, in another network say. */
  static async start(
    role: EdgeRole,
    dataDir: string,
    env: Readonly<Record<string, string>>,
    program: readonly string[] = [MAIN, role],
    runIn: readonly string[] = [],
  ): Promise<EdgeProcess> {
    const { PATH, HOME } = process.env
    const [command = process.execPath, ...words] = [...runIn, process.execPath, ...program]
    const child = spawn(command, words, {
      // Nothing of the manager's: no key of the API, no folder of its store.
      env: { PATH, HOME, NO_COLOR: '1', CONNECT_DATA_DIR: dataDir, CONNECT_STATUS: '127.0.0.1:0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const edge = new EdgeProcess(child, dataDir)
    await eventually(`connect ${role}`, () => {
      if (child.exitCode !== null) throw new Error(`connect ${role} ended with ${child.exitCode}:\n${edge.output}`)
      const file = edge.#file()
      return file?.pid === child.pid
    })
    return edge
  }

  get output(): string {
    return this.#output
  }

  /** `host:port` where it waits for its manager. */
  get listens(): string {
    return this.#file()?.listens ?? ''
  }

  /** What it answers on its status address. */
  async ask(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const response = await fetch(`http://${this.#file()?.status}${path}`)
    return { status: response.status, body: await response.text() }
  }

  /** What /readyz says, with its HTTP status. */
  async readiness(): Promise<EdgeReadiness & { readonly http: number }> {
    const { status: http, body } = await this.ask('/readyz')
    return { ...(JSON.parse(body) as EdgeReadiness), http }
  }

  /** Resolves when it has ended, by itself or by somebody's hand. */
  get ended(): Promise<unknown> {
    const { child } = this
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => child.once('exit', resolve))
  }

  /** SIGTERM; resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    return ended
  }

  #file(): EdgeFile | undefined {
    return readEdgeFile(this.dataDir)
  }
}
