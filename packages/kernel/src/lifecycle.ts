import type { Log } from './log.ts'

/**
 * Something that runs. `start` resolves when it is ready to work; `drain` stops taking new work and resolves when
 * what is under way is done; `stop` releases everything and never throws for having been called twice.
 */
export interface Component {
  readonly name: string
  start(): Promise<void>
  drain(): Promise<void>
  stop(): Promise<void>
}

/** Runs components in order, and drains and stops them in the opposite order. */
export class Assembly implements Component {
  readonly name: string
  readonly #components: readonly Component[]
  readonly #log: Log
  readonly #started: Component[] = []

  constructor(name: string, components: readonly Component[], log: Log) {
    this.name = name
    this.#components = components
    this.#log = log
  }

  /** Starts each in turn; when one fails, those that run are stopped again and the failure is thrown on. */
  async start(): Promise<void> {
    for (const component of this.#components) {
      try {
        await component.start()
      } catch (failure) {
        await this.stop()
        throw failure
      }
      this.#started.push(component)
    }
  }

  async drain(): Promise<void> {
    for (const component of this.#started.toReversed()) await component.drain()
  }

  /** Stops all, even if one of them fails; failures are logged, because there is nobody left to hand them to. */
  async stop(): Promise<void> {
    for (const component of this.#started.splice(0).toReversed()) {
      try {
        await component.stop()
      } catch (failure) {
        this.#log.error('stop failed', { component: component.name, cause: String(failure) })
      }
    }
  }
}
