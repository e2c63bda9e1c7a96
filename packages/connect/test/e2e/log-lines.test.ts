import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Accepted, ApiKeyView, BatchResult, ConversationPage, ThreadPage } from '@smpp-connect/contracts'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { EdgeWorld, PASSWORD } from './edge-world.ts'
import type { EdgeProcess } from './role-process.ts'
import { KEY, RunningConnect } from './running-connect.ts'
import { Secrets } from './secrets.ts'

const DEBUG = { CONNECT_LOG_LEVEL: 'debug' }
const TRACE = 'trace-of-the-test'
const OURS = '60777'

/** One line of a log, of either format. */
interface Line {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

function linesOf(output: string): readonly Line[] {
  return output.split('\n').flatMap((line) => {
    if (line.startsWith('{')) {
      const { msg, level: _level, time: _time, ...fields } = JSON.parse(line) as Record<string, unknown>
      return [{ event: String(msg), fields }]
    }
    const [, event, rest] =
      /^\d\d:\d\d:\d\d\.\d{3} (?:debug|info |WARN |ERROR) (.*?)(?: {2}(\w+=.*))?$/.exec(line) ?? []
    if (event === undefined) return []
    const pairs = [...(rest ?? '').matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\S+)/g)]
    return [{ event, fields: Object.fromEntries(pairs.map(([, key, value]) => [key, JSON.parse(value as string)])) }]
  })
}

/** The lines about one message, as their events with some of their fields, each kind once. */
function stepsOf(output: string, messageId: string): ReadonlyMap<string, Line['fields']> {
  const mine = linesOf(output).filter(({ fields }) => fields.messageId === messageId)
  return new Map(mine.map(({ event, fields }) => [event, fields]))
}

/** Whoever answers there speaks no SMPP, and says something that nobody shall read in a log. */
async function strangeServer(words: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', () => socket.end(`HTTP/1.1 400 ${words}\r\n\r\n`))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return server
}

class Story {
  readonly secrets = new Secrets()
  readonly person = this.secrets.add('a number', '447700955501')
  readonly text = this.secrets.add('a text', 'Quokka Zanzibar')
  readonly reply = this.secrets.add('a reply', 'Wombat Aubergine')
  readonly connect: RunningConnect
  #sent = 0

  constructor(connect: RunningConnect) {
    this.connect = connect
    this.secrets.add('a key', KEY)
  }

  async send(text = this.text, to = this.person): Promise<Accepted> {
    const headers = {
      'x-request-id': TRACE,
      'idempotency-key': this.secrets.add('an idempotency key', `Bandicoot-${++this.#sent}`),
    }
    const sent = { to: `+${to}`, text, from: OURS }
    const { status, body } = await this.connect.call<Accepted>('POST', '/v1/messages', sent, headers)
    assert.equal(status, 202, JSON.stringify(body))
    return body
  }

  /** What people and programs get wrong, with everything in it that must not be said. */
  async mistakes(): Promise<void> {
    const { connect, secrets } = this
    const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      connect.call(method, path, body, headers).catch(() => undefined)
    const other = secrets.add('another number', '447700955502')
    await call('POST', '/v1/messages', `{"to": "+${other}", "text": "${this.text}`)
    await call('POST', '/v1/messages', { to: `+${other}`, text: '' })
    await call('POST', '/v1/messages', { to: this.text, text: this.text })
    await call('POST', '/v1/messages', { to: `+${other}`, text: this.text, [this.text]: 1 })
    await call('GET', `/v1/messages?number=%2B${other}`)
    await call('GET', `/v1/nothing/${other}`)
    await call('GET', `/v1/messages/${other}`)
    await call('POST', '/v1/opt-outs', { person: `+${other}` })
    await call('POST', '/v1/messages', { to: `+${other}`, text: this.text })
    await call('GET', '/v1/smscs', undefined, {
      authorization: `Bearer ${secrets.add('a wrong key', 'ck_live_Numbat_7')}`,
    })
    await call('GET', '/v1/smscs', undefined, { 'x-request-id': secrets.add('a number as request id', '447700955503') })
  }

  /** Claims it with the one-time link, logs in and out, makes a key and revokes it. */
  async access(): Promise<void> {
    const { connect, secrets } = this
    const token = await eventually('the link', () => /#token=(\S+)/.exec(connect.output)?.[1])
    secrets.add('the set-up token', token)
    const password = secrets.add('a password', 'Pademelon password')
    const claimed = await connect.call('POST', '/v1/setup', { token, name: 'Ada', password })
    assert.equal(claimed.status, 201)
    const wrong = secrets.add('a wrong password', 'Potoroo password')
    assert.equal((await connect.call('POST', '/v1/session', { name: 'Ada', password: wrong })).status, 401)
    const session = await connect.call('POST', '/v1/session', { name: 'Ada', password })
    assert.equal(session.status, 200)
    const cookie = session.headers.get('set-cookie') ?? ''
    secrets.add('a cookie', /=([^;]+)/.exec(cookie)?.[1] ?? '')
    const made = await connect.call<ApiKeyView & { key: string }>('POST', '/v1/api-keys', { name: 'Shop' })
    secrets.add('an API key', made.body.key)
    await connect.call('DELETE', `/v1/api-keys/${made.body.id}`)
  }

  /** What it printed, without the one line that is there to show the one-time link. */
  get output(): string {
    const { output } = this.connect
    assert.equal(output.match(/#token=/g)?.length ?? 0, 1, 'the link is shown once, where a person looks for it')
    return output.replace(/^.*#token=.*$/m, '')
  }

  /** The id of the reply, once it is in its conversation. */
  async replyId(text = this.reply): Promise<string> {
    return eventually('the reply', async () => {
      const { items } = await this.connect.get<ConversationPage>('/v1/conversations')
      for (const { id } of items) {
        const thread = await this.connect.get<ThreadPage>(`/v1/conversations/${id}/messages`)
        const found = thread.items.find((one) => one.text === text)
        if (found) return found.id
      }
      return undefined
    })
  }
}

/** The steps of a text through manager and edge, with what ties them together. */
async function assertWay(manager: string, edge: string, messageId: string, edgeId: string | undefined): Promise<void> {
  const inside = stepsOf(manager, messageId)
  const outside = stepsOf(edge, messageId)
  const said = `${manager}\n${edge}`
  assert.equal(inside.get('http.accepted')?.traceId, TRACE, said)
  for (const step of ['message.accepted', 'message.sending', 'message.receipt']) assert.ok(inside.get(step), step)
  if (edgeId !== undefined) assert.equal(inside.get('part ordered')?.edgeId, edgeId)
  assert.equal(inside.get('message.final')?.state, 'delivered')
  const [sent, answered] = [outside.get('part sent'), outside.get('part answered')]
  assert.ok(outside.get('part came') && sent && answered, said)
  assert.ok(Number(sent.sequence) > 0 && /^(transceiver|transmitter)-1$/.test(String(sent.bind)), said)
  assert.deepEqual([answered.sequence, answered.bind, answered.status], [sent.sequence, sent.bind, 'ESME_ROK'])
  assert.ok(answered.smscMessageId)
  assert.equal(inside.get('message.submitted')?.smscMessageId, answered.smscMessageId)
  const receipt = outside.get('inbound answered')
  assert.deepEqual([receipt?.kind, receipt?.status], ['receipt', 'ESME_ROK'], said)
  assert.ok(Number(receipt?.sequence) > 0)
}

function assertCameIn(manager: string, edge: string, messageId: string): void {
  assert.ok(stepsOf(manager, messageId).get('message.received'), manager)
  const answered = stepsOf(edge, messageId).get('inbound answered')
  assert.deepEqual([answered?.kind, answered?.status], ['text', 'ESME_ROK'], edge)
  assert.ok(Number(answered?.sequence) > 0 && answered?.bind)
}

describe('the logs at their most verbose', { timeout: 180_000 }, () => {
  it('tell the way of a message from the API to the PDU and back, and no text, number, password or key', async () => {
    await using world = await EdgeWorld.start({ manager: { ...DEBUG, CONNECT_LOG_FORMAT: 'json' }, edge: DEBUG })
    const story = new Story(world.manager)
    const { secrets } = story
    secrets.add('the password of an SMSC', PASSWORD)
    const edge = await world.edge('london')
    await story.access()
    const strange = await strangeServer(secrets.add('what a stranger says', 'Bilby Marmalade'))
    try {
      const id = await world.define({ password: secrets.add('a wrong password of an SMSC', 'Quoll-77') })
      await eventually('refused', async () => /password/i.test((await world.smsc(id)).binds[0]?.reason ?? ''))
      await world.change(id, { password: PASSWORD })
      await world.whenBound(id, 'london transceiver')
      const { port } = strange.address() as { readonly port: number }
      await world.define({ name: 'Strange', port, password: secrets.add('a password for a stranger', 'Dunnart7') })
      const { host } = world.simulator.address()
      const tried = secrets.add('a password that is tried', 'Kowari-7')
      for (const at of [world.simulator.address().port, port]) {
        const settings = { host, port: at, systemId: 'connect', password: tried }
        assert.equal((await world.manager.call('POST', '/v1/smscs/test', { settings })).status, 200)
      }

      const { id: messageId } = await story.send()
      await world.manager.message(messageId, 'delivered')
      const messages = [
        { to: `+${secrets.add('a number without delivery', '447700959901')}`, text: story.text },
        { to: `+${secrets.add('a number that is refused', '447700959904')}`, text: story.text },
        { to: `+${secrets.add('a number that is throttled', '447700959905')}`, text: story.text },
        { to: `+${story.person}`, text: secrets.add('a text beyond Latin-1', 'Жираф и слон ').repeat(10) },
      ].map((one) => ({ ...one, smscId: id }))
      const batch = await world.manager.call<BatchResult>('POST', '/v1/messages/batch', { messages })
      assert.equal(batch.body.accepted, messages.length, JSON.stringify(batch.body))
      for (const [at, state] of ['undelivered', 'rejected', 'delivered', 'delivered'].entries()) {
        const result = batch.body.results[at]
        assert.ok(result?.state === 'accepted')
        await world.manager.message(result.id, state)
      }
      await world.simulator.reply(`+${story.person}`, OURS, story.reply)
      const replyId = await story.replyId()
      await world.simulator.reply(`+${secrets.add('a number that opts out', '447700955509')}`, OURS, 'STOP')
      await eventually('opted out', async () => {
        const { items } = await world.manager.get<{ items: readonly unknown[] }>('/v1/opt-outs')
        return items.length > 0
      })
      await story.mistakes()
      // It leaves, and its answer never comes.
      world.simulator.setFaults({ neverAnswer: true })
      const { taken } = world
      const doubtful = await story.send(secrets.add('a text that is in doubt', 'Bettong Tapioca'))
      await world.whenTaken(taken + 1)
      await world.simulator.stop()
      await eventually(
        'in doubt',
        () => stepsOf(edge.output, doubtful.id).get('part answered')?.outcome === 'uncertain',
      )

      assert.equal(await edge.stop(), 0, edge.output)
      assert.equal(await world.manager.stop(), 0, world.manager.output)
      secrets.assertNowhere(story.output, 'the log of the manager')
      secrets.assertNowhere(edge.output, 'the log of the edge')
      assertNoTokens(story.output, edge)
      await assertWay(story.output, edge.output, messageId, 'london')
      assertCameIn(story.output, edge.output, replyId)
    } finally {
      await new Promise((resolve) => strange.close(resolve))
    }
  })

  it('of Sender and Receiver apart: each has its half of the way', async () => {
    await using world = await EdgeWorld.start({ manager: DEBUG, edge: { ...DEBUG, CONNECT_LOG_FORMAT: 'json' } })
    const story = new Story(world.manager)
    const [sender, receiver] = [await world.edge('out', 'sender'), await world.edge('in', 'receiver')]
    await story.access()
    story.secrets.add('the password of an SMSC', PASSWORD)
    const id = await world.define({ bindMode: 'transmitter-receiver' })
    await world.whenBound(id, 'in receiver, out transmitter')
    const { id: messageId } = await story.send()
    await world.manager.message(messageId, 'delivered')
    await world.simulator.reply(`+${story.person}`, OURS, story.reply)
    const replyId = await story.replyId()
    for (const edge of [sender, receiver]) {
      assert.equal(await edge.stop(), 0, edge.output)
      story.secrets.assertNowhere(edge.output, edge.dataDir)
      assertNoTokens(story.output, edge)
    }
    story.secrets.assertNowhere(story.output, 'the log of the manager')
    await assertWay(story.output, `${sender.output}\n${receiver.output}`, messageId, 'out')
    assertCameIn(story.output, receiver.output, replyId)
    assert.equal(stepsOf(receiver.output, messageId).has('part sent'), false)
  })

  it('of all in one process, with the simulator; SIGUSR2 turns them off and on', async () => {
    using folder = temporaryFolder()
    await using connect = await RunningConnect.start(folder.path, DEBUG)
    const story = new Story(connect)
    await story.access()
    await eventually('bound', async () => {
      const { items } = await connect.get<{ items: readonly { binds: readonly { status: string }[] }[] }>('/v1/smscs')
      return items[0]?.binds.some(({ status }) => status === 'bound')
    })
    const { id: messageId, from } = await story.send()
    await connect.message(messageId, 'delivered')
    const path = `/v1/simulator/phones/%2B${story.person}/replies`
    const replied = await connect.call('POST', path, { to: from, text: story.reply })
    assert.equal(replied.status, 202, JSON.stringify(replied.body))
    const replyId = await story.replyId()
    await story.mistakes()

    connect.signal('SIGUSR2')
    await eventually('switched', () => connect.output.includes('Log lines are written from info on'))
    const quiet = await connect.call<Accepted>('POST', '/v1/messages', { to: `+${story.person}`, text: story.text })
    await connect.message(quiet.body.id, 'delivered')
    assert.ok(!connect.output.includes(quiet.body.id), 'nothing is said of it')
    connect.signal('SIGUSR2')
    await eventually('switched', () => connect.output.includes('Log lines are written from debug on'))
    await eventually('said again', async () => {
      const { body } = await connect.call<Accepted>('POST', '/v1/messages', {
        to: `+${story.person}`,
        text: story.text,
      })
      await connect.message(body.id, 'delivered')
      return stepsOf(connect.output, body.id).has('message.final')
    })

    assert.equal(await connect.stop(), 0, connect.output)
    story.secrets.assertNowhere(story.output, 'the log of connect up')
    const { password } = JSON.parse(readFileSync(join(folder.path, 'simulator.json'), 'utf8')) as { password: string }
    assert.ok(!connect.output.includes(password))
    await assertWay(story.output, story.output, messageId, undefined)
    assertCameIn(story.output, story.output, replyId)
  })
})

/** No token, key or certificate of the link. */
function assertNoTokens(manager: string, edge: EdgeProcess): void {
  for (const output of [manager, edge.output]) assert.doesNotMatch(output, /cet1\.|PRIVATE KEY|BEGIN CERTIFICATE/)
}
