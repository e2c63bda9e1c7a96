import type { UserId } from '@smpp-connect/contracts'
import type { Clock, IdSource, Random } from '@smpp-connect/kernel'
import type { Store, UserRecord } from '@smpp-connect/store'
import type { Caller, OpenSession } from '../use-cases.ts'
import { digest, newSecret } from './secret.ts'

/** A session ends this long after the login, whatever happens in it. */
export const SESSION_LIFETIME_MS = 14 * 24 * 60 * 60_000

type SessionStore = Pick<Store, 'users' | 'addSession' | 'session' | 'removeSession'>

/**
 * Sessions of people. A token names its user in front of 32 random octets; what is stored is a hash over the token and
 * the user's password hash, so that a new password ends all sessions of before without the need to find them.
 */
export class Sessions {
  readonly #store: SessionStore
  readonly #clock: Clock
  readonly #random: Random
  readonly #ids: IdSource

  constructor(store: SessionStore, clock: Clock, random: Random, ids: IdSource) {
    this.#store = store
    this.#clock = clock
    this.#random = random
    this.#ids = ids
  }

  async open(user: UserRecord): Promise<OpenSession> {
    const nowMs = this.#clock.nowMs()
    const token = `${user.id}.${newSecret(this.#random)}`
    const expiresAtMs = nowMs + SESSION_LIFETIME_MS
    await this.#store.addSession({
      id: this.#ids.next('ses'),
      userId: user.id,
      tokenHash: hashOf(token, user),
      createdAtMs: nowMs,
      expiresAtMs,
    })
    return { token, user: { id: user.id, name: user.name }, expiresAtMs }
  }

  async userOf(token: string): Promise<Caller | undefined> {
    const user = await this.#userNamedBy(token)
    if (user === undefined) return undefined
    const session = await this.#store.session(hashOf(token, user), this.#clock.nowMs())
    if (session === undefined || session.userId !== user.id) return undefined
    return { kind: 'user', id: user.id, name: user.name, mayManageAccess: true }
  }

  async close(token: string): Promise<void> {
    const user = await this.#userNamedBy(token)
    if (user !== undefined) await this.#store.removeSession(hashOf(token, user))
  }

  async #userNamedBy(token: string): Promise<UserRecord | undefined> {
    const id = /^(usr_[0-9a-z]{1,40})\.[\w-]{43}$/.exec(token)?.[1] as UserId | undefined
    return id === undefined ? undefined : (await this.#store.users()).find((user) => user.id === id)
  }
}

function hashOf(token: string, user: UserRecord): string {
  return digest(`${token}\n${user.passwordHash}`)
}
