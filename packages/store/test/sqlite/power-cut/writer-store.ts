import type { Store } from '@smpp-connect/store'
import { operations } from '../../../src/engine/operations.ts'
import { errorOf } from '../../../src/sqlite/failure.ts'
import type { Call, Writer } from '../../../src/sqlite/writer.ts'

interface Waiting {
  readonly call: Call
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * The part of the SQLite store that changes things, without its thread: what is asked for waits until `commit`, and is
 * then done in one transaction, at a moment that the test knows.
 */
export class WriterStore {
  #waiting: Waiting[] = []
  readonly store: Store

  constructor() {
    const methods = Object.keys(operations).map((name) => [name, (...args: unknown[]) => this.#ask(name, args)])
    this.store = Object.fromEntries(methods) as unknown as Store
  }

  /** Whether the transaction was kept; single operations may have been refused all the same. */
  commit(writer: Writer): boolean {
    const waiting = this.#waiting
    this.#waiting = []
    const { replies } = writer.run(waiting.map(({ call }) => call))
    let isKept = true
    for (const [index, reply] of replies.entries()) {
      if ('result' in reply) waiting[index]?.resolve(reply.result)
      else waiting[index]?.reject(errorOf(reply.failure))
      if ('failure' in reply && reply.failure.kind === 'unavailable') isKept = false
    }
    return isKept
  }

  #ask(name: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = { id: this.#waiting.length + 1, name, args }
      this.#waiting.push({ call, resolve, reject })
    })
  }
}
