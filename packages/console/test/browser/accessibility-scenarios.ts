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
    const talk = world.conversations.find(({ person }) => person === '+447700900123')
    const pages: [path: string, ready: string][] = [
      ['/', 'It adds up.'],
      [`/conversations/${talk?.id}`, 'Hello Sam, your appointment'],
      ['/messages', 'Your code is 118 402.'],
      [`/messages/${uncertain?.id}`, 'What it is waiting for'],
      ['/smscs', 'Old route'],
      [`/smscs/${world.smscs[1]?.id}`, 'Version 1, saved'],
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
        ['/phones', 'No phone has rung yet'],
      ] as const) {
        await goTo(page, path)
        await page.getByText(ready).first().waitFor()
        found.push(...(await examine(page, `${path} (empty)`)))
      }
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.keyboard.press('n')
      await page.getByRole('dialog').getByLabel('Text').fill('ş “x”')
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
