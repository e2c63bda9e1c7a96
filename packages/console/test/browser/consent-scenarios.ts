import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
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

  play(
    'opt-outs are found, imported and withdrawn after a question',
    seededWorld,
    {},
    async ({ page, world, open }) => {
      await open('/opt-outs')
      const list = page.getByRole('list', { name: 'Opt-outs' })
      await list.getByText('They wrote STOP').waitFor()
      await page.getByLabel('Number, whole').fill('+33 6 39 98 00 99')
      await page.keyboard.press('Enter')
      await page.getByText('All of them').waitFor()
      // The list that was there is shown until the answer comes.
      await list.getByRole('listitem').nth(1).waitFor({ state: 'detached' })
      assert.equal(await list.getByRole('listitem').count(), 1)
      assert.equal(new URL(page.url()).search, '?person=%2B33639980099')
      await page.getByRole('button', { name: 'Withdraw the opt-out of +33639980099' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Withdraw that only when the person has asked for it.').waitFor()
      await dialog.getByRole('button', { name: 'Withdraw the opt-out' }).click()
      await page.getByText('This person has not opted out').waitFor()
      await page.getByRole('button', { name: 'Show all opt-outs' }).click()

      await page.getByRole('button', { name: 'Import' }).click()
      await dialog.getByLabel('The list').fill('number\n+447700900444\n+447700900445; 60777\nnobody\n447700900446')
      await dialog.getByText('3 numbers; no number in line 4.').waitFor()
      await dialog.getByRole('button', { name: 'Record 3 opt-outs' }).click()
      await dialog.getByText('2 opt-outs recorded').waitFor()
      await dialog.getByText('Line 5: person: no number').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      await list.getByText('+447700900445').waitFor()
      assert.equal(world.optOuts[0]?.ours, '60777')
    },
  )

  play('a text is tried with words that are not saved yet', seededWorld, {}, async ({ page, world, open }) => {
    await open('/opt-outs')
    await page.getByText('Words', { exact: true }).click()
    await page.getByText('Built in').waitFor()
    const trial = page.getByLabel('What a person might write')
    await trial.fill('Halt!')
    await page.getByText('A text like any other').waitFor()
    await page.getByRole('button', { name: /^German/ }).click()
    const words = page.getByRole('combobox', { name: 'Stop words' })
    await words.fill('HALT')
    await words.press('Enter')
    await page.getByText('Opts out').waitFor()
    await page.getByText('Because of HALT, German.').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Your own, version 1').waitFor()
    assert.ok(world.keywords.sets[1]?.stop.includes('HALT'))
    await page.getByRole('button', { name: 'Go back to the built-in words' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove mine' }).click()
    await page.getByText('Built in', { exact: true }).waitFor()
    await page.getByText('A text like any other').waitFor()
  })
}
