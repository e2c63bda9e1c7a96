import { World } from './world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A world in which something of everything has happened, awkward texts included. */
export function seededWorld(nowMs: number = Date.now()): World {
  const world = new World(nowMs)
  world.addSmsc({ name: 'Simulator', idFormLearned: 'same' })
  addTroubledSmscs(world)
  world.apiKeys.push({
    id: 'key_1',
    name: 'Appointment reminders',
    prefix: 'ck_live_a81f',
    createdAt: world.at(nowMs - 5 * DAY),
    lastUsedAt: world.at(nowMs - 4 * 60_000),
  })
  const say = (ageMs: number, person: string, text: string) => {
    world.nowMs = nowMs - ageMs
    const message = world.addMessage('outbound', person, text)
    world.deliver(message, 180)
    return message
  }
  const hear = (ageMs: number, person: string, text: string) => {
    world.nowMs = nowMs - ageMs
    world.reply(person, '+447700900000', text)
  }
  for (let index = 0; index < 40; index++) {
    const person = `+4477009${String(10_000 + index * 137).padStart(5, '0')}`
    say(3 * DAY + index * 9 * 60_000, person, `Your parcel ${1000 + index} is with the driver and comes before noon.`)
  }
  talk(say, hear)
  optedOut(say, hear)
  awkward(say, hear)
  troubled(world, nowMs)
  world.nowMs = nowMs
  addRules(world)
  world.optOut('+33639980099', null, { source: 'console', by: world.user.id, at: world.at(nowMs - 40 * DAY) })
  world.optOut('+447700900432', 'Parcels', { source: 'api', by: 'key_1', at: world.at(nowMs - 3 * DAY) })
  for (const conversation of world.conversations.slice(6)) conversation.unread = 0
  return world
}

function addRules(world: World): void {
  const [simulator, northern, old] = world.smscs.map(({ id }) => id)
  const nothing = { prefixes: [], countries: [], senders: [], classes: [], callers: [] }
  world.routing = {
    rules: [
      {
        name: 'Codes, the fast way',
        enabled: true,
        when: { ...nothing, classes: ['code'], countries: ['GB', 'IE'] },
        to: [{ smscId: simulator ?? '', weight: 1 }],
        fallback: [northern ?? ''],
      },
      {
        name: 'Campaigns, shared',
        enabled: true,
        when: { ...nothing, classes: ['bulk'], callers: ['key_1'] },
        to: [
          { smscId: northern ?? '', weight: 3 },
          { smscId: simulator ?? '', weight: 1 },
        ],
        fallback: [],
      },
      {
        name: 'Old numbers',
        enabled: false,
        when: { ...nothing, prefixes: ['+4477', '+4478'], senders: ['60777'] },
        to: [{ smscId: old ?? '', weight: 1 }],
        fallback: [],
      },
    ],
    failoverSeconds: 30,
    version: 4,
    updatedAt: world.at(),
    warnings: [],
  }
}

type Say = (ageMs: number, person: string, text: string) => unknown
type Hear = (ageMs: number, person: string, text: string) => void

function talk(say: Say, hear: Hear): void {
  const person = '+447700900123'
  say(
    DAY + 2 * HOUR,
    person,
    'Hello Sam, your appointment is on Thursday at 14:30. Reply YES to confirm or NO to change it.',
  )
  hear(DAY + 1.9 * HOUR, person, 'NO')
  hear(DAY + 1.9 * HOUR - 20_000, person, 'I am away until Friday, is there anything in the morning?')
  say(DAY + 1.8 * HOUR, person, 'Friday 09:15 or 11:00. Which suits you?')
  hear(2 * HOUR, person, '11:00 please 🙏')
  say(1.9 * HOUR, person, 'Done: Friday at 11:00. See you then, and bring the letter from your doctor if you have it.')
  hear(6 * 60_000, person, 'Thank you!! Which door is it again?')
}

function optedOut(say: Say, hear: Hear): void {
  const person = '+447700900321'
  say(5 * HOUR, person, 'Our autumn sale begins today. Reply STOP to get no more of these.')
  hear(4.9 * HOUR, person, 'please stop')
  hear(4.8 * HOUR, person, 'STOP')
}

function awkward(say: Say, hear: Hear): void {
  hear(26 * 60_000, '+972501234567', 'שלום, מתי תגיע החבילה שלי? מספר הזמנה 4471')
  say(25 * 60_000, '+972501234567', 'החבילה תגיע מחר בין 09:00 ל־12:00.')
  hear(33 * 60_000, '+905321234567', 'Teşekkürler, şimdi gördüm. 👩‍👩‍👧‍👦🏳️‍🌈')
  hear(
    41 * 60_000,
    '+33612345678',
    'ligne un\r\nligne deux\u0007\u0000 et \u202Eà l’envers\u202C, <b>pas du HTML</b> &amp; voilà',
  )
  say(55 * 60_000, '+4915112345678', `Donaudampfschifffahrtsgesellschaft${'kapitän'.repeat(14)} ${'long '.repeat(40)}`)
  hear(70 * 60_000, '60300', 'BALANCE')
}

function troubled(world: World, nowMs: number): void {
  const add = (ageMs: number, person: string, text: string, more: Parameters<World['addMessage']>[3]) => {
    world.nowMs = nowMs - ageMs
    const message = world.addMessage('outbound', person, text, more)
    return message
  }
  const rejected = add(12 * 60_000, '+447700900555', 'Your code is 118 402.', {
    state: 'rejected',
    error: { code: 'ESME_RINVDSTADR', text: 'The SMSC says that the destination is not valid.' },
    finalAt: world.at(nowMs - 12 * 60_000 + 900),
  })
  for (const part of rejected.partDetails)
    Object.assign(part, { state: 'rejected', attempts: 1, status: 'ESME_RINVDSTADR' })
  world.note(rejected, 'message.refused', { status: 'ESME_RINVDSTADR' })
  world.note(rejected, 'message.final', { state: 'rejected' })
  const undelivered = add(20 * 60_000, '+447700900666', 'Your table for four is booked for 19:30 on Saturday.', {
    state: 'undelivered',
    class: 'bulk',
    tlvs: [{ tag: '0x1401', name: 'billing_code', value: 'AUTUMN' }],
    error: { code: 'UNDELIV', text: 'The SMSC could not deliver it.' },
    finalAt: world.at(nowMs - 19 * 60_000),
  })
  for (const part of undelivered.partDetails) {
    Object.assign(part, { state: 'undelivered', attempts: 1, status: 'ESME_ROK', smscMessageId: '7F3A02' })
    Object.assign(part, { sentAt: world.at(), answeredAt: world.at(), receiptAt: world.at() })
    Object.assign(part, { receiptError: '003', receiptErrorMeaning: 'The phone has been off for too long.' })
  }
  const held = add(15 * 60_000, '+447700900999', 'Ihr Termin wurde auf Dienstag, 14:20 Uhr verlegt.', {
    state: 'held',
    waitingFor: 'A person: refused 12 times, last with ESME_RSYSERR. Release it to send it again, or cancel it.',
  })
  for (const part of held.partDetails) Object.assign(part, { state: 'held', attempts: 12, status: 'ESME_RSYSERR' })
  const there = add(14 * 60_000, '+447700900888', 'The gate code is 4471.', { state: 'submitted' })
  for (const part of there.partDetails) {
    Object.assign(part, { state: 'submitted', attempts: 1, status: 'ESME_ROK', smscMessageId: '7F3A03' })
    Object.assign(part, { sentAt: world.at(), answeredAt: world.at() })
  }
  const uncertain = add(9 * 60_000, '+447700900777', 'The road is closed today, please take the other entrance.', {
    state: 'uncertain',
    mayBeDuplicate: true,
    waitingFor: 'A late answer or a receipt, for another 21 seconds; then it is sent again.',
  })
  for (const part of uncertain.partDetails) Object.assign(part, { state: 'uncertain', attempts: 1, sentAt: world.at() })
  world.note(uncertain, 'message.sending')
  world.note(uncertain, 'message.uncertain', { reason: 'the line broke' })
  add(2 * 60_000, '+447700900888', 'We open at nine tomorrow.', {
    waitingFor: 'Its SMSC “Northern Mobile” is not bound: connection refused. It is tried again in 12 s.',
  })
}

function addTroubledSmscs(world: World): void {
  const bind = {
    number: 1,
    since: world.at(world.nowMs - 75_000),
    definitionVersion: 1,
    windowSize: 20,
    windowInUse: 0,
    roundTripMs: null,
    slowedTo: null,
  }
  world.addSmsc({
    name: 'Northern Mobile (backup route, Leeds)',
    host: 'smpp.northern-mobile.example',
    port: 3550,
    tls: true,
    systemId: 'connect-nm',
    bindMode: 'transmitter-receiver',
    bindCount: 2,
    waiting: 1_204,
    waitingByClass: { code: 0, transactional: 12, bulk: 1_192 },
    oldestWaitingAt: world.at(world.nowMs - 185_000),
    outstanding: 3,
    held: 2,
    uncertain: 1,
    tlvs: [
      { name: 'billing_code', tag: 0x1401, type: 'c_octet_string', maxOctets: 20, direction: 'submit', value: null },
      { name: 'operator_id', tag: 0x1403, type: 'integer', maxOctets: 4, direction: 'deliver', value: null },
    ],
    statusRules: [{ status: '0x000004a1', action: 'hold', afterSeconds: null, attempts: null }],
    receiptErrors: [{ code: '003', meaning: 'The phone has been off for too long.' }],
    binds: [
      {
        ...bind,
        edge: null,
        bindType: 'transmitter',
        status: 'bound',
        reason:
          'The SMSC takes less than its definition allows (ESME_RTHROTTLED): Connect sends more slowly until it takes more.',
        retryAt: null,
        windowInUse: 3,
        roundTripMs: 48.2,
        slowedTo: 41.5,
      },
      {
        ...bind,
        number: 2,
        edge: null,
        bindType: 'transmitter',
        status: 'waiting',
        reason: 'the host refused the connection (ECONNREFUSED)',
        retryAt: world.at(world.nowMs + 12_000),
      },
      { ...bind, edge: null, bindType: 'receiver', status: 'bound', reason: '', retryAt: null },
    ],
  })
  world.addSmsc({ name: 'Old route', host: '192.0.2.10', enabled: false, binds: [] })
}
