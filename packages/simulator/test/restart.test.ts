import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually, temporaryFolder, VirtualClock } from '@smpp-connect/testkit'
import { ACCOUNT, Esme, World } from './world.ts'

const PHONE = '447700900123'

/** Everything that people and tests can see, times and sessions aside. */
function seen({ simulator }: World): unknown {
  const { items, total } = simulator.phones({ limit: 500 })
  const { read, refused, offered, refusedBinds, ...lasting } = simulator.ledger.counters
  return {
    total,
    phones: items.map((phone) => [phone, simulator.texts(phone.number, { limit: 1_000 })]),
    submits: [...simulator.ledger.submits()],
    replies: [...simulator.ledger.replies()],
    lasting,
    pending: simulator.status().ledger.receiptsPending,
  }
}

/** A world in which a bit of everything has happened. */
async function livedIn(journalFile: string): Promise<World> {
  const world = await World.start({ journalFile })
  const esme = await world.bind()
  await esme.send(PHONE, 'short')
  await esme.send(PHONE, 'läng€r '.repeat(60), { reference: 3 })
  await esme.send('447700900124', '語'.repeat(100), { concatenation: 'sar', reference: 4 })
  // Two of three parts.
  const parts = await Promise.all(
    ['050003070301', '050003070303'].map((header) =>
      esme.submit({ destinationAddr: PHONE, esmClass: 0x40, shortMessage: Buffer.from(`${header}414243`, 'hex') }),
    ),
  )
  assert.equal(parts.length, 2)
  await esme.submit({ destinationAddr: '447700909901', registeredDelivery: 1, tlvs: { userMessageReference: 7 } })
  await esme.submit({ destinationAddr: '447700900125', registeredDelivery: 0x11 })
  await world.simulator.reply('+447700900123', '12345', 'from the phone')
  const cancelled = await esme.submit({ destinationAddr: PHONE, scheduleDeliveryTime: '000000010000000R' })
  await esme.client.cancelSm({ messageId: cancelled, sourceAddr: '12345', destinationAddr: PHONE })
  await world.until('all there', () => esme.delivered.length === 4 && noneUnderWay(world))
  await esme.client.close()
  // What is under way when the end comes.
  const sender = await world.bind('transmitter')
  await sender.submit({ destinationAddr: '447700900126', registeredDelivery: 0x11 })
  await world.until('on the phone', () => world.texts('+447700900126').length === 1)
  await sender.submit({ destinationAddr: '447700900127', scheduleDeliveryTime: '000000010000000R' })
  await world.simulator.reply('+447700900128', '12345', 'x'.repeat(200))
  await world.clock.advance(1_000)
  return world
}

function noneUnderWay(world: World): boolean {
  const { replies, receiptsPending } = world.simulator.status().ledger
  return replies === 1 && receiptsPending === 0 && world.simulator.ledger.counters.repliesAcknowledged === 1
}

test('a damaged journal is set aside where that is asked for, and what stood before the damage is kept', async () => {
  using folder = temporaryFolder()
  const journalFile = join(folder.path, 'simulator.ndjson')
  await using before = await livedIn(journalFile)
  await before.simulator.stop()
  const whole = readFileSync(journalFile)
  const texts = before.texts(`+${PHONE}`)
  appendFileSync(journalFile, '\0\0 not a record\n{}\n')
  const damaged = readFileSync(journalFile)
  await assert.rejects(World.start({ journalFile }, before.clock), /not a record/)
  await using after = await World.start({ journalFile, damagedJournal: 'set-aside' }, before.clock)
  assert.deepEqual(after.texts(`+${PHONE}`), texts)
  await after.simulator.stop()
  assert.deepEqual(readFileSync(`${journalFile}.damaged`), damaged)
  await using again = await World.start({ journalFile }, before.clock)
  assert.deepEqual(again.texts(`+${PHONE}`), texts)
  assert.ok(readFileSync(journalFile).length <= whole.length + 4_096)
})

test('after a restart all is as it was, and what was under way goes out', async () => {
  using folder = temporaryFolder()
  const journalFile = join(folder.path, 'deep', 'simulator.ndjson')
  await using before = await livedIn(journalFile)
  const was = seen(before)
  await before.simulator.stop()
  await using after = await World.start({ journalFile }, before.clock)
  assert.deepEqual(seen(after), was)
  const esme = await after.bind('receiver')
  // Both receipts of one message, and both parts of the reply.
  await after.until('what was under way', () => esme.delivered.length === 4)
  assert.deepEqual(new Set(esme.delivered.map(({ esmClass }) => esmClass)), new Set([0x04, 0x20, 0x40]))
  await after.clock.advance(3_600_000)
  assert.deepEqual(after.texts('+447700900127'), ['hello'])
  const id = await (await after.bind()).submit({ destinationAddr: PHONE })
  const ids = [...after.simulator.ledger.submits()].map(({ smscMessageId }) => smscMessageId)
  assert.equal(new Set(ids).size, ids.length, 'ids are not given out twice')
  assert.equal(ids.at(-1), id)
})

test('a rewritten journal says the same, and can be rewritten again', async () => {
  using folder = temporaryFolder()
  const journalFile = join(folder.path, 'simulator.ndjson')
  await using first = await livedIn(journalFile)
  const was = seen(first)
  await first.simulator.stop()
  const lines = readFileSync(journalFile, 'utf8').split('\n').length
  for (const round of [1, 2]) {
    await using again = await World.start({ journalFile, limits: { compactAboveOctets: 0 } }, first.clock)
    assert.deepEqual(seen(again), was, `round ${round}`)
    assert.equal(existsSync(`${journalFile}.new`), false)
  }
  assert.match(readFileSync(journalFile, 'utf8').split('\n')[1] ?? '', /^\{"t":"totals"/)
  assert.ok(lines > 0 && statSync(journalFile).size > 0)
})

test('the memory of phones and messages ends where the limits say, also after a restart', async () => {
  using folder = temporaryFolder()
  const journalFile = join(folder.path, 'simulator.ndjson')
  const limits = { phones: 3, textsPerPhone: 2, closedMessages: 4 }
  await using first = await World.start({ journalFile, limits })
  const esme = await first.bind()
  for (let index = 0; index < 5; index++) {
    for (let text = 0; text < 3; text++) await esme.send(`44770090010${index}`, `text ${text}`)
    await first.until('there', () => first.texts(`+44770090010${index}`).at(-1) === 'text 2')
  }
  const check = (world: World): void => {
    const { items, total } = world.simulator.phones({ limit: 10 })
    assert.deepEqual(
      items.map(({ number, messageCount }) => [number, messageCount]),
      [4, 3, 2].map((index) => [`+44770090010${index}`, 2]),
    )
    assert.equal(total, 3)
    assert.deepEqual(world.texts('+447700900104'), ['text 1', 'text 2'])
    assert.equal([...world.simulator.ledger.submits()].length, 4)
    assert.equal(world.simulator.ledger.counters.taken, 15)
  }
  check(first)
  await first.simulator.stop()
  await using second = await World.start({ journalFile, limits: { ...limits, compactAboveOctets: 0 } }, first.clock)
  check(second)
  await second.simulator.stop()
  await using third = await World.start({ journalFile, limits }, first.clock)
  check(third)
})

test('a line cut off at the end is dropped, wherever it was cut', async () => {
  using folder = temporaryFolder()
  const journalFile = join(folder.path, 'simulator.ndjson')
  await using world = await World.start({ journalFile })
  await (await world.bind()).submit({ destinationAddr: PHONE })
  await world.simulator.stop()
  const line = readFileSync(journalFile, 'utf8').split('\n')[1] ?? ''
  for (const length of [1, 10, line.length - 1, line.length]) {
    const copy = join(folder.path, `${length}.ndjson`)
    copyFileSync(journalFile, copy)
    appendFileSync(copy, line.replace(/"key":"(\d+)"/, '"key":"1"').slice(0, length))
    await using again = await World.start({ journalFile: copy }, world.clock)
    assert.equal(again.simulator.ledger.counters.taken, 1)
    // What comes next begins a line of its own.
    await (await again.bind()).submit({ destinationAddr: PHONE })
    await again.simulator.stop()
    await using once_more = await World.start({ journalFile: copy }, world.clock)
    assert.equal(once_more.simulator.ledger.counters.taken, 2)
  }
})

test('kill -9 in the middle of a stream loses nothing that was answered, and doubles nothing', async (context) => {
  using folder = temporaryFolder()
  const journalFile = join(folder.path, 'simulator.ndjson')
  const child = spawn(process.execPath, [fileURLToPath(new URL('victim.ts', import.meta.url)), journalFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Whatever goes wrong below, it does not outlive the test.
  context.after(() => child.kill('SIGKILL'))
  const gone = once(child, 'exit')
  const [printed] = (await once(child.stdout, 'data')) as [Buffer]
  const esme = new Esme({ host: '127.0.0.1', port: Number(printed.toString()), ...ACCOUNT, bindType: 'transceiver' })
  esme.client.start()
  await esme.client.bound()
  const answered: string[] = []
  let submitted = 0
  let running = true
  const stream = async (): Promise<void> => {
    while (running) {
      const id = await esme.submit({
        destinationAddr: `4477009${String(10_000 + (submitted % 50))}`,
        registeredDelivery: 1,
        tlvs: { userMessageReference: submitted++ & 0xffff },
      })
      if (/^\d+$/.test(id)) answered.push(id)
      else running = false
    }
  }
  const streams = Array.from({ length: 50 }, stream)
  await eventually('some answers and receipts', () => answered.length > 1_000 && esme.delivered.length > 100)
  child.kill('SIGKILL')
  await gone
  await Promise.all(streams)
  await esme.client.close()

  await using world = await World.start({ journalFile }, new VirtualClock(Date.now()))
  const taken = new Set([...world.simulator.ledger.submits()].map(({ smscMessageId }) => smscMessageId))
  assert.deepEqual(
    answered.filter((id) => !taken.has(id)),
    [],
    'lost',
  )
  assert.ok(taken.size <= submitted, `${taken.size} taken, ${submitted} submitted`)
  assert.equal(world.simulator.ledger.repeated().length, 0)
  const receiver = await world.bind('receiver')
  await world.until('all receipts', () => world.simulator.status().ledger.receiptsPending === 0 && allFinal(world))
  const receipted = new Set([...esme.delivered, ...receiver.delivered].map(({ tlvs }) => tlvs.receiptedMessageId))
  assert.deepEqual(
    answered.filter((id) => !receipted.has(id)),
    [],
    'without a receipt',
  )
  const { items } = world.simulator.phones({ limit: 500 })
  assert.equal(
    items.reduce((sum, { messageCount }) => sum + messageCount, 0),
    taken.size,
  )
})

function allFinal(world: World): boolean {
  return [...world.simulator.ledger.submits()].every(({ state }) => state === 'DELIVERED')
}
