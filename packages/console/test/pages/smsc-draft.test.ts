import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smscPatchSchema, smscSettingsSchema } from '@smpp-connect/contracts'
import {
  changedPlaces,
  draftOf,
  NEW_SMSC,
  patchOf,
  rebase,
  SMSC_PLACES,
  settingsOf,
} from '../../src/pages/smscs/smsc-draft.ts'
import { SMSC_FIELDS } from '../../src/pages/smscs/smsc-fields.ts'
import { labelOf } from '../../src/pages/smscs/smsc-labels.ts'
import { World } from '../fake/world.ts'

const view = new World(0).addSmsc({
  name: 'Simulator',
  version: 3,
  tlvs: [
    { name: 'billing_code', tag: 0x1401, type: 'c_octet_string', maxOctets: 20, direction: 'submit', value: 'A1' },
  ],
  statusRules: [{ status: 'ESME_RSYSERR', action: 'hold', afterSeconds: null, attempts: null }],
  receiptErrors: [{ code: '003', meaning: 'The phone is off.' }],
})
view.defaults.tlvs = { ms_validity: 1, '0x1501': 'x' }
const base = draftOf(view)

test('a new definition begins with the defaults of the contract', () => {
  const required = { name: 'x', host: 'h', systemId: 's', defaultSender: '60777' }
  assert.deepEqual(settingsOf({ ...NEW_SMSC, ...required }), smscSettingsSchema.parse(required))
})

test('every setting has a label, and a field or an editor of its own', () => {
  const asked: readonly string[] = SMSC_FIELDS.map(({ name }) => name)
  const apart = SMSC_PLACES.filter((place) => !asked.includes(place) && !place.startsWith('/classes/'))
  assert.deepEqual(apart.toSorted(), ['/defaults/tlvs', '/enabled', '/receiptErrors', '/statusRules', '/tlvs'])
  assert.deepEqual([...new Set(asked)], asked, 'each once')
  for (const { help, name } of SMSC_FIELDS) assert.match(help, /[.]$/, name)
  const labels = SMSC_PLACES.map(labelOf)
  for (const label of labels) assert.doesNotMatch(label, /undefined|\//)
  assert.deepEqual([...new Set(labels)], labels, 'no two settings have the same label')
})

test('what a definition holds survives the form', () => {
  const { password: _, ...settings } = settingsOf(base)
  for (const [name, value] of Object.entries(settings)) assert.deepEqual(value, view[name as keyof typeof view], name)
})

test('the password never comes back, and an empty one is no change', () => {
  assert.equal(base.password, '')
  assert.deepEqual(changedPlaces(base, structuredClone(base)), [])
  assert.deepEqual(changedPlaces(base, { ...base, password: 'new' }), ['/password'])
})

test('a patch holds what changed, field by field, lists whole, and the version it was made on', () => {
  const draft = {
    ...base,
    host: 'other.example',
    perSecond: 20,
    classes: { ...base.classes, code: { ...base.classes.code, share: 70 } },
    defaults: { ...base.defaults, priority: 2, tlvs: [{ name: 'billing_code', value: '0x41' }] },
    tlvs: [
      ...base.tlvs,
      { name: 'n', tag: '5122', type: 'integer', maxOctets: 2, direction: 'both', value: '7' } as const,
    ],
  }
  const patch = patchOf(base, draft, view.version)
  assert.deepEqual(patch, {
    host: 'other.example',
    perSecond: 20,
    classes: { code: { share: 70 } },
    defaults: { priority: 2, tlvs: { billing_code: '0x41' } },
    tlvs: [...view.tlvs, { name: 'n', tag: 5122, type: 'integer', maxOctets: 2, direction: 'both', value: 7 }],
    version: 3,
  })
  assert.ok(smscPatchSchema.safeParse(patch).success)
})

test('my edits go on top of what somebody else stored, also within classes and defaults', () => {
  const mine = {
    ...base,
    host: 'mine.example',
    classes: { ...base.classes, code: { ...base.classes.code, share: 70 } },
  }
  const theirs = {
    ...base,
    windowSize: 50,
    host: 'theirs.example',
    classes: { ...base.classes, code: { ...base.classes.code, validityMinutes: 5 } },
    defaults: { ...base.defaults, flash: true },
  }
  const both = rebase(base, mine, theirs)
  assert.equal(both.host, 'mine.example')
  assert.equal(both.windowSize, 50)
  assert.deepEqual(both.classes.code, { share: 70, validityMinutes: 5, uncertainPolicy: 'fail' })
  assert.equal(both.defaults.flash, true)
  assert.deepEqual(changedPlaces(theirs, both), ['/host', '/classes/code/share'])
})
