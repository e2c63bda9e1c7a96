import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smscSettingsSchema, upgradeSmsc } from '../src/index.ts'

const OWN = { id: 'smsc_1', version: 7, createdAtMs: 1, updatedAtMs: 2 }
const REQUIRED = { name: 'One', host: 'smsc.example', systemId: 'one', defaultSender: '60777' }

test('a definition of before there were classes treats every class as it treated all', () => {
  const { id, version, createdAtMs, updatedAtMs, ...settings } = upgradeSmsc({
    ...OWN,
    ...REQUIRED,
    windowSize: 50,
    validityMinutes: 90,
    uncertainPolicy: 'hold',
  })
  assert.deepEqual({ id, version, createdAtMs, updatedAtMs }, OWN)
  const { classes, ...others } = settings
  const treated = { validityMinutes: 90, uncertainPolicy: 'hold' }
  assert.deepEqual(classes, {
    code: { ...treated, share: 60 },
    transactional: { ...treated, share: 30 },
    bulk: { ...treated, share: 10 },
  })
  const { classes: _usual, ...expected } = smscSettingsSchema.parse({ ...REQUIRED, windowSize: 50 })
  assert.deepEqual(others, expected)
})

test('that one is being deleted stays in it; how is not guessed where that cannot be read', () => {
  const deletion = { waiting: 'drain', named: 'keep', uncertain: 'wait', receipts: 'wait', sinceMs: 5, by: 'anna' }
  assert.deepEqual(upgradeSmsc({ ...OWN, ...REQUIRED, deletion }).deletion, deletion)
  assert.ok(!('deletion' in upgradeSmsc({ ...OWN, ...REQUIRED })))
  assert.throws(() => upgradeSmsc({ ...OWN, ...REQUIRED, deletion: { ...deletion, waiting: 'burn' } }), /waiting/)
})

test('one of today stays as it is', () => {
  const today = { ...smscSettingsSchema.parse({ ...REQUIRED, classes: { bulk: { share: 5 } } }), ...OWN }
  assert.deepEqual(upgradeSmsc(today), today)
})
