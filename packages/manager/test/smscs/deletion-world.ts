import assert from 'node:assert/strict'
import {
  type SmscDefinition,
  type SmscDeletionRequestBody,
  type SmscDeletionState,
  type SmscId,
  smscDeletionRequestSchema,
} from '@smpp-connect/contracts'
import { CALLER, SMSC, World } from '../world.ts'

export const ANNA = { kind: 'user', id: 'usr_1', name: 'Anna' } as const
export const OTHER: SmscId = 'smsc_other'
/** What is to be moved is, and it is found empty for long enough. */
const TURNS_MS = 2_000

/** The SMSC that is deleted (`SMSC`), and one that stays. */
export class DeletionWorld {
  world: World

  private constructor(world: World) {
    this.world = world
  }

  static async start(given: Partial<SmscDefinition> = {}, other: Partial<SmscDefinition> = {}): Promise<DeletionWorld> {
    return new DeletionWorld(await World.start(given, { id: OTHER, name: 'Other', ...other }))
  }

  get useCases() {
    return this.world.manager.useCases
  }

  async send(count: number, more: Parameters<World['send']>[1] = {}): Promise<readonly string[]> {
    const ids: string[] = []
    for (let n = 0; n < count; n++) {
      ids.push(await this.world.send(`Text ${n}`, { to: `+4477009${String(n).padStart(5, '0')}`, ...more }))
    }
    return ids
  }

  async delete(choice: SmscDeletionRequestBody): Promise<SmscDeletionState> {
    const done = await this.useCases.beginSmscDeletion(ANNA, SMSC, smscDeletionRequestSchema.parse(choice))
    assert.ok(done.ok, JSON.stringify(done))
    return done.value
  }

  async turns(): Promise<void> {
    await this.world.clock.advance(TURNS_MS)
  }

  async isGone(): Promise<boolean> {
    return !(await this.useCases.smsc(SMSC)).ok
  }

  async state(): Promise<SmscDeletionState> {
    const state = await this.useCases.smscDeletion(SMSC)
    assert.ok(state.ok, JSON.stringify(state))
    return state.value
  }

  async waitsFor(): Promise<readonly string[]> {
    return (await this.state()).deletion?.waitsFor ?? []
  }

  /** `state smsc` of each. */
  async stand(ids: readonly string[]): Promise<readonly string[]> {
    const messages = await Promise.all(ids.map((id) => this.world.message(id)))
    return messages.map(({ state, smscId }) => `${state} ${smscId}`)
  }

  async code(
    work: Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }>,
  ) {
    const done = await work
    return done.ok ? 'ok' : done.refusal.code
  }

  change(patch: Parameters<World['manager']['useCases']['changeSmsc']>[2]) {
    return this.useCases.changeSmsc(CALLER, SMSC, patch)
  }

  async rules(...rules: readonly object[]): Promise<void> {
    const { routingChangeSchema } = await import('@smpp-connect/contracts')
    const saved = await this.useCases.changeRouting(routingChangeSchema.parse({ rules }))
    assert.ok(saved.ok, JSON.stringify(saved))
  }

  async crash(): Promise<void> {
    this.world = await this.world.afterCrash()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world.manager.stop()
  }
}
