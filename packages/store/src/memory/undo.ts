/** How to take back what the current step did, newest first. */
export class UndoLog {
  #steps: (() => void)[] | undefined

  /** Runs one step; when it throws, everything that was noted is taken back before the error goes on. */
  run<Result>(step: () => Result): Result {
    this.#steps = []
    try {
      const result = step()
      this.#steps = undefined
      return result
    } catch (failure) {
      const steps = this.#steps
      this.#steps = undefined
      for (const undo of steps?.toReversed() ?? []) undo()
      throw failure
    }
  }

  note(undo: () => void): void {
    this.#steps?.push(undo)
  }
}

/** A Map whose changes are taken back with the step that made them. Values are never changed in place. */
export class UndoableMap<Key, Value> {
  readonly #map = new Map<Key, Value>()
  readonly #log: UndoLog

  constructor(log: UndoLog) {
    this.#log = log
  }

  get size(): number {
    return this.#map.size
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key)
  }

  has(key: Key): boolean {
    return this.#map.has(key)
  }

  values(): IterableIterator<Value> {
    return this.#map.values()
  }

  entries(): IterableIterator<[Key, Value]> {
    return this.#map.entries()
  }

  /** Not taken back. */
  clear(): void {
    this.#map.clear()
  }

  set(key: Key, value: Value): void {
    const had = this.#map.has(key)
    const before = this.#map.get(key)
    this.#map.set(key, value)
    this.#log.note(() => (had ? this.#map.set(key, before as Value) : this.#map.delete(key)))
  }

  /** Whether there was such an entry. */
  delete(key: Key): boolean {
    const before = this.#map.get(key)
    if (!this.#map.delete(key)) return false
    this.#log.note(() => this.#map.set(key, before as Value))
    return true
  }
}
