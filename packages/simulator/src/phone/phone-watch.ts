/** Tells listeners which phones changed, once for each turn of the event loop. */
export class PhoneWatch {
  readonly #listeners = new Set<(numbers: readonly string[]) => void>()
  #changed = new Set<string>()

  /** Returns how to stop it. */
  add(listener: (numbers: readonly string[]) => void): () => void {
    // A wrapper of its own, so that one function can listen twice.
    const told = (numbers: readonly string[]): void => listener(numbers)
    this.#listeners.add(told)
    return () => this.#listeners.delete(told)
  }

  changed(number: string): void {
    if (this.#listeners.size === 0) return
    if (this.#changed.size === 0) setImmediate(this.#tell)
    this.#changed.add(number)
  }

  readonly #tell = (): void => {
    const numbers = [...this.#changed]
    this.#changed = new Set()
    for (const listener of this.#listeners) listener(numbers)
  }
}
