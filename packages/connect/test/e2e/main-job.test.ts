import assert from 'node:assert/strict'
import { connect as connectTcp } from 'node:net'
import { after, before, describe, it } from 'node:test'
import type { Accepted, ConversationPage, Counts, MessagePage, Problem, SmscView } from '@smpp-connect/contracts'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { RunningConnect } from './running-connect.ts'

describe('the main job', { timeout: 120_000 }, () => {
  const folder = temporaryFolder()
  let connect: RunningConnect
  before(async () => {
    connect = await RunningConnect.start(folder.path)
  })
  after(async () => {
    await connect.kill()
    folder[Symbol.dispose]()
  })

  const send = async (body: unknown): Promise<Accepted> => {
    const answer = await connect.call<Accepted>('POST', '/v1/messages', body)
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
    return answer.body
  }
  const simulatorSmsc = async (): Promise<SmscView> => {
    const { items } = await connect.get<{ items: SmscView[] }>('/v1/smscs')
    return items[0] as SmscView
  }

  it('says where everything is and what to try next', async () => {
    await eventually('the last line', () => connect.output.includes('Ctrl-C stops it.'))
    for (const part of [/\/setup#token=/, /npx connect send .*--to \+447700900123/, /SMPP/]) {
      assert.match(connect.output, part)
    }
  })

  it('takes a text out, and its receipt back, with a time for each step', async () => {
    const accepted = await send({ to: '+447700900123', text: 'Hello from Connect: 5 € @ {noon}' })
    assert.equal(accepted.state, 'accepted')
    assert.equal(accepted.parts, 1)
    const message = await connect.message(accepted.id, 'delivered')
    const [part] = message.partDetails
    assert.ok(part)
    assert.equal(part.status, 'ESME_ROK')
    assert.match(part.smscMessageId ?? '', /./)
    const times = [message.createdAt, part.sentAt, part.answeredAt, part.receiptAt, message.finalAt]
    assert.ok(
      times.every((time) => time !== null),
      String(times),
    )
    assert.deepEqual(
      message.timeline.map((entry) => entry.kind),
      ['message.accepted', 'message.sending', 'message.submitted', 'message.receipt', 'message.final'],
    )
    const [shown] = await connect.phone('+447700900123')
    assert.equal(shown?.text, 'Hello from Connect: 5 € @ {noon}')
  })

  it('joins a long text on the phone, whatever its script', async () => {
    const text = `${'Zażółć gęślą jaźń 👩‍👩‍👧‍👦 '.repeat(12)}– end`
    const accepted = await send({ to: '+447700900124', text })
    assert.equal(accepted.encoding, 'ucs2')
    assert.ok(accepted.parts > 3)
    await connect.message(accepted.id, 'delivered')
    const shown = await connect.phone('+447700900124')
    assert.deepEqual(
      shown.map((one) => one.text),
      [text],
    )
  })

  it('brings the reply into the conversation that it answers', async () => {
    const first = await send({ to: '+447700900125', text: 'Do you want to keep the appointment?' })
    await connect.message(first.id, 'delivered')
    const reply = 'Oui – à 9 h 🎉'
    const replied = await connect.call('POST', '/v1/simulator/phones/%2B447700900125/replies', {
      to: first.from,
      text: reply,
    })
    assert.equal(replied.status, 202, JSON.stringify(replied.body))
    const conversation = await eventually('the reply', async () => {
      const page = await connect.get<ConversationPage>('/v1/conversations?search=0044%207700%20900-125')
      return page.items.find((one) => one.unread === 1)
    })
    assert.equal(conversation.id, first.conversationId)
    assert.equal(conversation.lastText, reply)
    const { items } = await connect.get<MessagePage>(`/v1/conversations/${conversation.id}/messages`)
    assert.deepEqual(
      items.map((message) => [message.direction, message.text]),
      [
        ['inbound', reply],
        ['outbound', 'Do you want to keep the appointment?'],
      ],
    )
    const answer = await connect.call<Accepted>('POST', `/v1/conversations/${conversation.id}/messages`, {
      text: 'Merci',
    })
    assert.equal(answer.status, 202)
    await connect.message(answer.body.id, 'delivered')
    const phone = await connect.phone('+447700900125')
    assert.deepEqual(
      phone.map((text) => [text.direction, text.text]),
      [
        ['received', 'Do you want to keep the appointment?'],
        ['sent', reply],
        ['received', 'Merci'],
      ],
    )
    const read = await connect.call<{ unread: number }>('POST', `/v1/conversations/${conversation.id}/read`)
    assert.equal(read.body.unread, 0)
  })

  it('gives the stored answer when a request is repeated, and sends once', async () => {
    const body = { to: '+447700900126', text: 'Once only' }
    const key = { 'idempotency-key': 'test-once' }
    const first = await connect.call<Accepted>('POST', '/v1/messages', body, key)
    const second = await connect.call<Accepted>('POST', '/v1/messages', body, key)
    assert.deepEqual(second.body, first.body)
    const other = await connect.call<Problem>('POST', '/v1/messages', { ...body, text: 'Other' }, key)
    assert.equal(other.body.code, 'idempotency-key-reused')
    await connect.message(first.body.id, 'delivered')
    assert.equal((await connect.phone('+447700900126')).length, 1)
  })

  const bad: readonly (readonly [what: string, body: unknown, status: number, code: string])[] = [
    ['a destination that is no number', { to: 'nobody', text: 'x' }, 422, 'destination-invalid'],
    ['a national number', { to: '07700900123', text: 'x' }, 422, 'destination-invalid'],
    ['an empty text', { to: '+447700900123', text: '' }, 422, 'text-empty'],
    ['a text over the limit', { to: '+447700900123', text: 'x'.repeat(5_000) }, 422, 'text-too-long'],
    ['unknown fields', { to: '+447700900123', text: 'x', when: 'now' }, 422, 'request-invalid'],
    ['a number where a text belongs', { to: '+447700900123', text: 7 }, 422, 'request-invalid'],
    ['JSON that is not JSON', '{"to": ', 400, 'body-not-json'],
    ['a body over the limit', { to: '+447700900123', text: 'x'.repeat(20_000_000) }, 413, 'body-too-large'],
  ]
  for (const [what, body, status, code] of bad) {
    it(`refuses ${what} and says what to do`, async () => {
      const answer = await connect.call<Problem>('POST', '/v1/messages', body)
      assert.equal(answer.status, status, JSON.stringify(answer.body))
      assert.equal(answer.body.code, code)
      assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json')
    })
  }

  it('refuses a wrong key, and none', async () => {
    const wrong = await connect.call<Problem>('GET', '/v1/messages', undefined, { authorization: 'Bearer wrong' })
    assert.deepEqual([wrong.status, wrong.body.code], [401, 'key-wrong'])
    const none = await fetch(new URL('/v1/messages', connect.url))
    assert.equal(none.status, 401)
  })

  it('is not hurt by garbage on the simulator port', async () => {
    const { port } = await connect.get<{ port: number }>('/v1/simulator/status')
    for (const garbage of ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02\x00', '\0\0\0\x02\xff', 'x'.repeat(100_000)]) {
      await new Promise<void>((resolve) => {
        const socket = connectTcp(port, '127.0.0.1', () => socket.end(Buffer.from(garbage, 'latin1')))
        socket.on('error', () => socket.destroy())
        socket.on('close', () => resolve())
        socket.resume()
      })
    }
    const accepted = await send({ to: '+447700900127', text: 'Still here' })
    await connect.message(accepted.id, 'delivered')
  })

  it('lets texts wait for an SMSC that is not there, says so, and sends them when it is', async () => {
    const before = await simulatorSmsc()
    const away = await connect.call<SmscView>('PATCH', `/v1/smscs/${before.id}`, { port: 9 })
    assert.equal(away.status, 200, JSON.stringify(away.body))
    const accepted = await send({ to: '+447700900128', text: 'I can wait' })
    const waiting = await eventually('what it waits for', async () => {
      const { waitingFor } = await connect.get<{ waitingFor: string | null }>(`/v1/messages/${accepted.id}`)
      return waitingFor?.includes('not bound') ? waitingFor : undefined
    })
    assert.match(waiting, /is not bound/)
    const back = await connect.call<SmscView>('PATCH', `/v1/smscs/${before.id}`, { port: before.port })
    assert.equal(back.status, 200)
    await connect.message(accepted.id, 'delivered')
  })

  it('applies a changed window in place, without a new bind', async () => {
    const before = await eventually('a bound SMSC', async () => {
      const smsc = await simulatorSmsc()
      return smsc.binds[0]?.status === 'bound' ? smsc : undefined
    })
    await connect.call('PATCH', `/v1/smscs/${before.id}`, { windowSize: 3 })
    const after = await eventually('the new window', async () => {
      const smsc = await simulatorSmsc()
      return smsc.binds[0]?.windowSize === 3 ? smsc : undefined
    })
    assert.equal(after.binds[0]?.since, before.binds[0]?.since)
    const stale = await connect.call<Problem>('PATCH', `/v1/smscs/${before.id}`, {
      windowSize: 4,
      version: before.version,
    })
    assert.equal(stale.body.code, 'version-conflict')
  })

  it('keeps the conservation law', async () => {
    const counts = await eventually('all final', async () => {
      const { counts: now } = await connect.get<{ counts: Counts }>('/v1/system')
      return now.accepted === now.final ? now : undefined
    })
    assert.equal(counts.accepted, counts.final + counts.waiting + counts.uncertain)
    assert.equal(counts.byState.delivered, counts.accepted)
  })

  it('stops on Ctrl-C within seconds, and a second start finds everything as it was', async () => {
    const before = await connect.get<MessagePage>('/v1/messages?limit=200')
    const phone = await connect.phone('+447700900125')
    assert.equal(await connect.stop(), 0, connect.output)
    connect = await RunningConnect.start(folder.path)
    assert.deepEqual(await connect.get<MessagePage>('/v1/messages?limit=200'), before)
    assert.deepEqual(await connect.phone('+447700900125'), phone)
    const accepted = await send({ to: '+447700900129', text: 'And on' })
    await connect.message(accepted.id, 'delivered')
  })
})
