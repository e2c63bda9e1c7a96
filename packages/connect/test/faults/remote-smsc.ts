import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SmscAnswers, SmscPlan } from './smsc-process.ts'

const PROCESS = join(import.meta.dirname, 'smsc-process.ts')

/** The SMSC in its own process, as the harness sees it. */
export class RemoteSmsc {
  readonly #child: ChildProcess
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>()
  #lastId = 0

  private constructor(plan: SmscPlan, runIn: readonly string[]) {
    const [execPath = process.execPath, ...execArgv] = [...runIn, process.execPath]
    this.#child = fork(PROCESS, [JSON.stringify(plan)], { serialization: 'advanced', execPath, execArgv })
    this.#child.on('message', ({ id, answer }: { readonly id: number; readonly answer: unknown }) => {
      this.#pending.get(id)?.resolve(answer)
      this.#pending.delete(id)
    })
    this.#child.on('exit', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('the SMSC is gone'))
      this.#pending.clear()
    })
  }

  /** Resolves with it and the port on which it listens. `runIn`: what to run Node with, to have it in another network. */
  static async start(
    plan: SmscPlan,
    runIn: readonly string[] = [],
  ): Promise<{ readonly smsc: RemoteSmsc; readonly port: number }> {
    const smsc = new RemoteSmsc(plan, runIn)
    return { smsc, port: await smsc.ask('port') }
  }

  /** Rejects when the process is gone, or goes before it has answered. */
  ask<Ask extends Exclude<keyof SmscAnswers, 'reply'>>(ask: Ask): Promise<SmscAnswers[Ask]> {
    return this.#send({ ask })
  }

  /** A person writes a text; false when the SMSC has no room for it. */
  reply(phone: string, to: string, text: string): Promise<boolean> {
    return this.#send({ ask: 'reply', phone, to, text })
  }

  /** SIGSTOP or SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal)
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }

  #send<Answer>(request: object): Promise<Answer> {
    this.#lastId += 1
    const id = this.#lastId
    const pending = Promise.withResolvers<unknown>()
    this.#pending.set(id, pending)
    this.#child.send({ id, ...request }, (failure) => failure && pending.reject(failure))
    return pending.promise as Promise<Answer>
  }
}
