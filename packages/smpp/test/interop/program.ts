import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { Arrivals } from './arrivals.ts'

/** Seconds after which a program is killed whatever becomes of the test that started it. */
const LONGEST_LIFE_S = 60

/**
 * Another vendor's program, for as long as a test runs. It ends with the test, also when that fails or times out; and it
 * runs under `timeout`, so that it ends even when the test process itself is killed.
 */
export class Program {
  /** The lines it has written to stdout and stderr. */
  readonly #lines = new Arrivals<string>()
  readonly #output = new Arrivals<string>()
  readonly #name: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #exited: Promise<string>
  #exit: string | undefined

  private constructor(command: string, args: readonly string[]) {
    this.#name = command
    this.#child = spawn('timeout', ['--kill-after=1', String(LONGEST_LIFE_S), command, ...args])
    const { stdout, stderr } = this.#child
    createInterface({ input: stderr }).on('line', this.#lines.push)
    createInterface({ input: stdout }).on('line', this.#lines.push).on('line', this.#output.push)
    // What it is told after its end is lost, as it should be.
    this.#child.stdin.on('error', () => undefined)
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message))
      this.#child.once('close', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`))
    })
    void this.#exited.then((exit) => {
      this.#exit = exit
    })
  }

  /** Starts it, and ends it after the test. */
  static start(t: TestContext, command: string, args: readonly string[]): Program {
    const program = new Program(command, args)
    t.after(() => program.stop())
    return program
  }

  /** Writes one line to its stdin. */
  tell(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  /** Waits for a line on stdout or stderr. Rejects with all it has written if it ends before. */
  line(pattern: RegExp): Promise<string> {
    return this.#orItsEnd(
      this.#lines.first((line) => pattern.test(line)),
      `it wrote ${pattern}`,
    )
  }

  /** Waits for the n-th line on stdout, from 1. Rejects with all it has written if it ends before. */
  output(nth: number): Promise<string> {
    return this.#orItsEnd(this.#output.nth(nth), `its line ${nth}`)
  }

  #orItsEnd<T>(wanted: Promise<T>, what: string): Promise<T> {
    const gone = this.#exited.then((exit) => {
      throw new Error(`${this.#name} ended (${exit}) before ${what}:\n${this.#lines.all.join('\n')}`)
    })
    // Of two that are settled the first counts: what it wrote just before its end.
    return Promise.race([wanted, gone])
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    if (this.#exit === undefined) this.#child.kill('SIGTERM')
    await this.#exited
  }
}
