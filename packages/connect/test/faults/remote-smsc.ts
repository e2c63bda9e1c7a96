import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SmscAnswers, SmscPlan } from './smsc-process.ts'

const PROCESS = join(import.meta.dirname, 'smsc-process.ts')

/** The SMSC in its own process, as the harness sees it. */
export class RemoteSmsc {
  readonly #child: ChildProcess
  readonly #pending = new Map<number, (answer: unknown) => void>()
  #lastId = 0

  private constructor(plan: SmscPlan) {
    this.#child = fork(PROCESS, [JSON.stringify(plan)], { serialization: 'advanced' })
    this.#child.on('message', ({ id, answer }: { readonly id: number; readonly answer: unknown }) => {
      this.#pending.get(id)?.(answer)
      this.#pending.delete(id)
    })
  }

  /** Resolves with it and the port on which it listens. */
  static async start(plan: SmscPlan): Promise<{ readonly smsc: RemoteSmsc; readonly port: number }> {
    const smsc = new RemoteSmsc(plan)
    return { smsc, port: await smsc.ask('port') }
  }

  ask<Ask extends Exclude<keyof SmscAnswers, 'reply'>>(ask: Ask): Promise<SmscAnswers[Ask]> {
    return this.#send({ ask })
  }

  /** A person writes a text; false when the SMSC has no room for it. */
  reply(phone: string, to: string, text: string): Promise<boolean> {
    return this.#send({ ask: 'reply', phone, to, text })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }

  #send<Answer>(request: object): Promise<Answer> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, resolve as (answer: unknown) => void)
      this.#child.send({ id, ...request }, (failure) => failure && reject(failure))
    })
  }
}
