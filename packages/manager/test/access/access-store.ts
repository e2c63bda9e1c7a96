import type { ApiKeyRecord, SessionRecord, UserRecord } from '@smpp-connect/store'
import { StoreUnavailable } from '@smpp-connect/store'
import type { AccessStore } from '../../src/access/access.ts'

/** Users, keys and sessions in memory; counts what it is asked, and can be told to fail. */
export class FakeAccessStore implements AccessStore {
  readonly userRecords: UserRecord[] = []
  readonly keyRecords = new Map<string, ApiKeyRecord>()
  readonly sessionRecords = new Map<string, SessionRecord>()
  keyReads = 0
  touches = 0
  broken = false

  async users(): Promise<readonly UserRecord[]> {
    this.#check()
    return [...this.userRecords]
  }

  async addUser(user: UserRecord, rule: 'first' | 'any'): Promise<'stored' | 'taken'> {
    this.#check()
    const taken =
      rule === 'first' ? this.userRecords.length > 0 : this.userRecords.some((each) => each.name === user.name)
    if (taken) return 'taken'
    this.userRecords.push(user)
    return 'stored'
  }

  async setPassword(name: string, passwordHash: string): Promise<boolean> {
    this.#check()
    const index = this.userRecords.findIndex((user) => user.name === name)
    const user = this.userRecords[index]
    if (user === undefined) return false
    this.userRecords[index] = { ...user, passwordHash }
    return true
  }

  async apiKeys(): Promise<readonly ApiKeyRecord[]> {
    this.#check()
    this.keyReads++
    return [...this.keyRecords.values()]
  }

  async addApiKey(key: ApiKeyRecord): Promise<void> {
    this.#check()
    this.keyRecords.set(key.id, key)
  }

  async removeApiKey(id: ApiKeyRecord['id']): Promise<boolean> {
    this.#check()
    return this.keyRecords.delete(id)
  }

  async touchApiKey(id: ApiKeyRecord['id'], atMs: number): Promise<void> {
    this.#check()
    this.touches++
    const key = this.keyRecords.get(id)
    if (key) this.keyRecords.set(id, { ...key, lastUsedAtMs: atMs })
  }

  async addSession(session: SessionRecord): Promise<void> {
    this.#check()
    this.sessionRecords.set(session.tokenHash, session)
  }

  async session(
    tokenHash: string,
    nowMs: number,
  ): Promise<(SessionRecord & { readonly userName: string }) | undefined> {
    this.#check()
    const session = this.sessionRecords.get(tokenHash)
    const user = this.userRecords.find((each) => each.id === session?.userId)
    return session && user && session.expiresAtMs > nowMs ? { ...session, userName: user.name } : undefined
  }

  async removeSession(tokenHash: string): Promise<void> {
    this.#check()
    this.sessionRecords.delete(tokenHash)
  }

  #check(): void {
    if (this.broken) throw new StoreUnavailable('the disk is full')
  }
}
