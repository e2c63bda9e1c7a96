import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const SCRIPT = new URL('./store-process.ts', import.meta.url).pathname

/** A process that has a store open (see store-process.ts), and what it says. */
export class StoreProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>
  readonly #ended: Promise<unknown>

  constructor(mode: 'hold' | 'work', directory: string, round = '') {
    this.#child = spawn(process.execPath, [SCRIPT, mode, directory, round], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#ended = once(this.#child, 'exit')
    const stdout = this.#child.stdout as NonNullable<ChildProcess['stdout']>
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** The next line; undefined when there will be none. */
  async line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next()
    return done ? undefined : value
  }

  /** kill -9; returns what was said until then and not read yet. */
  async kill(): Promise<readonly string[]> {
    this.#child.kill('SIGKILL')
    await this.#ended
    const rest: string[] = []
    for (let line = await this.line(); line !== undefined; line = await this.line()) rest.push(line)
    return rest
  }
}
