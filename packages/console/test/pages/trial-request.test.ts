import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindTrialRequestSchema } from '@smpp-connect/contracts'
import { smscSays } from '../../src/format/trial-words.ts'
import { NEW_SMSC } from '../../src/pages/smscs/smsc-draft.ts'
import { trialProblems, trialRequest } from '../../src/pages/smscs/trial-request.ts'

const DRAFT = { ...NEW_SMSC, host: 'smpp.example', systemId: 'shop', password: 'secret' }

test('of a new SMSC all that a bind depends on is asked about, and nothing that may be unfinished', () => {
  const request = trialRequest({ ...DRAFT, windowSize: '' }, undefined)
  assert.deepEqual(request.settings, {
    host: 'smpp.example',
    port: 2775,
    tls: false,
    edges: [],
    systemId: 'shop',
    password: 'secret',
    systemType: '',
    bindMode: 'transceiver',
    bindCount: 1,
    interfaceVersion: '3.4',
    addressRange: '',
  })
  assert.ok(bindTrialRequestSchema.safeParse(request).success)
})

test('of a definition only what is changed is asked about, so that its stored password is used', () => {
  const stored = { id: 'smsc_1', draft: { ...DRAFT, password: '' } }
  assert.deepEqual(trialRequest({ ...stored.draft, windowSize: 50 }, stored), { id: 'smsc_1' })
  assert.deepEqual(trialRequest({ ...stored.draft, tls: true, port: 3550 }, stored), {
    id: 'smsc_1',
    change: { tls: true, port: 3550 },
  })
  assert.deepEqual(trialRequest({ ...stored.draft, password: 'new' }, stored).change, { password: 'new' })
})

test('what a test needs is said, and what it does not need is not', () => {
  assert.deepEqual(Object.keys(trialProblems(NEW_SMSC)), ['/host', '/systemId'])
  assert.deepEqual(trialProblems({ ...DRAFT, port: '', windowSize: '' }), { '/port': 'Enter a number' })
})

test('who the SMSC says it is', () => {
  const facts = { remoteAddress: null, localAddress: null, tls: null, roundTripMs: null }
  assert.equal(
    smscSays({ ...facts, smscSystemId: 'SMSC1', smscVersion: '5.0' }),
    'It calls itself SMSC1 and speaks SMPP 5.0.',
  )
  assert.equal(
    smscSays({ ...facts, smscSystemId: '', smscVersion: null }),
    'It does not name itself and tells no SMPP version.',
  )
})
