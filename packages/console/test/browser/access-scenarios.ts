import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import { World } from '../fake/world.ts'
import type { Play } from './scenario.ts'

const unclaimed = () => Object.assign(new World(), { claimed: false })

/** Getting in: the first run, logging in, and logging out. */
export function accessScenarios(play: Play): void {
  play(
    'the printed link makes the first user, and its token leaves the address',
    unclaimed,
    { loggedIn: false },
    async (scene) => {
      const { page, world, open } = scene
      await open('/setup#token=right-token')
      await page.getByRole('heading', { name: 'Welcome to Connect' }).waitFor()
      assert.equal(new URL(page.url()).hash, '')
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByText('Enter a name').waitFor()
      await page.getByLabel('Your name').fill('Grace Hopper')
      await page.getByRole('textbox', { name: 'Password' }).fill('too short')
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByText('At least 10 characters; these are 9').waitFor()
      await page.getByRole('textbox', { name: 'Password' }).fill('a longer one, please')
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      assert.equal(world.user.name, 'Grace Hopper')
      await page.getByRole('heading', { name: 'First steps' }).waitFor()
    },
  )

  play(
    'a used, an old and a broken link each say what to do',
    unclaimed,
    { loggedIn: false },
    async ({ page, world, open }) => {
      await open('/setup')
      await page.getByRole('heading', { name: 'The link is not whole' }).waitFor()
      await open('/setup#token=wrong')
      await page.getByLabel('Your name').fill('Mallory')
      await page.getByRole('textbox', { name: 'Password' }).fill('0123456789')
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByRole('heading', { name: 'The link does not work any more' }).waitFor()
      await open('/')
      await page.getByText('Open the set-up link').waitFor()
      world.claimed = true
      await open('/setup#token=right-token')
      await page.getByRole('heading', { name: 'Already set up' }).waitFor()
      await page.getByRole('button', { name: 'Go to log-in' }).click()
      await page.getByRole('heading', { name: 'Log in' }).waitFor()
    },
  )

  play(
    'logging in leads to where one wanted to be, and logging out forgets the drafts',
    seededWorld,
    { loggedIn: false },
    async (scene) => {
      const { page, world, open } = scene
      await open('/messages?state=rejected')
      await page.getByLabel('Name').fill(world.user.name)
      await page.getByRole('textbox', { name: 'Password' }).fill('not this')
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByText('The name or the password is wrong').waitFor()
      await page.getByRole('textbox', { name: 'Password' }).fill(world.user.password)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'To +447700900555' }).waitFor()
      await page.keyboard.press('n')
      await page.getByRole('dialog').getByLabel('Text').fill('secret draft')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await page.getByRole('heading', { name: 'Log in' }).waitFor()
      const kept = await page.evaluate(() => JSON.stringify(localStorage))
      assert.ok(!kept.includes('secret draft'), kept)
    },
  )
}
