import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commandReference } from '../../src/cli/reference.ts'
import { doctorReference } from '../../src/doctor/catalogue.ts'
import { metricsReference } from '../../src/metrics/reference.ts'
import { settingsReference } from '../../src/settings/reference.ts'

const page = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'reference', name), 'utf8')
const how = 'run packages/connect/scripts/write-reference.ts with the Node of Connect'

test('docs/reference/cli.md is what the commands say', () => {
  assert.equal(page('cli.md'), commandReference(), how)
})

test('docs/reference/settings.md is what the settings say', () => {
  assert.equal(page('settings.md'), settingsReference(), how)
})

test('docs/reference/metrics.md is what the table says', () => {
  assert.equal(page('metrics.md'), metricsReference(), how)
})

test('docs/reference/doctor.md is what the catalogue says', () => {
  assert.equal(page('doctor.md'), doctorReference(), how)
})
