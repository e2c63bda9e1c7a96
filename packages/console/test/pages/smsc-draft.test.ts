import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smscPatchSchema, smscSettingsSchema } from '@smpp-connect/contracts'
import { changedFields, draftOf, missingFields, NEW_SMSC, patchOf, rebase } from '../../src/pages/smscs/smsc-draft.ts'
import { FIELD_GROUPS, labelOf } from '../../src/pages/smscs/smsc-fields.ts'
import { World } from '../fake/world.ts'

const view = new World(0).addSmsc({ name: 'Simulator', version: 3 })
const base = draftOf(view)
/** Settings that are more than one field. */
const EDITED_APART = ['classes', 'defaults', 'receiptErrors', 'statusRules', 'tlvs']

test('a new definition begins with the defaults of the contract', () => {
  const filled = { ...NEW_SMSC, name: 'x', host: 'h', systemId: 's', defaultSender: '60777' }
  const required = { name: 'x', host: 'h', systemId: 's', defaultSender: '60777' }
  assert.deepEqual(filled, smscSettingsSchema.parse(required))
})

test('every setting has a field with a label and words of its own', () => {
  const asked = FIELD_GROUPS.flatMap((group) => group.fields.map((field) => field.name))
  assert.deepEqual([...asked, 'enabled', ...EDITED_APART].sort(), Object.keys(smscSettingsSchema.shape).sort())
  for (const field of FIELD_GROUPS.flatMap((group) => group.fields)) {
    assert.match(field.help, /\.$/, field.name)
    assert.equal(labelOf(field.name), field.label)
  }
})

test('the password never comes back, and an empty one is no change', () => {
  assert.equal(base.password, '')
  assert.deepEqual(changedFields(base, base), [])
  assert.deepEqual(changedFields(base, { ...base, password: 'new' }), ['password'])
})

test('a patch holds what changed and the version it was made on', () => {
  const patch = patchOf(base, { ...base, host: 'other.example', perSecond: 20 }, view.version)
  assert.deepEqual(patch, { host: 'other.example', perSecond: 20, version: 3 })
  assert.ok(smscPatchSchema.safeParse(patch).success)
})

test('my edits go on top of what somebody else stored', () => {
  const mine = { ...base, host: 'mine.example' }
  const theirs = { ...base, windowSize: 50, host: 'theirs.example' }
  const both = rebase(base, mine, theirs)
  assert.equal(both.host, 'mine.example')
  assert.equal(both.windowSize, 50)
  assert.deepEqual(changedFields(theirs, both), ['host'])
})

test('what must be written is missed, and what may be left empty is not', () => {
  assert.deepEqual(Object.keys(missingFields(NEW_SMSC)), ['name', 'host', 'systemId', 'defaultSender'])
  assert.deepEqual(missingFields(base), {})
  assert.deepEqual(missingFields({ ...base, windowSize: '' }), { windowSize: 'Enter a number' })
})
