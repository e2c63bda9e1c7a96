import assert from 'node:assert/strict'
import { seededWorld } from '../fake/seed.ts'
import { World } from '../fake/world.ts'
import type { Play } from './scenario.ts'

function emptyWorld(): World {
  const world = new World()
  world.addSmsc({ name: 'Simulator' })
  return world
}

/** Writing, reading and answering, live. */
export function messageScenarios(play: Play): void {
  play(
    'a text goes out, arrives on its phone, and the answer comes back, all without a reload',
    emptyWorld,
    {},
    async (scene) => {
      const { page, open } = scene
      await open('/')
      await page.getByRole('button', { name: 'Send a test message' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Send', exact: true }).click()
      await dialog.getByText('Enter a number').waitFor()
      await dialog.getByLabel('To', { exact: true }).fill('+44 7700 900 123')
      await dialog.getByLabel('Text').fill('Grüße 🎉')
      await dialog.getByText('“🎉” (U+1F389) is not in GSM 7-bit').waitFor()
      await page.keyboard.press('Control+Enter')
      const log = page.getByRole('log', { name: 'Messages' })
      await log.getByText('Grüße 🎉').waitFor()
      await log.getByTitle('Delivered').waitFor()

      await page.getByRole('link', { name: 'Phones' }).first().click()
      await page.getByRole('link', { name: /\+447700900123/ }).click()
      const handset = page.getByRole('log', { name: 'Texts on the phone' })
      await handset.getByText('Grüße 🎉').waitFor()
      await page.getByLabel('Write on the phone').fill('Thanks!')
      await page.getByRole('button', { name: 'Send from the phone' }).click()
      await handset.getByText('Thanks!').waitFor()

      const inbox = page.getByRole('link', { name: /^Conversations/ }).first()
      await inbox.getByText('1 unread').waitFor()
      await inbox.click()
      await page.getByRole('list', { name: 'Conversations' }).getByRole('link').click()
      await log.getByText('Thanks!').waitFor()
      await inbox.getByText('unread').waitFor({ state: 'detached' })
    },
  )

  play('what is typed survives what comes in, and a reload', seededWorld, {}, async ({ page, world, open }) => {
    const conversation = world.conversations.find(({ person }) => person === '+447700900123')
    assert.ok(conversation)
    await open(`/conversations/${conversation.id}`)
    const composer = page.getByLabel('Message to +447700900123')
    await composer.fill('half a sent')
    world.reply('+447700900123', '+447700900000', 'one more question')
    await page.getByRole('log').getByText('one more question').waitFor()
    assert.equal(await composer.inputValue(), 'half a sent')
    await page.reload()
    await page.getByRole('log').getByText('one more question').waitFor()
    assert.equal(await composer.inputValue(), 'half a sent')
  })

  play(
    'a text that could not be sent stays, and goes out once when it is tried again',
    seededWorld,
    {},
    async (scene) => {
      const { page, world, open } = scene
      const conversation = world.conversations.find(({ person }) => person === '+447700900123')
      assert.ok(conversation)
      await open(`/conversations/${conversation.id}`)
      const log = page.getByRole('log')
      await log.getByText('Which door').waitFor()
      await page.getByLabel('Message to').fill('The blue door')
      world.outage = 503
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByRole('alert').getByText('Not now.').first().waitFor()
      world.outage = undefined
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await log.getByText('The blue door').waitFor()
      assert.equal(world.messages.filter((message) => message.text === 'The blue door').length, 1)
      assert.equal(await page.getByLabel('Message to').inputValue(), '')
    },
  )

  play('what people write is shown and never run', emptyWorld, {}, async ({ page, world, open }) => {
    world.reply('+447700900123', '+447700900000', '<img src=x onerror="document.title=1"> a\u0000b\u202Ec')
    const conversation = world.conversations[0]
    assert.ok(conversation)
    await open(`/conversations/${conversation.id}`)
    const log = page.getByRole('log')
    await log.getByText('<img src=x onerror="document.title=1">').waitFor()
    await log.getByText('␀').waitFor()
    await log.getByText('U+202E').waitFor()
    assert.equal(await log.locator('img').count(), 0)
  })

  play('filters stand in the address, and a link with filters shows them', seededWorld, {}, async ({ page, open }) => {
    await open('/messages?duplicate=yes')
    await page.getByRole('link', { name: 'To +447700900777' }).waitFor()
    assert.equal(await page.getByRole('list', { name: 'Messages' }).getByRole('listitem').count(), 1)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Rejected' }).click()
    await page.getByRole('link', { name: 'To +447700900555' }).waitFor()
    assert.equal(new URL(page.url()).search, '?state=rejected')
    await page.getByLabel('Number, whole').fill('+44 7700 900 999')
    await page.keyboard.press('Enter')
    await page.getByText('No message fits these filters').waitFor()
    assert.equal(new URL(page.url()).search, '?state=rejected&number=%2B447700900999')
  })

  play(
    'what somebody reads in a long list stays where it is while new messages come in',
    manyMessages,
    {},
    async (scene) => {
      const { page, world, open } = scene
      await open('/messages')
      const row = page.getByRole('listitem').filter({ hasText: 'Message 350' })
      const list = page.getByRole('list', { name: 'Messages' })
      await list.getByText('Message 399').waitFor()
      await list.evaluate((element) => element.parentElement?.scrollTo(0, 49 * 60 + 20))
      await row.waitFor()
      const before = (await row.boundingBox())?.y
      const fresh = Array.from({ length: 7 }, (_, index) =>
        world.addMessage('outbound', '+447700900001', `Fresh ${index}`),
      )
      world.tell({ messages: fresh.map(({ id }) => id) })
      await page.waitForFunction(() =>
        document.querySelector('[aria-posinset="58"]')?.textContent?.includes('Message 349'),
      )
      assert.equal((await row.boundingBox())?.y, before)
      await list.evaluate((element) => element.parentElement?.scrollTo(0, 0))
      await list.getByText('Fresh 6').waitFor()
    },
  )

  play('a message says what it waits for, and may be cancelled after a question', seededWorld, {}, async (scene) => {
    const { page, world, open } = scene
    const held = world.messages.find(({ state }) => state === 'uncertain')
    assert.ok(held)
    await open(`/messages/${held.id}`)
    await page.getByText('A late answer or a receipt').waitFor()
    await page.getByRole('button', { name: 'Cancel message' }).click()
    await page.getByRole('dialog').getByText('may have arrived all the same').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel message' }).click()
    await page.getByRole('list', { name: 'What came of it' }).getByText('by Connect').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Somebody called it off before it went out.').waitFor()
    assert.equal(held.state, 'cancelled')
  })
}

/** What waits for a person, from the alarm to the decision. */
export function decisionScenarios(play: Play): void {
  play('what is held is seen at once, and decided about together', heldWorld, {}, async ({ page, world, open }) => {
    await open('/')
    await page.getByText('Nothing moves at Simulator').waitFor()
    await page.getByText('3 messages are held until somebody decides').waitFor()
    await page.getByRole('link', { name: 'Decide about them' }).click()
    await page.getByText('Held 3').waitFor()
    const list = page.getByRole('list', { name: 'Messages' })
    await list.getByText('Held 0').waitFor()
    await list.getByText('A person: refused 3 times, last with ESME_RSYSERR · Simulator · Campaign').first().waitFor()
    // The tab says which state.
    assert.equal(await page.getByLabel('State', { exact: true }).count(), 0)
    await page.getByRole('button', { name: 'Choose all 3' }).press('Enter')
    // One is settled by somebody else in the meantime.
    await list.getByRole('checkbox', { name: 'Choose the message to +447700900002' }).press('Space')
    await page.getByText('2 chosen').waitFor()
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const other = world.messages.find(({ to }) => to === '+447700900001')
    Object.assign(other ?? {}, { state: 'cancelled' })
    await dialog.getByRole('button', { name: 'Cancel 2 messages' }).click()
    await dialog.getByText('1 of 2 messages cancelled.').waitFor()
    await dialog.getByText('1 message could not be cancelled').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('Held 1').waitFor()
    await list.getByText('Held 2').waitFor()
    assert.deepEqual(
      world.messages.map(({ state }) => state),
      ['held', 'cancelled', 'cancelled'],
    )
  })

  play('what throttles and what is uncertain is seen too', seededWorld, {}, async ({ page, open }) => {
    await open('/')
    await page.getByText('Northern Mobile (backup route, Leeds) takes no more than 41.5 a second').waitFor()
    await page.getByRole('link', { name: 'Look at it', exact: true }).click()
    const list = page.getByRole('list', { name: 'Messages' })
    await list.getByText('A late answer or a receipt, for another 21 seconds').waitFor()
  })

  play('figures that cannot be brought up to date do not pass for those of now', heldWorld, {}, async (scene) => {
    const { page, world, open } = scene
    await open('/')
    await page.getByText('It adds up.').waitFor()
    world.outage = 503
    world.tell({ messages: ['msg_new'] })
    const notice = page.getByRole('alert').filter({ hasText: 'The figures are those of' })
    await notice.getByText('They cannot be brought up to date: Not now.').waitFor()
    world.outage = undefined
    await notice.getByRole('button', { name: 'Try again' }).click()
    await notice.waitFor({ state: 'detached' })
  })
}

function heldWorld(): World {
  const world = emptyWorld()
  for (let index = 0; index < 3; index++) {
    const held = world.addMessage('outbound', `+44770090000${index}`, `Held ${index}`, {
      state: 'held',
      class: 'bulk',
      waitingFor: 'A person: refused 3 times, last with ESME_RSYSERR. Release it to send it again, or cancel it.',
    })
    for (const part of held.partDetails) part.state = 'held'
  }
  world.stalled = [{ smscId: world.smscs[0]?.id ?? '', since: world.at(), why: 'nothing is leased' }]
  return world
}

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

/** The same on a phone's screen, where one thing at a time has it. */
export function phoneSizeScenarios(play: Play): void {
  play(
    'on a phone one goes from the list into a thread, answers, and comes back',
    seededWorld,
    PHONE,
    async (scene) => {
      const { page, open } = scene
      await open('/conversations')
      const tabs = page.getByRole('navigation', { name: 'Main' })
      await tabs.waitFor()
      await page
        .getByRole('list', { name: 'Conversations' })
        .getByRole('link', { name: /\+447700900123/ })
        .tap()
      await page.getByRole('heading', { level: 1, name: '+447700900123' }).waitFor()
      await tabs.waitFor({ state: 'hidden' })
      await page.getByLabel('Message to').fill('The blue one')
      await page.getByRole('button', { name: 'Send', exact: true }).tap()
      await page.getByRole('log').getByText('The blue one').waitFor()
      await page.getByRole('link', { name: 'Back to the conversations' }).tap()
      await page.getByRole('heading', { level: 1, name: 'Conversations' }).waitFor()
      await tabs.getByRole('link', { name: 'Messages' }).tap()
      await page.getByRole('button', { name: 'Filter' }).tap()
      await page.getByLabel('May be duplicate').tap()
      await page.getByRole('button', { name: 'Filter (1)' }).waitFor()
      await page.getByRole('link', { name: 'To +447700900777' }).tap()
      await page.getByText('What it is waiting for').waitFor()
      await page.getByRole('button', { name: 'Account of Ada Lovelace' }).tap()
      await page.getByRole('menuitem', { name: 'Settings' }).tap()
      await page.getByRole('button', { name: 'Make a key' }).tap()
      await page.getByRole('dialog').getByLabel('What it is for').waitFor()
    },
  )
}

function manyMessages(): World {
  const world = emptyWorld()
  for (let index = 0; index < 400; index++) world.addMessage('outbound', '+447700900001', `Message ${index}`)
  return world
}
