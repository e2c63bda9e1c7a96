import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import type { Play } from './scenario.ts'

/** A bind is tested before it is saved. */
export function trialScenarios(play: Play): void {
  play(
    'a new SMSC is tested while the form is half filled: what is missing, what is wrong, and that it works',
    seededWorld,
    {},
    async ({ page, world, open }) => {
      const before = world.smscs.length
      await open('/smscs/new')
      const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Test the bind' }) })
      const test = card.getByRole('button', { name: 'Test the bind' })
      await test.click()
      await card.getByText('Enter the host name or address. Enter the system id of your account.').waitFor()
      await page.getByLabel('Host').fill('smpp.southern.example')
      await page.getByLabel('System id').fill('connect')
      await page.getByRole('textbox', { name: 'Password' }).fill('wrong')
      await test.click()
      await card.getByText('The SMSC does not take the password').first().waitFor()
      await card.getByText('To do: Type the password again.').waitFor()
      await card.getByText('bind_transceiver_resp with ESME_RINVPASWD').waitFor()
      await page.getByRole('textbox', { name: 'Password' }).fill('right')
      await card.getByText('The fields have changed since. Test again.').waitFor()

      // While it is under way the button waits, and it is said.
      const held = Promise.withResolvers<void>()
      await page.route('**/v1/smscs/test', async (route) => {
        await held.promise
        await route.continue()
      })
      await test.click()
      await card.getByRole('status').getByText('Under way.').waitFor()
      assert.ok(await test.isDisabled())
      held.resolve()
      await card.getByText('It works').waitFor()
      await card.getByText('It calls itself SMSC1 and speaks SMPP 3.4.').waitFor()
      await card.getByText('The SMSC did not answer unbind.').waitFor()
      assert.equal(await card.getByText('The fields have changed since').count(), 0)
      assert.equal(world.smscs.length, before)
    },
  )

  play(
    'a definition is tested as the form has it, with its stored password, and both kinds of bind',
    seededWorld,
    {},
    async ({ page, world, open }) => {
      const smsc = world.smscs[1]
      assert.ok(smsc)
      const asked: unknown[] = []
      await page.route('**/v1/smscs/test', async (route) => {
        asked.push(route.request().postDataJSON())
        await route.continue()
      })
      await open(`/smscs/${smsc.id}`)
      const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Test the bind' }) })
      const test = card.getByRole('button', { name: 'Test the bind' })
      await test.press('Enter')
      await card.getByText('It works').first().waitFor()
      await page.getByLabel('Host').fill('silent.example')
      await page.getByLabel('Window', { exact: true }).fill('')
      await test.press('Enter')
      await card.getByText('The connection gets no answer').first().waitFor()
      assert.deepEqual(asked, [{ id: smsc.id }, { id: smsc.id, change: { host: 'silent.example' } }])
      await page.getByRole('combobox', { name: 'Edges' }).fill('paris')
      await page.keyboard.press('Enter')
      await test.press('Enter')
      await card.getByText('No edge is connected that may hold it.').first().waitFor()
    },
  )
}
