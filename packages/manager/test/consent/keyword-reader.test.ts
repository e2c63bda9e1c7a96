import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type KeywordSet, keywordsSchema } from '@smpp-connect/contracts'
import { articleOne } from '@smpp-connect/testkit'
import fc from 'fast-check'
import { BUILT_IN_KEYWORDS } from '../../src/consent/built-in/index.ts'
import { fold } from '../../src/consent/fold.ts'
import { KeywordReader, keywordsOf } from '../../src/consent/keyword-reader.ts'

const reader = new KeywordReader(BUILT_IN_KEYWORDS)

/** In a few words: `stop STOP en`, `possible STOP`, or nothing. */
function reading(text: string, by: KeywordReader = reader): string {
  const found = by.read(text)
  if (!found) return ''
  const { kind, word, set } = found.keyword
  return found.kind === 'word' ? `${kind} ${word} ${set.language}` : `possible ${word}`
}

const WORDS: readonly (readonly [text: string, reading: string])[] = [
  ['STOP', 'stop STOP en'],
  ['Stop.', 'stop STOP en'],
  [' stop ', 'stop STOP en'],
  ['"Stop"', 'stop STOP en'],
  ['STOP!!! 🛑', 'stop STOP en'],
  ['ＳＴＯＰ', 'stop STOP en'],
  ['STOP\r\n', 'stop STOP en'],
  ['STOP STOP', 'stop STOP en'],
  ['Stop! Stop! Stop!', 'stop STOP en'],
  ['stop all', 'stop STOP ALL en'],
  ['STOP-ALL', 'stop STOP ALL en'],
  ['StopAll', 'stop STOPALL en'],
  ['opt-out', 'stop OPT OUT en'],
  ['Opt Out', 'stop OPT OUT en'],
  ['optout', 'stop OPTOUT en'],
  ['unsubscribe', 'stop UNSUBSCRIBE en'],
  ['revoke', 'stop REVOKE en'],
  ['Start', 'start START en'],
  ['unstop', 'start UNSTOP en'],
  ['Yes!', 'start YES en'],
  ['help', 'help HELP en'],
  ['Info?', 'help INFO en'],
  ['Stopp', 'stop STOPP de'],
  ['abmelden', 'stop ABMELDEN de'],
  ['Hilfe!', 'help HILFE de'],
  ['Arrêt', 'stop ARRET fr'],
  ['ARRET', 'stop ARRET fr'],
  ['arrêtez', 'stop ARRETEZ fr'],
  ['désabonnement', 'stop DESABONNEMENT fr'],
  ['STOP SMS', 'stop STOP SMS fr'],
  ['baja', 'stop BAJA es'],
  ['¡Alto!', 'stop ALTO es'],
  ['No más', 'stop NO MAS es'],
  ['sair', 'stop SAIR pt'],
  ['basta', 'stop BASTA it'],
  ['Afmelden', 'stop AFMELDEN nl'],
  ['rezygnuję', 'stop REZYGNUJE pl'],
  ['Odhlásit', 'stop ODHLASIT cs'],
  ['sluta', 'stop SLUTA sv'],
  ['hjälp', 'help HJÄLP sv'],
  ['afmeld', 'stop AFMELD da'],
  ['hjælp', 'help HJÆLP da'],
  ['meld av', 'stop MELD AV nb'],
  ['lopeta', 'stop LOPETA fi'],
  ['iptal', 'stop İPTAL tr'],
  ['IPTAL', 'stop İPTAL tr'],
  ['İptal', 'stop İPTAL tr'],
  ['ret', 'stop RET tr'],
  ['відписатись', 'stop ВІДПИСАТИСЬ uk'],
  ['Стоп', 'stop СТОП uk'],
  ['отписаться', 'stop ОТПИСАТЬСЯ ru'],
  ['إيقاف', 'stop إيقاف ar'],
  ['ايقاف', 'stop إيقاف ar'],
  ['\u202bإيقاف\u202c', 'stop إيقاف ar'],
  ['الغاء الاشتراك', 'stop إلغاء الاشتراك ar'],
  ['\u200fהסר\u200f', 'stop הסר he'],
  ['הָסֵר.', 'stop הסר he'],
  ['बंद करें।', 'stop बंद करें hi'],
  ['unreg', 'stop UNREG id'],
  ['配信停止', 'stop 配信停止 ja'],
  ['ｽﾄｯﾌﾟ', 'stop ストップ ja'],
  ['수신거부', 'stop 수신거부 ko'],
  ['ＴＤ', 'stop TD zh-Hans'],
  ['退订。', 'stop 退订 zh-Hans'],
  ['退訂', 'stop 退訂 zh-Hant'],
]

const POSSIBLE: readonly (readonly [text: string, reading: string])[] = [
  ['STOP PLEASE', 'possible STOP'],
  ['please stop', 'possible STOP'],
  ['Stop texting me', 'possible STOP'],
  ['please stop texting me', 'possible STOP'],
  ['Stop all messages!', 'possible STOP'],
  ['STOP 60777', 'possible STOP'],
  ['unsubscribe me', 'possible UNSUBSCRIBE'],
  ['opt me out', 'possible OPT OUT'],
  ['STOOOP', 'possible STOP'],
  ['stoppppp', 'possible STOP'],
  ['I want to stop', 'possible STOP'],
  ['STOP\nSent from my telephone', 'possible STOP'],
  ['Stopp bitte', 'possible STOPP'],
  ['stop svp', 'possible STOP'],
  ['baja por favor', 'possible BAJA'],
  ['quiero darme de baja', 'possible DARME DE BAJA'],
  ['стоп пожалуйста', 'possible СТОП'],
  ['配信停止お願いします', 'possible 配信停止'],
  ['请退订,谢谢', 'possible 退订'],
  ['수신거부 부탁드립니다', 'possible 수신거부'],
  ['הסר בבקשה', 'possible הסר'],
]

const TEXTS: readonly string[] = [
  'stop by tomorrow',
  'Stop by tomorrow?',
  "don't stop",
  'I can not stop thinking about it',
  'non-stop',
  'stopwatch',
  'the bus stop',
  'cancel my appointment',
  'End of month is fine',
  'no',
  'No thanks',
  'quit job today',
  'yes please',
  'yes I will',
  'start tomorrow',
  'help me please',
  'more info',
  'shop',
  'please',
  'me',
  '60777',
  '🛑',
  '',
  '   ',
  'a'.repeat(200),
  `STOP${' '.repeat(200)}`,
  'нет',
  'أبدا',
  'وقف',
  'ابدأ',
]

describe('a text', () => {
  for (const [text, expected] of [...WORDS, ...POSSIBLE]) {
    it(`${JSON.stringify(text)} is read as ${expected}`, () => assert.equal(reading(text), expected))
  }
  for (const text of TEXTS) {
    it(`${JSON.stringify(text.slice(0, 40))} is a text`, () => assert.equal(reading(text), ''))
  }

  it('is not read when reading is switched off', () => {
    assert.equal(reading('STOP', new KeywordReader({ ...BUILT_IN_KEYWORDS, enabled: false })), '')
    assert.equal(reading('STOP', new KeywordReader({ enabled: true, sets: [] })), '')
  })

  it('is answered by the first set that has the word', () => {
    const german = BUILT_IN_KEYWORDS.sets.find(({ language }) => language === 'de') as KeywordSet
    const germanFirst = new KeywordReader({ enabled: true, sets: [german, ...BUILT_IN_KEYWORDS.sets] })
    assert.equal(reading('stop', germanFirst), 'stop STOP de')
  })

  it('of a whole paragraph in any language is a text', () => {
    for (const { code, text } of articleOne()) assert.equal(reading(text.slice(0, 160)), '', code)
  })

  it('that holds a word among others is never acted on', () => {
    const words = [...keywordsOf(BUILT_IN_KEYWORDS.sets)].map(({ word }) => word)
    const known = new Set([...keywordsOf(BUILT_IN_KEYWORDS.sets)].map(({ folded }) => folded))
    const other = fc.string({ unit: fc.constantFrom(...'abcdeghklmrtuäéжקह中 '), minLength: 3, maxLength: 30 })
    fc.assert(
      fc.property(fc.constantFrom(...words), other, other, (word, before, after) => {
        const text = `${before} ${word} ${after}`
        fc.pre(!known.has(fold(text)) && fold(`${before}${after}`) !== '')
        const found = reader.read(text)
        return found === undefined || found.kind === 'possible-stop'
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the built-in sets', () => {
  it('are such as may be stored', () => {
    assert.deepEqual(keywordsSchema.parse(BUILT_IN_KEYWORDS), BUILT_IN_KEYWORDS)
  })

  it('hold every word that the FCC, Twilio and AWS name', () => {
    const named = ['STOP', 'QUIT', 'END', 'REVOKE', 'OPT OUT', 'CANCEL', 'UNSUBSCRIBE', 'STOPALL', 'OPTOUT', 'STOP ALL']
    for (const word of [...named, 'ARRET', 'TD', 'OPT-OUT', 'REMOVE']) assert.match(reading(word), /^stop/, word)
    for (const word of ['START', 'YES', 'UNSTOP']) assert.match(reading(word), /^start/, word)
    for (const word of ['HELP', 'INFO']) assert.match(reading(word), /^help/, word)
  })
})
