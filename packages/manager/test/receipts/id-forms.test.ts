import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ReceiptResult } from '@smpp-connect/store'
import { IdForms } from '../../src/receipts/id-forms.ts'
import { lookUpForms, otherRadixForms, receiptForms } from '../../src/receipts/look-up-forms.ts'

const PART = { messageId: 'msg_1', number: 1 } as const
const byId: ReceiptResult = { kind: 'applied', part: PART, by: 'id' }
const byReference: ReceiptResult = { kind: 'applied', part: PART, by: 'reference' }
const couldBe = (form: 'hexadecimal-answer' | 'decimal-answer' | null): ReceiptResult => ({
  kind: 'parked',
  couldBe: form,
})

describe('learning how an SMSC writes ids', () => {
  it('takes what three receipts say', () => {
    const forms = new IdForms()
    const said = [1, 2, 3].map(() => forms.note('smsc_1', couldBe('hexadecimal-answer'), true))
    assert.deepEqual(said, [undefined, undefined, 'hexadecimal-answer'])
    assert.equal(forms.learned('smsc_1'), 'hexadecimal-answer')
    assert.equal(forms.learned('smsc_2'), null, 'each for itself')
  })

  it('counts anew when one says otherwise', () => {
    const forms = new IdForms()
    for (const result of [couldBe('decimal-answer'), couldBe('decimal-answer'), byId, couldBe('decimal-answer')]) {
      assert.equal(forms.note('smsc_1', result, true), undefined)
    }
    assert.equal(forms.note('smsc_1', couldBe('decimal-answer'), true), undefined)
    assert.equal(forms.note('smsc_1', couldBe('decimal-answer'), true), 'decimal-answer')
  })

  it('learns nothing from ids that read the same, matches by reference, and receipts of nothing we know', () => {
    const forms = new IdForms()
    for (let time = 0; time < 9; time++) {
      assert.equal(forms.note('smsc_1', byId, false), undefined)
      assert.equal(forms.note('smsc_1', byReference, true), undefined)
      assert.equal(forms.note('smsc_1', couldBe(null), true), undefined)
    }
  })

  it('goes by what is set before what was learned', () => {
    const forms = new IdForms()
    assert.equal(forms.formOf('smsc_1', 'learn'), 'learn')
    forms.load('smsc_1', 'decimal-answer')
    assert.equal(forms.formOf('smsc_1', 'learn'), 'decimal-answer')
    assert.equal(forms.formOf('smsc_1', 'same'), 'same')
    forms.forget('smsc_1')
    assert.equal(forms.formOf('smsc_1', 'learn'), 'learn')
  })
})

describe('forms of ids', () => {
  for (const [id, form, expected] of [
    ['0000ab12', 'learn', ['AB12']],
    ['255', 'same', ['255']],
    ['255', 'hexadecimal-answer', ['FF']],
    ['00FF', 'decimal-answer', ['255']],
    // What cannot be read so is looked up as it stands.
    ['msg-77', 'hexadecimal-answer', ['MSG-77']],
    ['', 'learn', []],
    ['  ', 'hexadecimal-answer', []],
  ] as const) {
    it(`“${id}”, ${form}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(receiptForms(id, form), expected)
    })
  }

  it('are kept without case and leading zeros', () => {
    assert.deepEqual(lookUpForms('000aBc'), ['ABC'])
  })

  it('in the other radix are told only where they differ', () => {
    assert.deepEqual(otherRadixForms('256'), { hexadecimalAnswer: '100', decimalAnswer: '598' })
    assert.deepEqual(otherRadixForms('7'), { hexadecimalAnswer: null, decimalAnswer: null })
    assert.deepEqual(otherRadixForms('a-b'), { hexadecimalAnswer: null, decimalAnswer: null })
  })
})
