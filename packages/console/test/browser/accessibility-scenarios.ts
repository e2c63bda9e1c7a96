import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { seededWorld } from '../fake/seed.ts'
import { World } from '../fake/world.ts'
import type { Play } from './scenario.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** Looks at the page wide in the light, and as narrow as a small phone in the dark. */
async function examine(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 320],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    // What follows the window's width and colours does so a moment later.
    await page.waitForFunction(
      (scheme) => document.documentElement.getAttribute('data-mantine-color-scheme') === scheme,
      colorScheme,
    )
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    const [violations, overflow] = await page.evaluate(async (tags) => {
      const axe = (
        globalThis as unknown as { axe: { run(where: unknown, options: unknown): Promise<{ violations: Finding[] }> } }
      ).axe
      const result = await axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false })
      const { scrollWidth, clientWidth } = document.documentElement
      return [result.violations, scrollWidth - clientWidth] as const
    }, RULES)
    const where = `${name}, ${colorScheme}, ${width} px`
    if (overflow > 0) found.push(`${where}: ${overflow} px wider than the window`)
    for (const { id, nodes } of violations)
      found.push(`${where}: ${id}\n  ${nodes.map((node) => node.html).join('\n  ')}`)
  }
  return found
}

/** Goes to another page as a link does, which is much quicker than loading everything again. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate((to) => history.pushState(null, '', to), path)
}

/** WCAG 2.2 AA as far as a program can tell: no finding on any page. */
export function accessibilityScenarios(play: Play): void {
  play('no page has an accessibility finding', seededWorld, {}, async ({ page, world, open }) => {
    await page.addInitScript(axeSource)
    const uncertain = world.messages.find(({ state }) => state === 'uncertain')
    const undelivered = world.messages.find(({ state }) => state === 'undelivered')
    const stopped = world.conversations.find(({ optedOut }) => optedOut)
    const talk = world.conversations.find(({ person }) => person === '+447700900123')
    const pages: [path: string, ready: string][] = [
      ['/', 'It adds up.'],
      [`/conversations/${talk?.id}`, 'Hello Sam, your appointment'],
      ['/messages', 'Your code is 118 402.'],
      [`/messages/${uncertain?.id}`, 'What it is waiting for'],
      ['/smscs', 'Old route'],
      [`/smscs/${world.smscs[1]?.id}`, 'Version 1, saved'],
      [`/conversations/${stopped?.id}`, 'This person wants no texts from'],
      [`/messages/${undelivered?.id}`, 'What it is sent with'],
      ['/messages?state=held', 'Choose messages to decide'],
      ['/routing', 'Campaigns, shared'],
      ['/opt-outs', 'They wrote STOP'],
      ['/opt-outs/words', 'Built in'],
      ['/phones/%2B447700900123', 'Hello Sam, your appointment'],
      ['/settings', 'Appointment reminders'],
    ]
    await open('/')
    const found: string[] = []
    for (const [path, ready] of pages) {
      await goTo(page, path)
      await page.getByText(ready).first().waitFor()
      found.push(...(await examine(page, path)))
    }
    assert.deepEqual(found, [])
  })

  play('nor has what is folded, once it is opened', seededWorld, {}, async ({ page, world, open }) => {
    await page.addInitScript(axeSource)
    const talk = world.conversations.find(({ person }) => person === '+447700900123')
    const found: string[] = []
    const look = async (path: string, ready: string, ...buttons: (string | RegExp)[]) => {
      await goTo(page, path)
      await page.getByText(ready).first().waitFor()
      for (const name of buttons) await page.getByRole('button', { name }).first().click()
      // A list of names that has opened below the field of a new row.
      await page.keyboard.press('Escape')
      found.push(...(await examine(page, `${path}, opened`)))
    }
    await open('/')
    await look(
      `/smscs/${world.smscs[1]?.id}`,
      'Version 1, saved',
      /^Provider’s TLVs/,
      /^Message defaults/,
      'Add a TLV',
      /^Refusals/,
      /^Receipts/,
    )
    for (const [password, verdict] of [
      ['', 'It works'],
      ['wrong', 'The SMSC does not take the password'],
    ] as const) {
      await goTo(page, `/smscs/${world.smscs[1]?.id}`)
      await page.getByRole('textbox', { name: 'Password' }).fill(password)
      await page.getByRole('button', { name: 'Test the bind' }).click()
      await page.getByText(verdict).first().waitFor()
      found.push(...(await examine(page, `a bind that was tested: ${verdict}`)))
    }
    await goTo(page, `/smscs/${world.smscs[1]?.id}`)
    await page.getByRole('button', { name: 'Delete this SMSC' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Send it through other SMSCs' }).check()
    await dialog.getByText('would stay').waitFor()
    found.push(...(await examine(page, 'the question before an SMSC is deleted')))
    await dialog.getByRole('checkbox', { name: /^Take Northern/ }).check()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('It is being deleted', { exact: true }).waitFor()
    found.push(...(await examine(page, 'an SMSC that is being deleted')))
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('It is being deleted', { exact: true }).waitFor({ state: 'detached' })
    await look(`/conversations/${talk?.id}`, 'Hello Sam', 'Options of this message', 'Add a TLV')
    await look('/routing', 'Campaigns, shared', 'Edit “Campaigns, shared”')
    await look('/opt-outs/words', 'Built in', /^English/)
    assert.deepEqual(found, [])
  })

  play('nor have the questions that are asked', seededWorld, {}, async ({ page, world, open }) => {
    await page.addInitScript(axeSource)
    const there = world.messages.find(({ state }) => state === 'submitted')
    const found: string[] = []
    const ask = async (path: string, button: string | RegExp, ready: string, then?: string) => {
      await goTo(page, path)
      await page.getByRole('button', { name: button }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(ready).first().waitFor()
      if (then !== undefined) {
        await dialog.getByRole('button', { name: then, exact: true }).click()
        await dialog.getByText('What came of it').waitFor()
      }
      found.push(...(await examine(page, `${path}, ${button}`)))
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    await open('/')
    await ask(`/messages/${there?.id}`, 'Replace the text', 'asked to (replace_sm)')
    await ask(`/messages/${there?.id}`, 'Ask the SMSC', 'Many SMSCs do not answer', 'Ask')
    await ask('/opt-outs', 'Record an opt-out', 'The person is told nothing.')
    await ask('/opt-outs', 'Import', 'A number on each line')
    await ask('/opt-outs', /^Withdraw the opt-out/, 'Withdraw that only')
    assert.deepEqual(found, [])
  })

  play(
    'no empty page and no dialog has one either',
    () => new World(),
    {},
    async ({ page, open }) => {
      await page.addInitScript(axeSource)
      await open('/')
      const found: string[] = []
      for (const [path, ready] of [
        ['/', 'Nothing accepted yet.'],
        ['/conversations', 'No conversation yet'],
        ['/messages', 'No message yet'],
        ['/smscs', 'No SMSC yet'],
        ['/routing', 'No rules'],
        ['/opt-outs', 'Nobody has opted out'],
        ['/messages?state=held', 'Nothing is held'],
        ['/phones', 'No phone has rung yet'],
      ] as const) {
        await goTo(page, path)
        await page.getByText(ready).first().waitFor()
        found.push(...(await examine(page, `${path} (empty)`)))
      }
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.keyboard.press('n')
      await page.getByRole('dialog').getByLabel('Text').fill('ş “x”')
      await page.getByRole('dialog').getByRole('button', { name: 'Options', exact: true }).click()
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByText('Enter a number').waitFor()
      found.push(...(await examine(page, 'new message')))
      assert.deepEqual(found, [])
    },
  )

  play(
    'nor have the log-in and the set-up',
    () => Object.assign(new World(), { claimed: false }),
    { loggedIn: false },
    async ({ page, world, open }) => {
      await page.addInitScript(axeSource)
      await open('/setup#token=right-token')
      await page.getByRole('heading', { name: 'Welcome to Connect' }).waitFor()
      const found = await examine(page, '/setup')
      world.claimed = true
      await open('/')
      await page.getByRole('heading', { name: 'Log in' }).waitFor()
      found.push(...(await examine(page, 'log-in')))
      assert.deepEqual(found, [])
    },
  )
}
