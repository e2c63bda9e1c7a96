import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import type { Play } from './scenario.ts'

/** Deleting an SMSC that is used, and for which something waits. */
export function deletionScenarios(play: Play): void {
  play(
    'who uses an SMSC and what waits is said, and asked about, before it is deleted',
    seededWorld,
    {},
    async (scene) => {
      const { page, world, open } = scene
      const northern = world.smscs[1]
      assert.ok(northern)
      const rulesBefore = world.routing.rules.length
      await open(`/smscs/${northern.id}`)
      await page.getByRole('button', { name: 'Delete this SMSC' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('1,192 campaign').waitFor()
      await dialog.getByText('Appointment reminders (1,204)').waitFor()
      const outcome = dialog.getByRole('status')
      await outcome.getByText('1204 parts wait to leave through it.').waitFor()

      const confirm = dialog.getByRole('button', { name: 'Delete', exact: true })
      assert.ok(await confirm.isDisabled(), 'rules name it')
      await dialog.getByRole('checkbox', { name: /^Take Northern Mobile .* out of/ }).check()
      // By the keyboard: the choices are one group.
      await dialog.getByRole('radio', { name: 'Let it leave first' }).focus()
      await page.keyboard.press('ArrowDown')
      await outcome.getByText(/^1,201 texts go to /).waitFor()
      await outcome.getByText('Whoever sent it named this SMSC.').waitFor()
      await dialog.getByRole('checkbox', { name: 'Close 1 uncertain part now' }).check()
      await confirm.click()

      await page.getByText('It is being deleted', { exact: true }).waitFor()
      await page.getByText('1204 parts wait to go to other SMSCs.').waitFor()
      await page.getByText('3 texts stay.').waitFor()
      const { deletion } = northern
      assert.deepEqual([deletion?.waiting, deletion?.uncertain, deletion?.named], ['reroute', 'close', 'keep'])
      assert.ok(world.routing.rules.length <= rulesBefore)
      assert.ok(!JSON.stringify(world.routing.rules).includes(northern.id))
      assert.equal(await page.getByRole('button', { name: 'Delete this SMSC' }).count(), 0)

      await page.getByRole('button', { name: 'Have it go otherwise' }).click()
      await dialog.getByText('What happens').waitFor()
      await dialog.getByRole('radio', { name: 'Cancel it' }).check()
      await dialog.getByRole('button', { name: 'Delete it so' }).click()
      await page.getByText('What waits is cancelled.').waitFor()
      await page.getByRole('button', { name: 'Keep it' }).click()
      await page.getByText('It is being deleted', { exact: true }).waitFor({ state: 'detached' })
      assert.equal(northern.deletion, null)
    },
  )

  play(
    'a deletion that somebody else forestalled says so, and nothing is closed unseen',
    seededWorld,
    {},
    async (scene) => {
      const { page, world, open } = scene
      const old = world.smscs.at(-1)
      assert.ok(old)
      await open(`/smscs/${old.id}`)
      await page.getByRole('button', { name: 'Delete this SMSC' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('It goes at once').waitFor()
      await dialog.getByRole('checkbox', { name: 'Take Old route out of 1 routing rule' }).check()
      world.meanwhile = () => Object.assign(old, { version: old.version + 1 })
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
      await dialog.getByRole('alert').waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      assert.ok(world.smscs.includes(old))
    },
  )
}
