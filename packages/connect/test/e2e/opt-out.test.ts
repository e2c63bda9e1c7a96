import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { BatchResult, Counts, MessagePage, OptOutPage, Problem, SmscView } from '@smpp-connect/contracts'
import { Simulator } from '@smpp-connect/simulator'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { RunningConnect } from './running-connect.ts'

const PERSON = '+447700900123'
const OTHER = '+447700900124'
const OURS = '60777'
const ACCOUNT = { systemId: 'shop', password: 'secret' }
/** A text takes a fifth of a second, and the Sender holds up to 20 of them: some wait there for seconds. */
const PER_SECOND = 5
const WINDOW = 20

describe('a person who answers STOP in the middle of a campaign', { timeout: 120_000 }, () => {
  it('is sent nothing after a second but the confirmation, as the SMSC itself saw it', async () => {
    using folder = temporaryFolder()
    const simulator = new Simulator({ port: 0, accounts: [ACCOUNT] })
    await simulator.start()
    let connect = await RunningConnect.start(folder.path, { CONNECT_SIMULATOR: 'off' })
    try {
      const made = await connect.call<SmscView>('POST', '/v1/smscs', {
        ...{ name: 'Provider', ...simulator.address(), ...ACCOUNT, defaultSender: OURS },
        ...{ perSecond: PER_SECOND, windowSize: WINDOW },
      })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      const messages = Array.from({ length: 300 }, (_, at) => ({
        to: at % 10 === 9 ? OTHER : PERSON,
        text: `Offer ${at}`,
        class: 'bulk',
        ...(at % 3 === 1 && { sendAt: new Date(Date.now() + 8_000).toISOString() }),
      }))
      const sent = await connect.call<BatchResult>('POST', '/v1/messages/batch', { messages })
      assert.equal(sent.body.accepted, 300)
      const submits = () =>
        [...simulator.ledger.submits()].map((one) => ({ ...one, to: `+${one.destination.address}` }))
      await eventually('the first of them', () => submits().length >= 3)

      assert.ok((await simulator.reply(PERSON, OURS, ' Stop. ')).ok)
      const optOut = await eventually('the opt-out', async () => {
        const { items } = await connect.get<OptOutPage>('/v1/opt-outs')
        return items[0]
      })
      const committedMs = Date.now()
      const { person, ours, source, keyword } = optOut
      assert.deepEqual(
        { person, ours, source, keyword },
        { person: PERSON, ours: OURS, source: 'keyword', keyword: 'STOP' },
      )

      const refused = await connect.call<Problem>('POST', '/v1/messages', { to: PERSON, text: 'One more' })
      assert.deepEqual([refused.status, refused.body.code], [422, 'opted-out'])
      await eventually('nothing of it with the Sender', async () => {
        const { items } = await connect.get<MessagePage>(`/v1/messages?state=sending&number=${PERSON.slice(1)}`)
        return items.length === 0
      })
      // Nothing of the campaign is left to do once the others have got theirs: what was for the person is blocked.
      await connect.call('PATCH', `/v1/smscs/${made.body.id}`, { perSecond: 100 })
      await eventually('the end of the campaign', async () => {
        const { counts } = await connect.get<{ counts: Counts }>('/v1/system')
        return counts.waiting === 0 && counts.accepted === 301 ? counts : undefined
      })

      const late = submits().filter((one) => one.to === PERSON && one.submittedAtMs > committedMs + 1_000)
      const confirmation = `You will get no more texts from ${OURS}. Reply START to get them again.`
      const texts = (simulator.texts(PERSON, { limit: 1_000 })?.items ?? []).map(({ direction, text }) => [
        direction,
        text,
      ])
      assert.ok(late.length <= 1, `${late.length} left later than a second after the opt-out`)
      for (const one of late) assert.equal(Buffer.from(one.octets).toString('latin1'), confirmation)
      const afterStop = texts.slice(
        0,
        texts.findIndex(([direction]) => direction === 'sent'),
      )
      assert.equal(afterStop.filter(([, text]) => text === confirmation).length, 1, 'told so, once')
      assert.equal(submits().filter((one) => one.to === OTHER).length, 30, 'the others got all of theirs')

      assert.ok((await simulator.reply(PERSON, OURS, 'stop')).ok)
      const page = await eventually('both answers', async () => {
        const found = await connect.get<MessagePage>('/v1/messages?direction=inbound')
        return found.items.length === 2 ? found : undefined
      })
      assert.deepEqual(
        page.items.map(({ text }) => text),
        ['stop', ' Stop. '],
      )

      assert.equal(await connect.stop(), 0, connect.output)
      connect = await RunningConnect.start(folder.path, { CONNECT_SIMULATOR: 'off' })
      const still = await connect.call<Problem>('POST', '/v1/messages', { to: PERSON, text: 'One more' })
      assert.deepEqual([still.status, still.body.code], [422, 'opted-out'])

      assert.ok((await simulator.reply(PERSON, OURS, 'Start')).ok)
      await eventually(
        'the end of the opt-out',
        async () => (await connect.get<OptOutPage>('/v1/opt-outs')).items.length === 0,
      )
      const again = await connect.call<{ id: string }>('POST', '/v1/messages', { to: PERSON, text: 'Welcome back' })
      assert.equal(again.status, 202, JSON.stringify(again.body))
      await connect.message(again.body.id, 'delivered')
    } finally {
      await connect.kill()
      await simulator.stop()
    }
  })
})
