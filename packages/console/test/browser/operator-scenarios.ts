import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import type { Play } from './scenario.ts'

/** Running it: SMSCs, keys, the live badge and the keyboard. */
export function operatorScenarios(play: Play): void {
  play(
    'an SMSC is edited: wrong fields say so, a colleague’s change is not run over, saving tells the version',
    seededWorld,
    {},
    async (scene) => {
      const { page, world, open } = scene
      const smsc = world.smscs[0]
      assert.ok(smsc)
      await open(`/smscs/${smsc.id}`)
      const host = page.getByLabel('Host')
      await host.fill('no such host')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('A host name or an IP address, without a port').waitFor()
      await host.fill('mine.example')
      Object.assign(smsc, { windowSize: 50, version: 2 })
      world.tell({ smscs: [smsc.id] })
      await page.getByText('They changed: Window.').waitFor()
      assert.equal(await host.inputValue(), 'mine.example')
      await page.getByRole('button', { name: 'Put my edits on top' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Version 3, saved').waitFor()
      assert.deepEqual([smsc.host, smsc.windowSize], ['mine.example', 50])
    },
  )

  play('what was changed is shown, and gone back to', seededWorld, {}, async ({ page, world, open }) => {
    const smsc = world.smscs[0]
    assert.ok(smsc)
    await open(`/smscs/${smsc.id}`)
    const history = page.locator('section', { hasText: 'What was changed' })
    await history.getByText('Made by Connect').waitFor()
    await page.getByLabel('Window', { exact: true }).fill('33')
    await page.getByRole('button', { name: 'Save' }).click()
    await history.getByText('Changed by user Ada').waitFor()
    await history
      .getByRole('listitem')
      .filter({ hasText: /^Window 10 → 33$/ })
      .waitFor()
    await history.getByRole('button', { name: 'Go back to version 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click()
    await history.getByText('Version 3').waitFor()
    assert.equal(await page.getByLabel('Window', { exact: true }).inputValue(), '10')
    assert.equal(smsc.windowSize, 10)
  })

  play('a save that collides is told kindly and keeps the edits', seededWorld, {}, async ({ page, world, open }) => {
    const smsc = world.smscs[0]
    assert.ok(smsc)
    await open(`/smscs/${smsc.id}`)
    await page.getByLabel('Window', { exact: true }).fill('33')
    world.meanwhile = () => Object.assign(smsc, { host: 'theirs.example', version: 2 })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else saved this SMSC').waitFor()
    await page.getByRole('button', { name: 'Take theirs' }).click()
    await page.getByText('Version 2, saved').waitFor()
    assert.equal(await page.getByLabel('Window', { exact: true }).inputValue(), '10')
    assert.equal(await page.getByLabel('Host').inputValue(), 'theirs.example')
  })

  play(
    'what is folded opens where something is wrong in it, and a colleague’s change beside mine is kept',
    seededWorld,
    {},
    async ({ page, world, open }) => {
      const smsc = world.smscs[1]
      assert.ok(smsc)
      await open(`/smscs/${smsc.id}`)
      const refusals = page.getByRole('button', { name: /^Refusals/ })
      await refusals.getByText('1 rule').waitFor()
      await refusals.press('Enter')
      await page.getByRole('button', { name: 'Add a rule' }).press('Enter')
      // The focus is in the new row: the whole goes without a pointer.
      await page.keyboard.type('ESME_RSYSERR')
      await page.keyboard.press('Escape')
      await page.getByText('Without a rule: try the part again').waitFor()
      await page.getByLabel('Share of the pace, campaigns').fill('1000')
      await refusals.press('Enter')
      await page.getByRole('button', { name: 'Provider’s TLVs' }).press('Enter')
      await page.getByRole('button', { name: 'Declare a TLV' }).press('Enter')
      await page.keyboard.type('tariff')
      await page.getByRole('button', { name: 'Provider’s TLVs' }).press('Enter')
      await page.getByRole('button', { name: 'Save' }).click()
      const tag = page.getByRole('group', { name: 'TLV tariff' }).getByLabel('Tag')
      await page.getByText('A number such as 0x1401').waitFor()
      assert.ok(await tag.evaluate((element) => element === document.activeElement))
      await tag.fill('0x1402')
      await page.getByRole('button', { name: 'Save' }).click()
      // The API judges the rest, at its field.
      await page.getByText(/<=100/).waitFor()
      await page.getByLabel('Share of the pace, campaigns').fill('20')
      smsc.classes.bulk.validityMinutes = 60
      Object.assign(smsc, { version: 2 })
      world.tell({ smscs: [smsc.id] })
      await page.getByText('They changed: Worth sending for (campaigns).').waitFor()
      await page.getByRole('button', { name: 'Put my edits on top' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Version 3, saved').waitFor()
      assert.deepEqual(smsc.classes.bulk, { validityMinutes: 60, uncertainPolicy: 'hold', share: 20 })
      assert.deepEqual(
        smsc.tlvs.map(({ name, tag: number }) => [name, number]),
        [
          ['billing_code', 0x1401],
          ['operator_id', 0x1403],
          ['tariff', 0x1402],
        ],
      )
      assert.deepEqual(
        smsc.statusRules.map(({ status, action }) => [status, action]),
        [
          ['0x000004a1', 'hold'],
          ['ESME_RSYSERR', 'retry'],
        ],
      )
    },
  )

  play('an SMSC is added, disabled and deleted', seededWorld, {}, async ({ page, world, open }) => {
    await open('/smscs/new')
    await page.getByRole('button', { name: 'Add SMSC' }).click()
    await page.getByText('Enter the host name or address').waitFor()
    await page.getByLabel('Name').fill('Southern')
    await page.getByLabel('Host').fill('smpp.southern.example')
    await page.getByLabel('System id').fill('connect')
    await page.getByLabel('Sender address').fill('60777')
    await page.getByRole('button', { name: 'Add SMSC' }).click()
    await page.getByRole('heading', { name: 'Southern', level: 1 }).waitFor()
    await page.getByRole('switch', { name: 'Southern enabled' }).click()
    await page.getByText('Disabled: no bind is held').waitFor()
    await page.getByRole('button', { name: 'Delete this SMSC' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete Southern?' })
    await dialog.getByText('It goes at once').waitFor()
    assert.equal(await dialog.getByRole('radio').count(), 0, 'nothing waits, so nothing is asked')
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('This SMSC was deleted').waitFor()
    assert.ok(!world.smscs.some(({ name }) => name === 'Southern'))
    await page.getByRole('button', { name: 'Bring it back, disabled' }).click()
    await page.getByText('Disabled: no bind is held').waitFor()
  })

  play('an API key is shown once, and revoked after a question', seededWorld, {}, async ({ page, world, open }) => {
    await open('/settings')
    await page.getByRole('button', { name: 'Make a key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What it is for').fill('Nightly job')
    await dialog.getByRole('button', { name: 'Make the key' }).click()
    await dialog.getByText('Copy it now').waitFor()
    await dialog.getByText(/^ck_live_/).waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Nightly job').waitFor()
    assert.equal(await page.getByText('ck_live_9fA3xQ7m').count(), 0)
    await page.getByRole('button', { name: 'Revoke Nightly job' }).click()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('Nightly job').first().waitFor({ state: 'detached' })
    assert.equal(world.apiKeys.length, 1)
  })

  play('the badge never claims to be live when it is not', seededWorld, {}, async ({ page, world, server, open }) => {
    await page.clock.install()
    await open('/messages')
    const badge = page
      .getByRole('status')
      .filter({ hasText: /Live|Stale|Reconnecting/ })
      .first()
    await badge.getByText('Live').waitFor()
    world.outage = 503
    server.cutFeeds()
    await badge.getByText('Reconnecting').waitFor()
    await page.clock.runFor(6_000)
    await badge.getByText(/^Stale since \d\d:\d\d:\d\d$/).waitFor()
    world.outage = undefined
    const missed = world.addMessage('outbound', '+447700900444', 'Sent while nobody looked')
    world.tell({ messages: [missed.id] })
    await page.clock.runFor(11_000)
    await badge.getByText('Live').waitFor()
    await page.getByText('Sent while nobody looked').waitFor()
  })

  play(
    'everything is reached by keys, and single keys can be switched off',
    seededWorld,
    {},
    async ({ page, open }) => {
      await open('/')
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      await page.keyboard.press('g')
      await page.keyboard.press('m')
      await page.getByRole('heading', { name: 'Messages', level: 1 }).waitFor()
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByRole('switch', { name: 'Single keys' }).click()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('g')
      await page.keyboard.press('s')
      await page.keyboard.press('n')
      assert.equal(new URL(page.url()).pathname, '/messages')
      assert.equal(await page.getByRole('dialog').count(), 0)
    },
  )

  play('the chosen colours hold from the first moment of the next visit', seededWorld, {}, async ({ page, open }) => {
    await open('/settings')
    await page.getByText('Dark', { exact: true }).click()
    const scheme = () => page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))
    assert.equal(await scheme(), 'dark')
    await page.route('**/assets/*.js', (route) => route.abort())
    await page.reload()
    assert.equal(await scheme(), 'dark', 'before the program has loaded')
  })
}
