import { isDeepStrictEqual } from 'node:util'
import {
  type Outcome,
  ok,
  refuse,
  type SmscDefinition,
  type SmscId,
  type SmscPatch,
  type SmscRestore,
  type SmscSettings,
  upgradeSmsc,
} from '@smpp-connect/contracts'
import type { Clock, IdSource } from '@smpp-connect/kernel'
import { SMSC_HISTORY_KEPT, type Store } from '@smpp-connect/store'

export interface DefinitionsParts {
  readonly store: Pick<Store, 'smscs' | 'putSmsc' | 'deleteSmsc' | 'smscHistory'>
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
   * Makes what held at an earlier version hold again, as a new version. With `cutOffAtMs`, what was changed since then and
   * is as that version was is the answer.
   */
  async restore(
    id: string,
    { toVersion, version }: SmscRestore,
    by: string,
    cutOffAtMs?: number,
  ): Promise<Outcome<SmscDefinition>> {
    const now = this.get(id)
    if (cutOffAtMs !== undefined && now && now.updatedAtMs >= cutOffAtMs) {
      const { earlier } = await this.#earlier(now, toVersion)
      if (earlier && isDeepStrictEqual(settingsOf(now), settingsOf(earlier))) return ok(now)
    }
    return this.#replace(id, version, by, async (before) => {
      const { history, earlier } = await this.#earlier(before, toVersion)
      if (earlier) return ok(earlier)
      const oldest = history.at(-1)?.version ?? before.version
      return refuse(
        'version-unknown',
        `version ${toVersion} is not kept; those from ${oldest} to ${before.version} are`,
      )
    })
  }

  async #earlier({ id }: SmscDefinition, toVersion: number) {
    const history = await this.#parts.store.smscHistory(id, null, SMSC_HISTORY_KEPT)
    const earlier = history.find((one) => one.version === toVersion)?.definition
    return { history, earlier: earlier && upgradeSmsc({ ...earlier }) }
  }

  /** As it would be with a change, which is not made. */
  preview(id: string, { version: _, ...change }: SmscPatch): Outcome<SmscDefinition> {
    const before = this.get(id)
    return before ? ok(merged(before, change)) : refuse('not-found', `there is no SMSC ${id}`)
  }

  remove(id: string, by: string): Promise<Outcome<void>> {
    return this.#inTurn(async () => {
      if (!this.get(id)) return refuse('not-found', `there is no SMSC ${id}`)
      const done = await this.#parts.store.deleteSmsc(id as SmscId, this.#parts.clock.nowMs(), by)
      if (done === 'in-use') return refuse('smsc-in-use', 'some of its messages have no final state yet')
      await this.#published()
      return ok(undefined)
    })
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
      if (version !== undefined && version !== before.version) {
        return refuse('version-conflict', `you edited version ${version}, the stored one is ${before.version}`)
      }
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
      const after = { ...settings.value, id: before.id, version: before.version + 1, createdAtMs, updatedAtMs }
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

function settingsOf({ id, version, createdAtMs, updatedAtMs, ...settings }: SmscDefinition): SmscSettings {
  return settings
}

/** The change over what there is: within objects field by field, lists and TLVs whole, and what is undefined not at all. */
function merged(before: SmscDefinition, change: Omit<SmscPatch, 'version'>): SmscDefinition {
  const { classes, defaults, ...flat } = change
  return {
    ...before,
    ...defined(flat),
    classes: {
      code: { ...before.classes.code, ...defined(classes?.code) },
      transactional: { ...before.classes.transactional, ...defined(classes?.transactional) },
      bulk: { ...before.classes.bulk, ...defined(classes?.bulk) },
    },
    defaults: { ...before.defaults, ...defined(defaults) },
  }
}

type Defined<Whole> = { [Key in keyof Whole]?: Exclude<Whole[Key], undefined> }

function defined<Whole extends object>(whole: Whole | undefined): Defined<Whole> {
  return Object.fromEntries(Object.entries(whole ?? {}).filter(([, value]) => value !== undefined)) as Defined<Whole>
}
