import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { SmscView } from '@smpp-connect/contracts'
import { chromiumArgs, eventually, findChromium, temporaryFolder } from '@smpp-connect/testkit'
import { type Browser, chromium, type Page } from 'playwright-core'
import { RunningConnect } from './running-connect.ts'

const executablePath = findChromium()
const skip =
  executablePath || process.env.CONNECT_REQUIRE_CHROMIUM === '1'
    ? false
    : 'no Chromium here; name one with CONNECT_CHROMIUM'
const ADA = { name: 'Ada', password: 'a long enough password' }
const PHONE = '+447700900123'

/** The whole of Connect, used through the console alone, as a newcomer does. Each step goes on from the one before. */
describe('the console on a running Connect', { skip, timeout: 120_000 }, () => {
  const folder = temporaryFolder()
  let connect: RunningConnect
  let browser: Browser
  let page: Page
  const problems: string[] = []

  before(async () => {
    connect = await RunningConnect.start(folder.path)
    browser = await chromium.launch({ executablePath: executablePath ?? 'chromium', args: [...chromiumArgs] })
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused/.test(message.text()))
        problems.push(message.text())
    })
  })
  after(async () => {
    await browser?.close()
    await connect?.kill()
    folder[Symbol.dispose]()
  })

  const open = async (place: string): Promise<void> => {
    await page.getByRole('navigation', { name: 'Main' }).first().getByRole('link', { name: place }).click()
    await page.getByRole('heading', { name: place, level: 1 }).waitFor()
  }

  it('is claimed once through the printed link, and the link is then dead', async () => {
    const link = await eventually('the set-up link', () => /http\S+\/setup#token=\S+/.exec(connect.output)?.[0])
    await page.goto(link)
    await page.getByLabel('Your name').fill(ADA.name)
    await page.getByLabel('Password', { exact: true }).fill(ADA.password)
    await page.getByRole('button', { name: /create|begin|set up|start/i }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()

    const stranger = await browser.newPage()
    await stranger.goto(link)
    await stranger.getByRole('heading', { name: /already set up|does not work/i }).waitFor()
    await stranger.close()
  })

  it('sends a text and shows it delivered, live', async () => {
    await page.getByRole('button', { name: 'New message' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('To', { exact: true }).fill(PHONE)
    await dialog.getByLabel('Text', { exact: true }).fill('Are you coming tomorrow at 10? – the café ☕')
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('log').getByText('Are you coming tomorrow at 10? – the café ☕').waitFor()
    await page
      .getByRole('log')
      .getByText(/delivered/i)
      .or(page.getByLabel(/delivered/i))
      .first()
      .waitFor()
  })

  it('shows it on the phone, and brings the reply into the conversation, live', async () => {
    await open('Phones')
    await page
      .getByRole('link', { name: new RegExp(PHONE.slice(1)) })
      .first()
      .click()
    await page.getByText('Are you coming tomorrow at 10? – the café ☕').last().waitFor()
    await page.getByLabel(`Write on the phone ${PHONE}`).fill('Oui, à 10 h 🎉')
    await page.getByRole('button', { name: 'Send from the phone' }).click()
    await open('Conversations')
    await page
      .getByRole('link', { name: new RegExp(PHONE.slice(1)) })
      .first()
      .click()
    await page.getByRole('log').getByText('Oui, à 10 h 🎉').waitFor()
  })

  it('answers from the conversation', async () => {
    await page.getByPlaceholder('Write a message').fill('See you then.')
    await page.getByPlaceholder('Write a message').press('Control+Enter')
    await page.getByRole('log').getByText('See you then.').waitFor()
    await eventually('the answer on the phone', async () =>
      (await connect.phone(PHONE)).some((text) => text.text === 'See you then.'),
    )
  })

  it("shows a message's timeline in words", async () => {
    await open('Messages')
    await page.getByText('See you then.').first().waitFor()
    await page
      .getByRole('link')
      .filter({ has: page.getByText(new RegExp(PHONE.slice(1))) })
      .first()
      .waitFor()
    await page.locator('main a[href^="/messages/msg_"]').first().click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.getByText('Accepted.', { exact: true }).waitFor()
    await page
      .getByText(/handed to the Sender, attempt 1/i)
      .first()
      .waitFor()
  })

  it("edits the SMSC's definition, and the bind follows without a restart", async () => {
    const { items } = await connect.get<{ items: SmscView[] }>('/v1/smscs')
    const port = items[0]?.port ?? 0
    await open('SMSCs')
    await page.locator('main a[href^="/smscs/smsc_"]').first().click()
    await page.getByLabel('Port', { exact: true }).fill('9')
    await page.getByRole('button', { name: 'Save' }).click()
    await page
      .getByText(/no connection|connection refused/i)
      .first()
      .waitFor()
    await page.getByLabel('Port', { exact: true }).fill(String(port))
    await page.getByRole('button', { name: 'Save' }).click()
    await eventually('bound again', async () => {
      const now = await connect.get<{ items: SmscView[] }>('/v1/smscs')
      return now.items[0]?.port === port && now.items[0].binds[0]?.status === 'bound'
    })
    await page.getByText('Bound', { exact: true }).first().waitFor()
  })

  it('makes an API key that works, shows it once, and revokes it', async () => {
    await open('Settings')
    await page
      .getByRole('button', { name: /make|new|add/i })
      .first()
      .click()
    await page.getByLabel('What it is for').fill('A test')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /make|create/i })
      .click()
    const shown = page.getByText(/ck_live_\w+/).last()
    await shown.waitFor()
    const key = /ck_live_\w+/.exec((await shown.textContent()) ?? '')?.[0] ?? ''
    const ask = () => fetch(new URL('/v1/messages', connect.url), { headers: { authorization: `Bearer ${key}` } })
    assert.equal((await ask()).status, 200)
    await page.getByRole('dialog').getByRole('button').last().click()
    await page.getByRole('button', { name: 'Revoke A test' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await eventually('the key is dead', async () => (await ask()).status === 401)
  })

  it('logs out, and in again', async () => {
    await page
      .getByRole('button', { name: new RegExp(ADA.name) })
      .first()
      .click()
    await page.getByRole('menuitem', { name: /log out/i }).click()
    await page.getByLabel(/name/i).first().fill(ADA.name)
    await page.getByLabel('Password', { exact: true }).fill(ADA.password)
    await page.getByRole('button', { name: /log in/i }).click()
    await page.getByRole('navigation', { name: 'Main' }).first().waitFor()
  })

  it('has no error on any page, and nothing that its own security policy refuses', () => {
    assert.deepEqual(problems, [])
  })
})
