import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { findChromium, temporaryFolder } from '@smpp-connect/testkit'
import type { Play } from './scenario.ts'
import { Stage } from './stage.ts'

/** Plays scenarios in a real browser, two at a time: each has a world, a server and a browser context of its own. */
export function theatre(name: string, ...scenarios: readonly ((play: Play) => void)[]): void {
  const chromiumPath = findChromium()
  const skip = chromiumPath === undefined ? 'no Chromium was found: name one in CONNECT_CHROMIUM' : false
  const folder = temporaryFolder()
  let stage: Stage | undefined

  before(async () => {
    if (chromiumPath !== undefined) stage = await Stage.open(chromiumPath, join(folder.path, 'dist'))
  })
  after(async () => {
    await stage?.close()
    folder[Symbol.dispose]()
  })
  const play: Play = (title, world, options, scenario) => {
    test(title, { skip }, async () => {
      if (!stage) throw new Error('the stage is not open')
      await stage.play(world(), options, scenario)
    })
  }
  describe(name, { concurrency: 2 }, () => {
    for (const scenario of scenarios) scenario(play)
  })
}
