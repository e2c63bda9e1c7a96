import { type ChildProcess, fork } from 'node:child_process'

interface Kind {
  readonly kind: string
}

/** A process of the benchmark: it is told things, and says things. When it ends before its time, whoever waits learns. */
export class BenchProcess<To extends Kind, From extends Kind> {
  readonly #child: ChildProcess
  readonly #name: string

  private constructor(child: ChildProcess, name: string) {
    this.#child = child
    this.#name = name
  }

  /** Starts the file beside this one. */
  static start<To extends Kind, From extends Kind>(file: string): BenchProcess<To, From> {
    const child = fork(new URL(file, import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Typed arrays cross as they are.
      serialization: 'advanced',
    })
    return new BenchProcess(child, file)
  }

  /** Takes over a process that was started with a channel. */
  static around<To extends Kind, From extends Kind>(child: ChildProcess, name: string): BenchProcess<To, From> {
    return new BenchProcess(child, name)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Tells it something, and waits for what it says to that. */
  ask<K extends From['kind']>(message: To, answer: K): Promise<Extract<From, { kind: K }>> {
    const answered = this.next(answer)
    this.#child.send(message)
    return answered
  }

  /** The next thing of this kind that it says. */
  next<K extends From['kind']>(kind: K): Promise<Extract<From, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        if ((message as From).kind !== kind) return
        this.#child.off('message', onMessage)
        this.#child.off('exit', onExit)
        resolve(message as Extract<From, { kind: K }>)
      }
      const onExit = (): void => reject(new Error(`${this.#name} ended too early`))
      this.#child.on('message', onMessage)
      this.#child.once('exit', onExit)
    })
  }

  /** Ends it, by its id; resolves when it is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill(signal)
    await gone
  }
}
