/** What the store throws when it cannot work. The API knows it by its name, because it may not import the store. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly reason: string

  constructor(reason: string) {
    super(`the store is not available: ${reason}`)
    this.reason = reason
  }
}
