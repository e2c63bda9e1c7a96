// Draws the pictures of the README: starts Connect with an empty data folder, lets some people talk, and photographs the
// console in Chromium. Run it with the runtime of Connect: `node tools/screenshots.ts` (set CONNECT_CHROMIUM if needed).
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { RunningConnect } from '../packages/connect/test/e2e/running-connect.ts'
import { chromiumArgs, eventually, findChromium, temporaryFolder } from '../packages/testkit/src/index.ts'
import { root } from './runtime.mjs'

const PERSON = { name: 'Ada', password: 'a long enough password' }

/** Who talks: what we wrote, what they answered, and what we answered to that. */
const TALKS: readonly (readonly [number: string, from: string, ...texts: readonly string[]])[] = [
  ['+447700900111', 'Parcels', 'Your parcel is with the driver.', 'Great, thank you 🎉'],
  [
    '+33639980042',
    '60777',
    'Rappel : rendez-vous mardi à 9 h 30.',
    'Parfait, à mardi !',
    'À mardi. Merci de votre réponse.',
  ],
  ['+4915901234567', '60777', 'Ihr Code ist 482 913. Er gilt zehn Minuten.'],
  [
    '+447700900123',
    '60777',
    'Hello Mrs Hopper, this is the clinic. Your appointment is tomorrow, Tuesday, at 14:20 with Dr. Noether. Reply C to confirm, or call us to change it.',
    'C. Do I need to bring the letter from my doctor?',
    'Yes please, and your insurance card. See you tomorrow.',
    'Will do. Thanks for the quick answer 👍',
  ],
]

async function talk(connect: RunningConnect): Promise<void> {
  for (const [number, from, ...texts] of TALKS) {
    for (const [index, text] of texts.entries()) {
      if (index % 2 === 0) {
        const { body } = await connect.call<{ id: string }>('POST', '/v1/messages', { to: number, from, text })
        await connect.message(body.id, 'delivered')
      } else {
        await connect.call('POST', `/v1/simulator/phones/${encodeURIComponent(number)}/replies`, { to: from, text })
        await eventually('the reply', async () => {
          const page = await connect.get<{ items: { lastText: string }[] }>('/v1/conversations?limit=50')
          return page.items.some((one) => one.lastText === text)
        })
      }
    }
  }
}

async function photograph(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(root, 'docs', 'images', `${name}.png`), animations: 'disabled' })
}

using folder = temporaryFolder()
await using connect = await RunningConnect.start(folder.path, { CONNECT_HTTP_PORT: '0' })
await talk(connect)
const link = /http\S+\/setup#token=\S+/.exec(connect.output)?.[0]
if (!link) throw new Error(`no set-up link in:\n${connect.output}`)
const executablePath = findChromium()
if (!executablePath) throw new Error('no Chromium on this machine; name one with CONNECT_CHROMIUM')
const browser = await chromium.launch({ executablePath, args: [...chromiumArgs] })
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, deviceScaleFactor: 1.5 })
  await page.goto(link)
  await page.getByLabel('Your name').fill(PERSON.name)
  await page.getByLabel('Password', { exact: true }).fill(PERSON.password)
  await page.getByRole('button', { name: /create|begin|set up|start/i }).click()
  await page
    .getByRole('link', { name: /conversations/i })
    .first()
    .click()
  await page.getByText('Will do. Thanks for the quick answer 👍').first().click()
  await page.getByRole('log').getByText('Will do. Thanks for the quick answer 👍').waitFor()
  await photograph(page, 'console-conversations')
} finally {
  await browser.close()
}
