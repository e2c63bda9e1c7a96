import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { BIND_DIAGNOSES, bindDiagnosis } from '@smpp-connect/contracts'
import { DIAGNOSES_PAGE, renderDiagnosesPage } from '../diagnoses.ts'

test('the page of bind diagnoses says what the catalogue says', () => {
  assert.equal(
    readFileSync(DIAGNOSES_PAGE, 'utf8'),
    renderDiagnosesPage(BIND_DIAGNOSES),
    'run: node tools/diagnoses.ts',
  )
})

test('each diagnosis has a title without a full stop, and sentences for the rest', () => {
  for (const [code, { title, cause, advice }] of Object.entries(BIND_DIAGNOSES)) {
    assert.match(code, /^[a-z]+(-[a-z0-9]+)*$/)
    assert.match(title, /^[A-Z].*[^.]$/)
    for (const words of [cause, advice]) assert.match(words, /^[A-Z].*\.$/, code)
  }
})

test('a code that is not known has words too', () => {
  assert.match(bindDiagnosis('moon-phase').advice, /Update the manager/)
  assert.match(bindDiagnosis('toString').advice, /Update the manager/)
})
