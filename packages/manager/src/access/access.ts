import { timingSafeEqual } from 'node:crypto'
import { type ApiKeyId, type ApiKeyView, type Outcome, ok, refuse } from '@smpp-connect/contracts'
import type { Clock, IdSource, Log, Random } from '@smpp-connect/kernel'
import type { ApiKeyRecord, Store, UserRecord } from '@smpp-connect/store'
import type { AccessUseCases, Caller, OpenSession } from '../use-cases.ts'
import { looksLikeApiKey, makeApiKey } from './api-key.ts'
import { Attempts } from './attempts.ts'
import { KeyRing } from './key-ring.ts'
import { PASSWORD_COST, type PasswordCost, Passwords } from './password.ts'
import { digest } from './secret.ts'
import { Sessions } from './sessions.ts'
import { SetupToken } from './setup-token.ts'
import { Turns, tooMany } from './turns.ts'

/** What access needs of the store. */
export type AccessStore = Pick<
  Store,
  | 'users'
  | 'addUser'
  | 'setPassword'
  | 'apiKeys'
  | 'addApiKey'
  | 'removeApiKey'
  | 'touchApiKey'
  | 'addSession'
  | 'session'
  | 'removeSession'
>

export interface AccessOptions {
  readonly store: AccessStore
  readonly clock: Clock
  readonly random: Random
  readonly ids: IdSource
  /** Keys from the settings, for automation; at least 16 characters each. Only their hashes are kept. */
  readonly bootstrapKeys?: readonly string[]
  readonly log?: Log
  /** Cost of new password hashes; for tests, which have no secrets to keep. */
  readonly passwordCost?: PasswordCost
}

/** The use of a key is noted at most this often: each note is a durable write. */
const NOTE_USE_EVERY_MS = 60_000
/** A person locked out by a stranger who guesses their name should not wait for longer than this. */
const NAME_LIMITS = { free: 5, firstDelayMs: 1_000, longestDelayMs: 60_000 }
const ADDRESS_LIMITS = { free: 5, firstDelayMs: 1_000, longestDelayMs: 15 * 60_000 }
/** Passwords hashed at once, and those that may wait for it: each takes 32 MiB and a core. */
const MAX_HASHING = 2
const MAX_WAITING_TO_HASH = 16
const BOOTSTRAP_CALLER: Caller = { kind: 'api-key', id: 'bootstrap', name: 'Bootstrap key', mayManageAccess: true }

/** Users, sessions and API keys over a store. Throws when a bootstrap key is too short. */
export function createAccess(options: AccessOptions): AccessUseCases {
  return new Access(options)
}

class Access implements AccessUseCases {
  readonly #options: AccessOptions
  readonly #passwords: Passwords
  readonly #sessions: Sessions
  readonly #keys: KeyRing
  readonly #setup: SetupToken
  readonly #names: Attempts
  readonly #addresses: Attempts
  readonly #bootstrap: readonly Buffer[]
  readonly #usedAtMs = new Map<ApiKeyId, number>()
  readonly #hashing = new Turns(MAX_HASHING, MAX_WAITING_TO_HASH)

  constructor(options: AccessOptions) {
    const { store, clock, random, ids } = options
    this.#options = options
    this.#passwords = new Passwords(random, options.passwordCost ?? PASSWORD_COST)
    this.#sessions = new Sessions(store, clock, random, ids)
    this.#keys = new KeyRing(store, clock)
    this.#setup = new SetupToken(clock, random)
    this.#names = new Attempts(clock, NAME_LIMITS)
    this.#addresses = new Attempts(clock, ADDRESS_LIMITS)
    this.#bootstrap = (options.bootstrapKeys ?? []).map(bootstrapDigest)
  }

  async claimed(): Promise<boolean> {
    return (await this.#options.store.users()).length > 0
  }

  async newSetupToken(): Promise<string | undefined> {
    return (await this.claimed()) ? undefined : this.#setup.issue()
  }

  async claim(setup: { token: string; name: string; password: string }): Promise<Outcome<OpenSession>> {
    if (await this.claimed()) return refuse('setup-done', 'There is a user already.')
    if (!this.#setup.fits(setup.token)) {
      return refuse('setup-token-wrong', 'The link was used, is older than an hour, or was replaced by a newer one.')
    }
    const hash = await this.#hashing.run(() => this.#passwords.hash(setup.password))
    if (!hash.ok) return hash
    const { store, clock, ids } = this.#options
    const user: UserRecord = {
      id: ids.next('usr'),
      name: setup.name.normalize('NFC'),
      passwordHash: hash.value,
      createdAtMs: clock.nowMs(),
    }
    // Two who have the link may be here at the same time; the store lets one of them win.
    if ((await store.addUser(user, 'first')) === 'taken') return refuse('setup-done', 'Somebody else was faster.')
    this.#setup.burn()
    return ok(await this.#sessions.open(user))
  }

  async login(name: string, password: string, address?: string): Promise<Outcome<OpenSession>> {
    const key = fold(name)
    const waitMs = Math.max(this.#names.waitMs(key), address === undefined ? 0 : this.#addresses.waitMs(address))
    if (waitMs > 0) return tooMany(waitMs)
    this.#names.begin(key)
    if (address !== undefined) this.#addresses.begin(address)
    const judged = await this.#judge(key, password).catch((failure: unknown) => {
      this.#undo(key, address)
      throw failure
    })
    if (!judged.ok) {
      this.#undo(key, address)
      return judged
    }
    const user = judged.value
    if (user === undefined) return refuse('login-wrong', 'There is no user with this name and this password.')
    this.#names.succeeded(key)
    if (address !== undefined) this.#addresses.succeeded(address)
    return ok(await this.#sessions.open(user))
  }

  logout(sessionToken: string): Promise<void> {
    return this.#sessions.close(sessionToken)
  }

  userOfSession(sessionToken: string): Promise<Caller | undefined> {
    return this.#sessions.userOf(sessionToken)
  }

  async callerOfKey(key: string): Promise<Caller | undefined> {
    const hash = digest(key)
    // Every one is compared, so that the time says nothing about which came close.
    const octets = Buffer.from(hash)
    const matches = this.#bootstrap.filter((bootstrap) => timingSafeEqual(bootstrap, octets))
    if (matches.length > 0) return BOOTSTRAP_CALLER
    if (!looksLikeApiKey(key)) return undefined
    const record = await this.#keys.find(hash)
    if (record === undefined) return undefined
    this.#noteUse(record)
    return { kind: 'api-key', id: record.id, name: record.name }
  }

  async apiKeys(): Promise<readonly ApiKeyView[]> {
    const keys = await this.#options.store.apiKeys()
    return keys.toSorted((a, b) => b.createdAtMs - a.createdAtMs).map(viewOf)
  }

  async makeApiKey(
    name: string,
    cutOffAtMs?: number,
  ): Promise<Outcome<{ readonly view: ApiKeyView; readonly key: string }>> {
    const { store, clock, random, ids } = this.#options
    if (cutOffAtMs !== undefined) {
      const made = (await store.apiKeys()).find((one) => one.name === name && one.createdAtMs >= cutOffAtMs)
      if (made) {
        const detail = `the first request was cut off after it had made ${made.id}, whose secret nobody has`
        return refuse('idempotency-answer-secret', detail)
      }
    }
    const { key, prefix } = makeApiKey(random)
    const record: ApiKeyRecord = {
      id: ids.next('key'),
      name,
      prefix,
      keyHash: digest(key),
      createdAtMs: clock.nowMs(),
      lastUsedAtMs: null,
    }
    await store.addApiKey(record)
    this.#keys.forget()
    return ok({ view: viewOf(record), key })
  }

  async revokeApiKey(id: string): Promise<Outcome<void>> {
    const removed = await this.#options.store.removeApiKey(id as ApiKeyId)
    this.#keys.forget()
    this.#usedAtMs.delete(id as ApiKeyId)
    return removed ? ok(undefined) : refuse('not-found', 'There is no such key.')
  }

  async resetPassword(name: string, password: string): Promise<boolean> {
    const user = await this.#userNamed(fold(name))
    if (user === undefined) return false
    const stored = await this.#options.store.setPassword(user.name, await this.#passwords.hash(password))
    if (stored) this.#names.succeeded(fold(name))
    return stored
  }

  /** The user, if there is one with this name and this password; a refusal when there is no room to find out. */
  async #judge(key: string, password: string): Promise<Outcome<UserRecord | undefined>> {
    const user = await this.#userNamed(key)
    const right = await this.#hashing.run(() => this.#passwords.verify(password, user?.passwordHash))
    return right.ok ? ok(right.value ? user : undefined) : right
  }

  async #userNamed(key: string): Promise<UserRecord | undefined> {
    return (await this.#options.store.users()).find((user) => fold(user.name) === key)
  }

  #undo(key: string, address: string | undefined): void {
    this.#names.undo(key)
    if (address !== undefined) this.#addresses.undo(address)
  }

  /** Not waited for: a request must not fail because its key's use could not be noted. */
  #noteUse({ id }: ApiKeyRecord): void {
    const { store, clock, log } = this.#options
    const nowMs = clock.nowMs()
    if (nowMs - (this.#usedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < NOTE_USE_EVERY_MS) return
    this.#usedAtMs.set(id, nowMs)
    store.touchApiKey(id, nowMs).catch((failure: unknown) => {
      log?.warn('access.use-not-noted', { keyId: id, cause: String(failure) })
    })
  }
}

/** People do not remember whether they wrote their name with a capital letter. */
function fold(name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}

function bootstrapDigest(key: string): Buffer {
  if (key.length < 16) throw new Error('a bootstrap key has fewer than 16 characters')
  return Buffer.from(digest(key))
}

function viewOf(record: ApiKeyRecord): ApiKeyView {
  return {
    id: record.id,
    name: record.name,
    prefix: record.prefix,
    createdAt: new Date(record.createdAtMs).toISOString(),
    lastUsedAt: record.lastUsedAtMs === null ? null : new Date(record.lastUsedAtMs).toISOString(),
  }
}
