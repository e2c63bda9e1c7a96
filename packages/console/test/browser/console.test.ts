import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { findChromium, temporaryFolder } from '@smpp-connect/testkit'
import { accessScenarios } from './access-scenarios.ts'
import { accessibilityScenarios } from './accessibility-scenarios.ts'
import { messageScenarios, phoneSizeScenarios } from './message-scenarios.ts'
import { operatorScenarios } from './operator-scenarios.ts'
import type { Play } from './scenario.ts'
import { Stage } from './stage.ts'

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

const play: Play = (name, world, options, scenario) => {
  test(name, { skip }, async () => {
    if (!stage) throw new Error('the stage is not open')
    await stage.play(world(), options, scenario)
  })
}

// Each has a world, a server and a browser context of its own, so they need not wait for one another.
describe('the console in a browser', { concurrency: 2 }, () => {
  accessibilityScenarios(play)
  accessScenarios(play)
  messageScenarios(play)
  phoneSizeScenarios(play)
  operatorScenarios(play)
})
