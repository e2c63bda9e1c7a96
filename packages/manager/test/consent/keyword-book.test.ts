import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Keywords, Outcome } from '@smpp-connect/contracts'
import { silentLog } from '@smpp-connect/kernel'
import type { DocumentRecord } from '@smpp-connect/store'
import { VirtualClock } from '@smpp-connect/testkit'
import { BUILT_IN_KEYWORDS } from '../../src/consent/built-in/index.ts'
import { KeywordBook } from '../../src/consent/keyword-book.ts'

const GERMAN: Keywords = {
  enabled: true,
  sets: [
    {
      language: 'de',
      stop: ['HALT'],
      start: ['LOS'],
      help: [],
      stopReply: 'я'.repeat(60),
      startReply: '',
      helpReply: 'Von {sender}',
    },
  ],
}

class OneDocument {
  stored: DocumentRecord = { version: 0, value: null, updatedAtMs: null }

  async document(): Promise<DocumentRecord> {
    return this.stored
  }
  async putDocument(_name: string, value: unknown, expected: number | null, atMs: number) {
    if (expected !== null && expected !== this.stored.version) return { kind: 'conflict' } as const
    const version = this.stored.version + 1
    this.stored = { version, value, updatedAtMs: atMs }
    return { kind: 'stored', version } as const
  }
}

async function book(store = new OneDocument(), errors: string[] = []): Promise<KeywordBook> {
  const log = { ...silentLog, error: (event: string) => void errors.push(event) }
  const opened = new KeywordBook({ store, clock: new VirtualClock(), log, maxParts: 2 })
  await opened.load()
  return opened
}

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('the opt-out words', () => {
  it('are the built-in ones until others are stored', async () => {
    const view = (await book()).view()
    assert.deepEqual([view.builtIn, view.version, view.updatedAt], [true, 0, null])
    assert.deepEqual(view.sets, BUILT_IN_KEYWORDS.sets)
    assert.ok(view.replyParts.every(({ stop, start, help }) => stop === 1 && start === 1 && help === 1))
  })

  it('hold from the moment they are stored, in the place of all others, and after a restart', async () => {
    const store = new OneDocument()
    const words = await book(store)
    const changed = await words.change({ ...GERMAN, version: 0 })
    assert.ok(changed.ok)
    assert.deepEqual([changed.value.builtIn, changed.value.version], [false, 1])
    assert.deepEqual(changed.value.replyParts, [{ stop: 1, start: 1, help: 1 }])
    for (const one of [words, await book(store)]) {
      assert.equal(one.reader.read('halt')?.keyword.word, 'HALT')
      assert.equal(one.reader.read('STOP'), undefined)
    }
  })

  it('say what long replies cost', async () => {
    const [german] = GERMAN.sets
    assert.ok(german)
    const changed = await (await book()).change({
      ...GERMAN,
      sets: [{ ...german, stopReply: `${'я'.repeat(60)}{sender}` }],
    })
    assert.deepEqual(changed.ok && changed.value.replyParts, [{ stop: 2, start: 1, help: 1 }])
  })

  it('are refused when somebody else changed them, and when they contradict themselves', async () => {
    const words = await book()
    assert.equal(codeOf(await words.change({ ...GERMAN, version: 3 })), 'version-conflict')
    const [german] = GERMAN.sets
    assert.ok(german)
    const contradiction = await words.change({ ...GERMAN, sets: [{ ...german, start: ['Halt!'.slice(0, 4)] }] })
    assert.equal(codeOf(contradiction), 'request-invalid')
    assert.deepEqual(!contradiction.ok && contradiction.refusal.errors?.[0]?.pointer, '/sets/0/start/0')
    assert.equal(words.view().builtIn, true)
  })

  it('say what a text would do, with those that hold and with those that somebody is writing', async () => {
    const words = await book()
    assert.equal(words.try({ text: 'Stop!' }).meaning, 'stop')
    assert.equal(words.try({ text: 'halt' }).meaning, null)
    const withGerman = (text: string) => words.try({ text, keywords: GERMAN })
    assert.deepEqual(withGerman('halt'), { meaning: 'stop', word: 'HALT', language: 'de', reply: 'я'.repeat(60) })
    assert.deepEqual(withGerman('Los'), { meaning: 'start', word: 'LOS', language: 'de', reply: null })
    assert.deepEqual(withGerman('bitte halt'), {
      meaning: 'possible-stop',
      word: 'HALT',
      language: 'de',
      reply: null,
    })
    assert.equal(withGerman('stop').meaning, null)
    assert.equal(words.view().builtIn, true)
  })

  it('can be put back to the built-in ones', async () => {
    const words = await book()
    await words.change(GERMAN)
    const reset = await words.reset()
    assert.ok(reset.ok)
    assert.deepEqual([reset.value.builtIn, reset.value.version], [true, 2])
    assert.equal(words.reader.read('STOP')?.kind, 'word')
  })

  it('that cannot be read are no reason to miss an opt-out', async () => {
    const store = new OneDocument()
    store.stored = { version: 4, value: { sets: 'none' }, updatedAtMs: 1 }
    const errors: string[] = []
    const words = await book(store, errors)
    assert.equal(words.reader.read('STOP')?.kind, 'word')
    assert.deepEqual(errors, ['the stored opt-out words cannot be read, the built-in ones hold'])
  })
})
