import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import { World } from '../fake/world.ts'
import type { Play } from './scenario.ts'

function unroutedWorld(): World {
  const world = new World()
  world.addSmsc({ name: 'Simulator' })
  world.addSmsc({ name: 'Northern Mobile' })
  return world
}

/** Rules by which messages go to SMSCs. */
export function routingScenarios(play: Play): void {
  play(
    'a rule is added, and a dry run says where a message would go and why',
    unroutedWorld,
    {},
    async ({ page, world, open }) => {
      await open('/')
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      await page.keyboard.press('g')
      await page.keyboard.press('r')
      await page.getByRole('button', { name: 'Add a rule' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Give it a name').waitFor()
      await page.getByLabel('Name').fill('UK mobiles')
      const prefixes = page.getByRole('combobox', { name: 'Destination begins with' })
      await prefixes.fill('+44 77')
      await prefixes.press('Enter')
      await page.getByRole('group', { name: 'SMSC Simulator' }).getByRole('combobox', { name: 'SMSC' }).click()
      await page.getByRole('option', { name: 'Northern Mobile' }).click()
      await page.getByText('Every message to +4477…').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Version 1, saved').waitFor()
      assert.deepEqual(world.routing.rules[0]?.when.prefixes, ['+4477'])

      await page.getByLabel('To', { exact: true }).fill('+44 7700 900123')
      await page.getByRole('button', { name: 'Ask' }).click()
      await page.getByText('Through Northern Mobile').waitFor()
      await page.getByText('By the rule “UK mobiles”.').waitFor()
      await page.getByText('The destination begins with one of its prefixes.').waitFor()
      await page.getByLabel('To', { exact: true }).fill('+33 6 39 98 00 42')
      await page.getByRole('button', { name: 'Ask' }).click()
      await page.getByText('Through Simulator').waitFor()
      await page.getByText('The destination begins with none of its prefixes.').waitFor()
    },
  )

  play(
    'rules are moved by keys, a wrong one says so at its field, and a colleague’s change is not run over',
    seededWorld,
    {},
    async ({ page, world, open }) => {
      await open('/routing')
      const up = page.getByRole('button', { name: /^Move “Old numbers” up/ })
      await up.focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await page.getByText('Old numbers is now rule 1 of 3.').waitFor()
      // The focus stays on what was moved, also where the way ends.
      await page.keyboard.press('Enter')
      assert.ok(await up.evaluate((element) => element === document.activeElement))
      await page.getByRole('switch', { name: 'Old numbers holds' }).press('Space')
      world.routing = { ...world.routing, rules: world.routing.rules.slice(0, 2), version: 5 }
      world.tell({ settings: ['routing'] })
      await page.getByText('They removed “Old numbers”.').waitFor()
      await page.getByRole('button', { name: 'Put my edits on top' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Version 6, saved').waitFor()
      assert.deepEqual(
        world.routing.rules.map(({ name, enabled }) => [name, enabled]),
        [
          ['Old numbers', true],
          ['Codes, the fast way', true],
          ['Campaigns, shared', true],
        ],
      )
    },
  )
}
