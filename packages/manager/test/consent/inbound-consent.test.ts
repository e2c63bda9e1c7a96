import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SmscId } from '@smpp-connect/contracts'
import type { ConsentChange, InboundRecord, NewMessage, OptOutRecord } from '@smpp-connect/store'
import { VirtualClock } from '@smpp-connect/testkit'
import type { ReplyTo } from '../../src/consent/automatic-reply.ts'
import { BUILT_IN_KEYWORDS } from '../../src/consent/built-in/index.ts'
import { InboundConsent, whatStartDoes } from '../../src/consent/inbound-consent.ts'
import { KeywordReader } from '../../src/consent/keyword-reader.ts'

const PERSON = '+447700900123'
const OURS = '60777'

/** What a text from a person to us becomes. */
class Scene {
  readonly clock = new VirtualClock()
  /** What stands recorded. */
  readonly standing: OptOutRecord[] = []
  readonly asked: string[] = []
  readonly held: ConsentChange[] = []
  readonly woken: SmscId[] = []
  readonly replies: ReplyTo[] = []
  mayReply = true
  readonly consent = new InboundConsent({
    store: {
      optOuts: async ({ person }) => {
        this.asked.push(person ?? '')
        return { items: this.standing.filter((one) => one.person === person), next: null }
      },
    },
    clock: this.clock,
    reader: () => new KeywordReader(BUILT_IN_KEYWORDS),
    reply: (to) => {
      this.replies.push(to)
      return this.mayReply ? ({ text: to.reply, smscId: to.smscId } as NewMessage) : null
    },
    onOptedOut: (changes) => this.held.push(...changes),
    onReplied: (smscIds) => this.woken.push(...smscIds),
  })

  opted(given: Partial<OptOutRecord> = {}): this {
    const nothing = { keyword: null, messageId: null, by: null, atMs: 0 }
    this.standing.push({ person: PERSON, ours: OURS, source: 'keyword', ...nothing, ...given })
    return this
  }

  async read(...texts: (string | Partial<InboundRecord>)[]): Promise<readonly (ConsentChange | null)[]> {
    return (await this.records(...texts)).map(({ consent }) => consent)
  }

  records(...texts: (string | Partial<InboundRecord>)[]): Promise<readonly InboundRecord[]> {
    return this.consent.read(texts.map((text, at) => record(at, typeof text === 'string' ? { text } : text)))
  }

  /** Reads it and has it stored; whether it is answered. */
  async answered(text: string | Partial<InboundRecord>): Promise<boolean> {
    const records = await this.records(text)
    this.consent.stored(records, [{ kind: 'stored', messageId: 'msg_0' }])
    return records.some(({ consent }) => consent?.reply)
  }
}

function record(at: number, given: Partial<InboundRecord>): InboundRecord {
  return {
    id: `msg_${at}`,
    conversationId: 'cnv_1',
    smscId: 'smsc_1',
    atMs: 1_000 + at,
    from: PERSON,
    to: OURS,
    encoding: 'gsm7',
    text: '',
    fingerprint: '',
    duplicateWithinMs: 0,
    tlvs: [],
    consent: null,
    segment: null,
    ...given,
  }
}

describe('a stop word', () => {
  it('opts out of the address that was written to, by that text, and is confirmed', async () => {
    const [consent] = await new Scene().read('Stop.')
    const { reply, ...change } = consent as ConsentChange
    assert.deepEqual(change, {
      person: PERSON,
      ours: OURS,
      source: 'keyword',
      keyword: 'STOP',
      messageId: 'msg_0',
      by: null,
      atMs: 1_000,
      to: 'opted-out',
    })
    assert.equal(reply?.text, 'You will get no more texts from {sender}. Reply START to get them again.')
  })

  it('is held against what is with the Sender once it is durable, and only then', async () => {
    const scene = new Scene()
    const records = await scene.records('STOP', 'Hello', 'STOP')
    assert.deepEqual(scene.held, [])
    scene.consent.stored(records, [
      { kind: 'stored', messageId: 'msg_0' },
      { kind: 'stored', messageId: 'msg_1' },
      { kind: 'duplicate' },
    ])
    assert.deepEqual(
      scene.held.map(({ messageId }) => messageId),
      ['msg_0', 'msg_2'],
    )
    assert.deepEqual(scene.woken, ['smsc_1'])
  })

  it('is recorded also where nobody can be answered', async () => {
    const scene = new Scene()
    scene.mayReply = false
    const [consent] = await scene.read('STOP')
    assert.deepEqual([consent?.to, consent?.reply], ['opted-out', null])
  })

  it('counts in whole texts between two addresses only', async () => {
    const segment = { key: 'k', number: 1, total: 2 }
    const consents = await new Scene().read(
      { text: 'STOP', segment },
      { text: 'STOP', from: '' },
      { text: 'STOP', to: '' },
    )
    assert.deepEqual(consents, [null, null, null])
  })
})

describe('a start word', () => {
  it('is an answer to something else when there is no opt-out of that address', async () => {
    assert.deepEqual(await new Scene().read('START', 'yes', 'unstop'), [null, null, null])
    assert.deepEqual(await new Scene().opted({ ours: '60778' }).read('START', 'YES'), [null, null])
    assert.deepEqual(await new Scene().opted({ person: '+447700900124' }).read('START', 'YES'), [null, null])
  })

  it('takes the opt-out of that address back, and says so', async () => {
    const [consent] = await new Scene().opted().read('Start')
    assert.deepEqual([consent?.to, consent?.ours, consent?.keyword], ['opted-in', OURS, 'START'])
    assert.match(consent?.reply?.text ?? '', /again/)
  })

  it('that is an everyday answer takes back only what was said by a word', async () => {
    const [said] = await new Scene().opted().read('Yes')
    assert.equal(said?.to, 'opted-in')
    const sources = ['api', 'console', 'import'] as const
    for (const source of sources) {
      const [yes, start] = await new Scene().opted({ source }).read('Yes', 'START')
      assert.equal(yes, null, source)
      assert.equal(start?.to, 'opted-in', source)
    }
  })

  it('does not take back an opt-out of all addresses, and does not say that it did', async () => {
    assert.deepEqual(await new Scene().opted({ ours: null, source: 'api' }).read('START'), [null])
    const [consent] = await new Scene().opted().opted({ ours: null, source: 'api' }).read('START')
    assert.deepEqual([consent?.to, consent?.reply], ['opted-in', null])
  })

  it('takes back what came in the same batch before it', async () => {
    const [stop, start] = await new Scene().read('STOP', 'START')
    assert.deepEqual([stop?.to, start?.to], ['opted-out', 'opted-in'])
    const [first, other] = await new Scene().read('STOP', { text: 'START', from: '+447700900124' })
    assert.deepEqual([first?.to, other], ['opted-out', null])
  })

  it('looks in the store for start words alone', async () => {
    const scene = new Scene()
    await scene.read('STOP', 'HELP', 'Hello', 'please stop')
    assert.deepEqual(scene.asked, [])
    await scene.read('START')
    assert.deepEqual(scene.asked, [PERSON])
  })

  it('is blind to the case of a name', () => {
    const standing = [{ ours: 'ACME', source: 'keyword' as const }]
    assert.deepEqual(whatStartDoes({ folded: 'start' }, 'Acme', standing), { mayStart: true, saysSo: true })
  })
})

describe('a help word', () => {
  it('is told who we are, and changes nothing', async () => {
    const [consent] = await new Scene().read('HELP')
    assert.equal(consent?.to, 'as-is')
    assert.match(consent?.reply?.text ?? '', /These texts come from/)
  })

  it('is a text like any other where nobody can be answered', async () => {
    const scene = new Scene()
    scene.mayReply = false
    assert.deepEqual(await scene.read('HELP'), [null])
  })
})

describe('what may mean stop', () => {
  it('is marked and neither acted on nor answered', async () => {
    const scene = new Scene()
    const [consent] = await scene.read('please stop')
    assert.deepEqual([consent?.to, consent?.keyword, consent?.reply], ['unclear', 'STOP', null])
    assert.deepEqual(scene.replies, [])
  })
})

describe('automatic replies', () => {
  it('do not go round: one of a kind for two addresses in ten minutes', async () => {
    const scene = new Scene()
    assert.equal(await scene.answered('HELP'), true)
    assert.equal(await scene.answered('help?'), false)
    assert.equal(await scene.answered({ text: 'HELP', from: '+447700900124' }), true)
    assert.equal(await scene.answered('STOP'), true, 'another kind')
    await scene.clock.advance(10 * 60_000)
    assert.equal(await scene.answered('HELP'), true)
  })

  it('that could not be stored may go the next time', async () => {
    const scene = new Scene()
    scene.consent.lost(await scene.records('STOP'))
    assert.equal(await scene.answered('STOP'), true)
  })
})

describe('reading', () => {
  it('keeps the order of batches, also when one has to be looked up', async () => {
    const scene = new Scene().opted()
    const done: string[] = []
    const first = scene.read('START').then(() => done.push('first'))
    const second = scene.read('Hello').then(() => done.push('second'))
    await Promise.all([first, second])
    assert.deepEqual(done, ['first', 'second'])
  })

  it('fails with the store, and goes on with the next batch', async () => {
    const scene = new Scene()
    const broken = new InboundConsent({
      store: { optOuts: () => Promise.reject(new Error('the disk is full')) },
      clock: scene.clock,
      reader: () => new KeywordReader(BUILT_IN_KEYWORDS),
      reply: () => null,
      onOptedOut: () => {},
      onReplied: () => {},
    })
    await assert.rejects(broken.read([record(0, { text: 'START' })]), /the disk is full/)
    assert.equal((await broken.read([record(0, { text: 'STOP' })]))[0]?.consent?.to, 'opted-out')
  })
})
