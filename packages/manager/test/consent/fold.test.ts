import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fold, wordsOf } from '../../src/consent/fold.ts'

const SAME: readonly (readonly [what: string, folded: string, ...texts: string[]])[] = [
  ['case', 'stop', 'STOP', 'Stop', 'sToP'],
  [
    'what stands around',
    'stop',
    ' stop ',
    'Stop.',
    '"STOP"',
    '“Stop!!!”',
    '«STOP»',
    '(stop)',
    '¡STOP!',
    '*stop*',
    '>stop',
    '@STOP@',
  ],
  ['line ends and padding', 'stop', 'STOP\r\n', '\n\tSTOP\n\n', 'STOP\0', '\u0000STOP\u0000', '\u00a0STOP\u3000'],
  ['emoji with selectors and joiners', 'stop', 'STOP 🛑', '🛑STOP🛑', 'STOP ✋🏽', 'stop ❤️', '👨‍👩‍👧 STOP', 'STOP #️⃣'],
  ['full-width forms', 'stop', 'ＳＴＯＰ', 'ｓｔｏｐ．', 'ⓢⓣⓞⓟ', '𝐒𝐓𝐎𝐏'],
  [
    'invisible characters',
    'stop',
    'S\u200bT\u200bO\u200bP',
    '\ufeffSTOP',
    'ST\u00adOP',
    '\u202dSTOP\u202c',
    '\u2068STOP\u2069',
  ],
  [
    'runs of white space, hyphens, underscores',
    'opt out',
    'OPT OUT',
    'Opt-Out',
    'opt  \n out',
    'opt‑out',
    'OPT_OUT',
    'opt–out',
  ],
  ['accents that a phone drops', 'arret', 'ARRÊT', 'arrêt', 'Arre\u0302t', 'ARRET'],
  ['a slip onto a neighbouring umlaut', 'stop', 'STÖP', 'stóp'],
  ['letters with a stroke and ligatures', 'hjaelp', 'HJÆLP', 'hjælp', 'HJAELP'],
  ['sharp s', 'schliessen', 'SCHLIESSEN', 'schließen', 'SCHLIEẞEN'],
  ['the four i of Turkish', 'iptal', 'İPTAL', 'IPTAL', 'iptal', 'ıptal'],
  ['the final sigma', 'στοπσ', 'ΣΤΟΠΣ', 'στοπς', 'στοπσ'],
  ['apostrophes', 'jarrete', "J'arrête", 'j’arrete', 'jarrête'],
  ['ё', 'еще', 'ЕЩЁ', 'ещё', 'еще'],
  ['hamzas, points and tatweel of Arabic', 'ايقاف', 'إيقاف', 'ايقاف', 'إيقَاف', 'إيقـــاف', '\u202bإيقاف\u202c'],
  ['points of Hebrew', 'הסר', 'הסר', 'הָסֵר', '\u200fהסר.\u200f'],
  ['half-width kana', 'ストップ', 'ｽﾄｯﾌﾟ', 'ストップ', 'ストップ。'],
  ['compositions of Hangul', '수신거부', '수신거부', '수신거부'.normalize('NFD')],
]

describe('folding', () => {
  for (const [what, folded, ...texts] of SAME) {
    for (const text of texts) {
      it(`is blind to ${what}: ${JSON.stringify(text)}`, () => assert.equal(fold(text), folded))
    }
  }

  it('keeps marks that make another letter', () => {
    assert.notEqual(fold('мой'), fold('мои'))
    assert.notEqual(fold('がく'), fold('かく'))
    assert.notEqual(fold('रोकें'), fold('रक'))
    assert.equal(fold('बंद करें।'), 'बंद करें')
  })

  it('keeps what stands between words, so that a sentence is no word', () => {
    assert.equal(fold('S.T.O.P'), 's.t.o.p')
    assert.equal(fold('Stop, then go.'), 'stop, then go')
    assert.deepEqual(wordsOf(fold('Stop, then go.')), ['stop', 'then', 'go'])
  })

  it('leaves nothing of a text without letters and digits', () => {
    for (const text of ['', ' ', '!!!', '🛑', '\u200b\u200d', '\u0301', '—'])
      assert.equal(fold(text), '', JSON.stringify(text))
  })

  it('changes nothing the second time', () => {
    const scripts = fc.constantFrom(
      ..."abcßæœłøıİIſςΣéе\u0308й\u0301\u0327\u0345أإآةىیکـָ\u064b\u0591\u200b\u00ad\u2068\ufe0f\u20e3🛑 -_\n\0'’.`´ʼ가각ﾊﾟが\u3099रें1①ⅷﬁŉ",
    )
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: scripts, maxLength: 12 }))
    fc.assert(
      fc.property(text, (any) => fold(fold(any)) === fold(any)),
      { numRuns: 1_000 },
    )
  })
})
