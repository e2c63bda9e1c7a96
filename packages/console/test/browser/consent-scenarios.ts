import assert from 'node:assert/strict'
import { World } from '../fake/world.ts'
import type { Play } from './scenario.ts'

const PERSON = '+447700900123'

function talkingWorld(): World {
  const world = new World()
  world.addSmsc({ name: 'Simulator' })
  world.deliver(world.addMessage('outbound', PERSON, 'Our autumn sale begins today.'))
  return world
}

/** Who wants no texts is sent none, and everybody can see why. */
export function consentScenarios(play: Play): void {
  play(
    'who answers STOP on the phone is sent nothing more, and the console shows why; START takes it back',
    talkingWorld,
    {},
    async ({ page, world, open }) => {
      await open(`/phones/${encodeURIComponent(PERSON)}`)
      await page.getByLabel('Write on the phone').fill('STOP')
      await page.getByRole('button', { name: 'Send from the phone' }).click()
      await page.getByRole('log').getByText('STOP').waitFor()
      await page
        .getByRole('link', { name: /^Conversations/ })
        .first()
        .click()
      await page.getByRole('list', { name: 'Conversations' }).getByRole('link').click()
      const log = page.getByRole('log')
      await log.getByText('Opted out: nothing more is sent from this address.').waitFor()
      await page.getByText(`This person wants no texts from ${world.smscs[0]?.defaultSender}`).waitFor()
      await page.getByText(/They wrote STOP/).waitFor()
      assert.ok(await page.getByLabel('Message to').isDisabled())
      assert.ok(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled())
      await page.getByRole('link', { name: 'Show the text' }).click()
      await page.getByRole('heading', { name: `From ${PERSON}` }).waitFor()

      await page.keyboard.press('n')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('To', { exact: true }).fill(PERSON)
      await dialog.getByText('This person wants no texts from that address').waitFor()
      assert.ok(await dialog.getByRole('button', { name: 'Send', exact: true }).isDisabled())
      await page.keyboard.press('Escape')
      await page.goBack()

      world.reply(PERSON, world.smscs[0]?.defaultSender ?? '', 'START')
      await log.getByText('Opted in again.').waitFor()
      await page.getByText('This person wants no texts').waitFor({ state: 'detached' })
      assert.ok(await page.getByLabel('Message to').isEnabled())
    },
  )

  play('what may mean stop is for a person to decide', talkingWorld, {}, async ({ page, world, open }) => {
    world.reply(PERSON, world.smscs[0]?.defaultSender ?? '', 'please stop')
    await open(`/conversations/${world.conversations[0]?.id}`)
    await page.getByText('May be a wish to opt out').waitFor()
    await page.getByRole('button', { name: 'Record an opt-out' }).click()
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.getByLabel('Person').inputValue(), PERSON)
    await dialog.getByRole('button', { name: 'Record it' }).click()
    await page.getByText(/Recorded in the console by you/).waitFor()
    await page.getByRole('button', { name: 'They want texts again' }).click()
    await dialog.getByRole('button', { name: 'Withdraw the opt-out' }).click()
    await page.getByText('This person wants no texts').waitFor({ state: 'detached' })
    assert.equal(world.optOuts.length, 0)
  })
}
