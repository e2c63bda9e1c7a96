import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import { World } from '../fake/world.ts'
import type { Play } from './scenario.ts'

function emptyWorld(): World {
  const world = new World()
  world.addSmsc({ name: 'Simulator' })
  return world
}

/** What SMPP offers, chosen for a message, and what can be done with one afterwards. */
export function sendingScenarios(play: Play): void {
  play(
    'a provider’s TLV is declared, a text is sent with a billing code, and its page shows it',
    emptyWorld,
    {},
    async ({ page, world, open }) => {
      await open(`/smscs/${world.smscs[0]?.id}`)
      await page.getByRole('button', { name: /^Provider’s TLVs/ }).click()
      await page.getByRole('button', { name: 'Declare a TLV' }).click()
      const row = page.getByRole('group', { name: /^TLV/ })
      await row.getByLabel('Name').fill('billing_code')
      await row.getByLabel('Tag').fill('0x1401')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Version 2, saved').waitFor()

      await page.keyboard.press('n')
      const dialog = page.getByRole('dialog', { name: 'New message' })
      await dialog.getByLabel('To', { exact: true }).fill('+447700900123')
      await dialog.getByLabel('Text', { exact: true }).fill('Your order is on its way.')
      await dialog.getByText('Goes through Simulator').waitFor()
      await dialog.getByRole('button', { name: 'Options', exact: true }).click()
      await dialog.getByRole('combobox', { name: 'Class' }).click()
      await page.getByRole('option', { name: 'Campaign' }).click()
      await dialog.getByRole('button', { name: 'Add a TLV' }).click()
      await dialog.getByRole('combobox', { name: 'TLV' }).fill('bill')
      await page.getByRole('option', { name: 'billing_code' }).click()
      // Enter in a field of the options sends nothing that is still being written.
      await dialog.getByRole('combobox', { name: 'Value' }).press('Enter')
      await dialog.getByRole('combobox', { name: 'Value' }).fill('a code that has more than nineteen characters')
      await dialog.getByRole('button', { name: 'Send', exact: true }).click()
      await dialog.getByText('Found 46 octets, its NUL counted').waitFor()
      assert.equal(world.messages.length, 0)
      await dialog.getByRole('combobox', { name: 'Value' }).fill('AUTUMN')
      await dialog.getByRole('button', { name: 'Send', exact: true }).click()

      await page
        .getByRole('log')
        .getByRole('link', { name: /show its timeline/ })
        .click()
      await page.getByRole('heading', { name: 'What it is sent with' }).waitFor()
      const tlvs = page.getByLabel('TLVs', { exact: true })
      await tlvs.getByText('billing_code').waitFor()
      await tlvs.getByText('AUTUMN').waitFor()
      await tlvs.getByText('0x1401').waitFor()
      await page.getByText('Campaign', { exact: true }).waitFor()
    },
  )

  play(
    'an answer is scheduled: the time is said here and in UTC, and it waits for it',
    seededWorld,
    { timezoneId: 'Europe/Berlin' },
    async ({ page, world, open }) => {
      const conversation = world.conversations.find(({ person }) => person === '+447700900123')
      await open(`/conversations/${conversation?.id}`)
      await page.getByLabel('Message to').fill('The blue door, at nine.')
      await page.getByRole('button', { name: 'Options of this message' }).click()
      await page.getByLabel('Send at').fill('2020-01-01T09:00')
      await page.getByRole('button', { name: 'Schedule' }).click()
      await page.getByText('That time has passed').waitFor()
      await page.getByLabel('Send at').fill('2090-07-01T09:00')
      await page.getByText('Sat 1 Jul 2090, 09:00 here, 2090-07-01 07:00 UTC.').waitFor()
      await page.getByRole('button', { name: 'Options of this message' }).click()
      await page.getByText('at Sat 1 Jul 2090, 09:00').waitFor()
      await page.getByRole('button', { name: 'Schedule' }).click()
      const bubble = page.getByRole('article').filter({ hasText: 'The blue door, at nine.' })
      await bubble.getByRole('link').click()
      await page.getByText(/^Its time: Sat 1 Jul 2090, 09:00 here/).waitFor()
      assert.equal(world.messages[0]?.sendAt, '2090-07-01T07:00:00.000Z')
    },
  )

  play('the SMSC is asked, and its answer is shown part by part', seededWorld, {}, async ({ page, world, open }) => {
    const there = world.messages.find(({ state }) => state === 'submitted')
    await open(`/messages/${there?.id}`)
    await page.getByRole('button', { name: 'Ask the SMSC' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Many SMSCs do not answer this').waitFor()
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await dialog.getByText('The SMSC says that it is ENROUTE.').waitFor()
    await dialog.getByText('by the SMSC').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Replace the text' }).click()
    await dialog.getByLabel('New text').fill('a'.repeat(161))
    await dialog.getByText('That takes 2 parts; at most 1 are allowed.').waitFor()
    await dialog.getByLabel('New text').fill('The gate code is 9920.')
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
    await dialog.getByText('What came of it').waitFor()
    assert.equal(there?.text, 'The gate code is 9920.')
  })
}
