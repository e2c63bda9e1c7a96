import { isDeepStrictEqual } from 'node:util'
import {
  type Outcome,
  ok,
  refuse,
  type SmscDefinition,
  type SmscDeletion,
  type SmscDeletionChoice,
  type SmscId,
  type SmscPatch,
  type SmscRestore,
  type SmscSettings,
  upgradeSmsc,
} from '@smpp-connect/contracts'
import type { Clock, IdSource } from '@smpp-connect/kernel'
import { SMSC_HISTORY_KEPT, type Store } from '@smpp-connect/store'
import type { RulesToStore } from '../route/routing.ts'
import { merged, settingsOf } from './settings-of.ts'

export interface DefinitionsParts {
  readonly store: Pick<Store, 'smscs' | 'putSmsc' | 'putSmscWithRouting' | 'deleteSmsc' | 'smscHistory'>
  readonly clock: Clock
  readonly ids: IdSource
  /** Called after a change is durable, with all definitions: the edges' caches are renewed from it. */
  readonly onChange: (definitions: readonly SmscDefinition[]) => Promise<void>
  /** Why no edge could hold its binds, in a sentence. */
  readonly unfit: (settings: Pick<SmscDefinition, 'bindMode' | 'edges'>) => string | undefined
}

/** The SMSC definitions: durable before they are called saved, and pushed to the edges at once. */
export class Definitions {
  readonly #parts: DefinitionsParts
  #all: readonly SmscDefinition[] = []
  /** Changes are made one after the other, so that the edges see them in the order in which they became durable. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: DefinitionsParts) {
    this.#parts = parts
  }

  get all(): readonly SmscDefinition[] {
    return this.#all
  }

  get(id: string): SmscDefinition | undefined {
    return this.#all.find((definition) => definition.id === id)
  }

  async load(): Promise<void> {
    this.#all = (await this.#parts.store.smscs()).map((stored) => upgradeSmsc({ ...stored }))
  }

  /** `by` says who, for the history. With `cutOffAtMs`, the one that was made of the same settings since, if there is one. */
  create(settings: SmscSettings, by: string, cutOffAtMs?: number): Promise<Outcome<SmscDefinition>> {
    return this.#inTurn(async () => {
      const made = cutOffAtMs === undefined ? undefined : this.#all.find((one) => isMadeOf(one, settings, cutOffAtMs))
      if (made) return ok(made)
      const taken = this.#nameTaken(settings.name, undefined)
      if (taken) return taken
      const unfit = this.#unfit(settings)
      if (unfit) return unfit
      const nowMs = this.#parts.clock.nowMs()
      const id = this.#parts.ids.next('smsc')
      const definition: SmscDefinition = { ...settings, id, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
      await this.#parts.store.putSmsc(definition, null, by)
      await this.#published()
      return ok(definition)
    })
  }

  change(id: string, { version, ...settings }: SmscPatch, by: string): Promise<Outcome<SmscDefinition>> {
    return this.#replace(id, version, by, async (before) => ok(merged(before, settings)))
  }

  /** Other settings in the place of all there were at that version. */
  put(before: SmscDefinition, settings: SmscSettings, by: string): Promise<Outcome<SmscDefinition>> {
    return this.#replace(before.id, before.version, by, async () => ok({ ...before, ...settings }))
  }

  /**
   * Makes what held at an earlier version hold again, as a new version; of one that was deleted, too. With `cutOffAtMs`, what was changed since then and
   * is as that version was is the answer.
   */
  async restore(
    id: string,
    { toVersion, version }: SmscRestore,
    by: string,
    cutOffAtMs?: number,
  ): Promise<Outcome<SmscDefinition>> {
    const now = this.get(id)
    if (!now) return this.#bringBack(id as SmscId, toVersion, version, by)
    if (cutOffAtMs !== undefined && now.updatedAtMs >= cutOffAtMs) {
      const { history, earlier } = await this.#earlier(now.id, toVersion)
      // One that was deleted comes back disabled.
      const cameBack = history.find((one) => one.version === now.version - 1)?.definition === null
      const wanted = earlier && { ...settingsOf(earlier), ...(cameBack && { enabled: false }) }
      if (wanted && isDeepStrictEqual(settingsOf(now), wanted)) return ok(now)
    }
    return this.#replace(id, version, by, async (before) => {
      const { history, earlier } = await this.#earlier(before.id, toVersion)
      if (earlier) return ok(earlier)
      const oldest = history.at(-1)?.version ?? before.version
      return refuse(
        'version-unknown',
        `version ${toVersion} is not kept; those from ${oldest} to ${before.version} are`,
      )
    })
  }

  /**
   * One that was deleted comes back under its id, so that its texts and their receipts are its own again; disabled, because
   * by now its account may be bound from elsewhere, and no rule names it.
   */
  #bringBack(id: SmscId, toVersion: number, version: number | undefined, by: string): Promise<Outcome<SmscDefinition>> {
    return this.#inTurn(async () => {
      const { history, earlier } = await this.#earlier(id, toVersion)
      const [newest] = history
      if (!newest || this.get(id)) return refuse('not-found', `there is no SMSC ${id}`)
      if (version !== undefined && version !== newest.version) {
        return refuse('version-conflict', `you looked at version ${version}, the last one is ${newest.version}`)
      }
      if (!earlier) {
        const isDeletion = history.some((one) => one.version === toVersion)
        return refuse(
          'version-unknown',
          isDeletion ? `version ${toVersion} says that it was deleted` : 'it is not kept',
        )
      }
      const taken = this.#nameTaken(earlier.name, id)
      if (taken) return taken
      const { createdAtMs } = earlier
      const updatedAtMs = this.#parts.clock.nowMs()
      const settings = { ...settingsOf(earlier), enabled: false }
      const back: SmscDefinition = { ...settings, id, version: newest.version + 1, createdAtMs, updatedAtMs }
      await this.#parts.store.putSmsc(back, null, by)
      await this.#published()
      return ok(back)
    })
  }

  async #earlier(id: SmscId, toVersion: number) {
    const history = await this.#parts.store.smscHistory(id, null, SMSC_HISTORY_KEPT)
    const earlier = history.find((one) => one.version === toVersion)?.definition
    return { history, earlier: earlier && upgradeSmsc({ ...earlier }) }
  }

  /** As it would be with a change, which is not made. */
  preview(id: string, { version: _, ...change }: SmscPatch): Outcome<SmscDefinition> {
    const before = this.get(id)
    return before ? ok(merged(before, change)) : refuse('not-found', `there is no SMSC ${id}`)
  }

  /** At once, and only when nothing of it is open. */
  remove(id: string, by: string, version?: number): Promise<Outcome<void>> {
    return this.#inTurn(async () => {
      const before = this.get(id)
      if (!before) return refuse('not-found', `there is no SMSC ${id}`)
      return conflictWith(before, version) ?? this.#delete(before.id, by, 'open')
    })
  }

  /**
   * From now on it is being deleted, or that is to go otherwise. `routing` are the rules without it, which become durable in
   * the same step; null: they stay.
   */
  beginDeletion(
    id: string,
    choice: SmscDeletionChoice,
    version: number | undefined,
    by: string,
    routing: RulesToStore | null,
  ): Promise<Outcome<SmscDefinition>> {
    return this.#inTurn(async () => {
      const before = this.get(id)
      if (!before) return refuse('not-found', `there is no SMSC ${id}`)
      if (before.deletion && routing === null && isChoice(before.deletion, choice)) return ok(before)
      const conflict = conflictWith(before, version)
      if (conflict) return conflict
      const { store, clock } = this.#parts
      const atMs = clock.nowMs()
      const deletion: SmscDeletion = { ...choice, sinceMs: before.deletion?.sinceMs ?? atMs, by }
      const after: SmscDefinition = { ...before, version: before.version + 1, updatedAtMs: atMs, deletion }
      const stored =
        routing === null
          ? await store.putSmsc(after, before.version, by)
          : await store.putSmscWithRouting({
              definition: after,
              expectedVersion: before.version,
              by,
              routing: routing.settings,
              expectedRoutingVersion: routing.expectedVersion,
              atMs,
            })
      if (stored === 'conflict') return refuse('version-conflict', 'the stored version is another one')
      await this.#published()
      return ok(after)
    })
  }

  /** It is not deleted after all. What has left, moved or ended by then has. */
  keep(id: string, version: number | undefined, by: string): Promise<Outcome<SmscDefinition>> {
    return this.#inTurn(async () => {
      const before = this.get(id)
      if (!before) return refuse('not-found', `there is no SMSC ${id}`)
      const conflict = conflictWith(before, version)
      if (conflict) return conflict
      const { deletion, ...settings } = before
      if (!deletion) return refuse('smsc-not-deleted', `${before.name} is not being deleted`)
      const after: SmscDefinition = {
        ...settings,
        version: before.version + 1,
        updatedAtMs: this.#parts.clock.nowMs(),
      }
      const stored = await this.#parts.store.putSmsc(after, before.version, by)
      if (stored === 'conflict') return refuse('version-conflict', 'the stored version is another one')
      await this.#published()
      return ok(after)
    })
  }

  /** The end of a deletion: it goes, unless it is to be kept after all, or something waits all the same. */
  finish(id: string, by: string): Promise<Outcome<void>> {
    return this.#inTurn(async () => {
      const before = this.get(id)
      if (!before?.deletion) return refuse('smsc-not-deleted', `${id} is not being deleted`)
      return this.#delete(before.id, by, before.deletion.receipts === 'forgo' ? 'waiting' : 'open')
    })
  }

  async #delete(id: SmscId, by: string, unless: 'open' | 'waiting'): Promise<Outcome<void>> {
    const done = await this.#parts.store.deleteSmsc(id, this.#parts.clock.nowMs(), by, unless)
    if (done === 'in-use') return refuse('smsc-in-use', 'some of its messages have no final state yet')
    await this.#published()
    return ok(undefined)
  }

  #replace(
    id: string,
    version: number | undefined,
    by: string,
    settingsAfter: (before: SmscDefinition) => Promise<Outcome<SmscDefinition>>,
  ): Promise<Outcome<SmscDefinition>> {
    return this.#inTurn(async () => {
      const before = this.get(id)
      if (!before) return refuse('not-found', `there is no SMSC ${id}`)
      const conflict = conflictWith(before, version)
      if (conflict) return conflict
      const settings = await settingsAfter(before)
      if (!settings.ok) return settings
      const taken = this.#nameTaken(settings.value.name, id)
      if (taken) return taken
      // What does not work already can be changed otherwise: disabled, say.
      const { bindMode, edges } = settings.value
      const isOther = bindMode !== before.bindMode || !isDeepStrictEqual(edges, before.edges)
      const unfit = isOther ? this.#unfit(settings.value) : undefined
      if (unfit) return unfit
      const { createdAtMs } = before
      const updatedAtMs = this.#parts.clock.nowMs()
      const { deletion } = before
      const after: SmscDefinition = {
        ...settingsOf(settings.value),
        id: before.id,
        version: before.version + 1,
        createdAtMs,
        updatedAtMs,
        // Settings may change while it is being deleted: a password, so that what waits can leave.
        ...(deletion && { deletion }),
      }
      const stored = await this.#parts.store.putSmsc(after, before.version, by)
      if (stored === 'conflict') return refuse('version-conflict', 'the stored version is another one')
      await this.#published()
      return ok(after)
    })
  }

  async #published(): Promise<void> {
    await this.load()
    await this.#parts.onChange(this.#all)
  }

  #nameTaken(name: string, exceptId: string | undefined): Outcome<never> | undefined {
    const wanted = name.toLowerCase()
    const other = this.#all.find((one) => one.id !== exceptId && one.name.toLowerCase() === wanted)
    return other
      ? refuse('name-taken', `another SMSC is called ${other.name}`, [{ pointer: '/name', detail: 'taken' }])
      : undefined
  }

  #unfit(settings: Pick<SmscDefinition, 'bindMode' | 'edges'>): Outcome<never> | undefined {
    const reason = this.#parts.unfit(settings)
    if (reason === undefined) return undefined
    return refuse('smsc-edges-unfit', reason, [{ pointer: '/edges', detail: reason }])
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

/** What was changed since is made of other settings: then its name is taken, and whoever asks has to look. */
function isMadeOf(definition: SmscDefinition, settings: SmscSettings, sinceMs: number): boolean {
  if (definition.createdAtMs < sinceMs) return false
  return isDeepStrictEqual(settingsOf(definition), JSON.parse(JSON.stringify(settings)))
}

function conflictWith(
  { version: stored }: SmscDefinition,
  version: number | undefined,
): Extract<Outcome<never>, { ok: false }> | undefined {
  if (version === undefined || version === stored) return undefined
  const detail = `you edited version ${version}, the stored one is ${stored}`
  return { ok: false, refusal: { code: 'version-conflict', detail } }
}

/** Whether a deletion that is under way is to go just so. */
export function isChoice({ sinceMs, by, ...chosen }: SmscDeletion, choice: SmscDeletionChoice): boolean {
  return isDeepStrictEqual(chosen, choice)
}
