import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SmppOptions, sendMessageSchema, smscSettingsSchema } from '@smpp-connect/contracts'
import { failureOf } from '../../src/api/problem.ts'
import { checkMessage, errorsOfFailure, isOptionWrong } from '../../src/pages/conversations/compose-errors.ts'
import { composeOptionFields } from '../../src/pages/conversations/compose-option-fields.ts'
import {
  messageFields,
  NO_OPTIONS,
  optionProblems,
  optionWords,
  sendAtMs,
} from '../../src/pages/conversations/compose-options.ts'
import { counterWords } from '../../src/pages/conversations/counter-words.ts'
import { countFor, plainAlternative } from '../../src/pages/conversations/text-count.ts'

const SMSC = smscSettingsSchema.parse({ name: 'x', host: 'h', systemId: 's', defaultSender: '60777' })
const rules = (options: SmppOptions = {}, smsc: Partial<typeof SMSC> = {}, maxParts = 10) => ({
  smsc: { ...SMSC, ...smsc },
  options,
  maxParts,
})
const words = (text: string, using = rules()) => counterWords(text, countFor(text, using))

test('a short text counts down from 160', () => {
  const { characters, parts, coding, left, why, refusal } = words('Hello €')
  assert.deepEqual(
    { characters, parts, coding, left, why, refusal },
    { characters: '7 characters', parts: '1 part', coding: 'GSM 7-bit', left: '152 left', why: '', refusal: '' },
  )
  assert.equal(words('').left, '160 left')
  assert.equal(counterWords('a', countFor('a', { smsc: undefined, options: {}, maxParts: undefined })).left, '159 left')
})

test('a long text says in which part it is', () => {
  const { parts, left } = words('a'.repeat(161))
  assert.deepEqual({ parts, left }, { parts: '2 parts', left: '145 left in part 2' })
})

test('the character that forces UCS-2 is named, with what it costs', () => {
  const { coding, why, characters } = words('Teşekkürler 🎉')
  assert.equal(coding, 'UCS-2')
  assert.equal(characters, '13 characters')
  assert.equal(why, '“ş” (U+015F) is not in GSM 7-bit, so the whole text goes in UCS-2: 70 a part.')
})

test('half of a character is refused in words', () => {
  assert.match(words('a\ud83d').refusal, /half of a character/)
})

test('the counter goes by the SMSC, its defaults and what was chosen for the message', () => {
  const long = 'ş'.repeat(100)
  assert.equal(words(long).coding, 'UCS-2')
  assert.equal(words(long, rules({ languages: ['turkish'] })).coding, 'GSM 7-bit')
  assert.match(words(long, rules({ languages: ['turkish'] })).why, /in a national alphabet: 15\d a part/)
  assert.equal(words('é ä', rules({}, { defaultAlphabet: 'ascii' })).coding, 'UCS-2')
  assert.equal(words('é ä', rules({}, { defaultAlphabet: 'utf8' })).coding, 'UCS-2')
  assert.equal(words('plain', rules({ coding: 'ucs2' })).left, '65 left')
  assert.match(words('ş', rules({ coding: 'gsm7' })).refusal, /not in the coding that was chosen/)
  assert.equal(
    words('“x”', rules({ transliterate: true })).why,
    '2 characters will be made plain, so that it fits GSM 7-bit.',
  )
  assert.equal(words('“x”', rules({}, { defaults: { ...SMSC.defaults, transliterate: true } })).coding, 'GSM 7-bit')
  // 153 units beside a header of 8 bits, 152 beside one of 16.
  assert.equal(words('a'.repeat(306)).parts, '2 parts')
  assert.equal(words('a'.repeat(306), rules({ longMessage: 'udh16' })).parts, '3 parts')
})

test('the limit on parts is that of Connect', () => {
  assert.equal(words('a'.repeat(306), rules({}, {}, 2)).refusal, '')
  assert.equal(words('a'.repeat(307), rules({}, {}, 2)).refusal, 'That takes 3 parts; at most 2 are allowed.')
})

test('typographic characters can be made plain, where that alone helps', () => {
  const plain = (text: string) => plainAlternative(text, countFor(text, rules()), rules())
  assert.deepEqual(plain('“smart” – text…'), { text: '"smart" - text...', replaced: 4 })
  assert.equal(plain('“ş”'), undefined)
  assert.equal(plain('plain'), undefined)
})

test('what can be seen to be wrong is said before the server is asked', () => {
  assert.deepEqual(checkMessage('+44 7700 900123', 'x'), {})
  assert.deepEqual(Object.keys(checkMessage('', '')), ['/to', '/text'])
  assert.deepEqual(Object.keys(checkMessage('12ab', 'x')), ['/to'])
  const now = sendAtMs('2026-11-24T12:00') ?? assert.fail()
  const at = (sendAt: string) => optionProblems({ ...NO_OPTIONS, sendAt }, [], now)
  assert.deepEqual(at(''), {})
  assert.deepEqual(at('2026-11-24T12:01'), {})
  assert.deepEqual(at('2026-11-24T11:59'), { '/sendAt': 'That time has passed' })
  const tlv = { name: 'dest_addr_subunit', value: '999' }
  assert.deepEqual(Object.keys(optionProblems({ ...NO_OPTIONS, tlvs: [tlv] }, [], now)), ['/smpp/tlvs/0/value'])
})

test('a refusal stands at the field that it is about', () => {
  const refusal = (code: string, errors?: unknown) =>
    errorsOfFailure(failureOf(422, { code, title: 'T', status: 422, detail: 'no number', errors }))
  assert.deepEqual(refusal('destination-invalid'), { '/to': 'No number' })
  assert.deepEqual(refusal('text-too-long', [{ pointer: '/text', detail: 'it takes 300 parts' }]), {
    '/text': 'It takes 300 parts',
  })
  const option = refusal('smpp-option-invalid', [{ pointer: '/smpp/longMessage', detail: 'sar takes TLVs' }])
  assert.deepEqual(option, { '/smpp/longMessage': 'Sar takes TLVs' })
  assert.ok(isOptionWrong(option))
  assert.ok(!isOptionWrong({ '/text': 'x' }))
  assert.deepEqual(refusal('store-unavailable'), {})
  assert.deepEqual(errorsOfFailure(new Error('x')), {})
})

test('what was not chosen is not sent, and what was chosen is what the API takes', () => {
  assert.deepEqual(messageFields(NO_OPTIONS, []), {})
  const declared = [
    { name: 'billing_code', tag: 0x1401, type: 'integer', maxOctets: 4, direction: 'both', value: null } as const,
  ]
  const chosen = {
    messageClass: 'code',
    sendAt: '2026-11-24T14:30',
    validityMinutes: 5,
    smpp: { flash: 'yes', transliterate: 'no', coding: '', priority: 2, languages: ['turkish'], serviceType: '' },
    tlvs: [{ name: 'billing_code', value: '42' }],
  } as const
  const fields = messageFields(chosen, declared)
  assert.deepEqual(fields, {
    class: 'code',
    sendAt: new Date('2026-11-24T14:30').toISOString(),
    validitySeconds: 300,
    smpp: { flash: true, transliterate: false, priority: 2, languages: ['turkish'], tlvs: { billing_code: 42 } },
  })
  assert.ok(sendMessageSchema.safeParse({ to: '+447700900123', text: 'x', ...fields }).success)
  assert.equal(optionWords(NO_OPTIONS, String), '')
  assert.equal(
    optionWords(chosen, () => 'half past two'),
    'One-time code, at half past two, 5 options, 1 TLV',
  )
})

test('an option that is left alone says what the SMSC has', () => {
  const fields = composeOptionFields({ ...SMSC.defaults, flash: true, languages: ['turkish'] })
  const left = Object.fromEntries(
    fields.map((spec) => [
      spec.name,
      spec.kind === 'choice'
        ? spec.options[0]?.label
        : spec.kind === 'number' || spec.kind === 'several'
          ? spec.empty
          : spec.kind === 'text' && spec.placeholder,
    ]),
  )
  assert.equal(left.registeredDelivery, 'As usual: when it has ended')
  assert.equal(left.flash, 'As usual: yes')
  assert.equal(left.priority, 'As usual: 0')
  assert.equal(left.languages, 'As usual: turkish')
  assert.equal(left.serviceType, 'As usual')
})
