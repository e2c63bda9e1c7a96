import type { World } from '../fake/world.ts'
import type { Scene, SceneOptions } from './stage.ts'

/** Registers a test that plays a scenario in a world of its own. */
export type Play = (
  name: string,
  world: () => World,
  options: SceneOptions,
  scenario: (scene: Scene) => Promise<void>,
) => void
