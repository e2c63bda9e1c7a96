import {
  BIND_DIAGNOSES,
  type BindDiagnosisCode,
  type BindTrialView,
  type BindType,
  bindTrialRequestSchema,
  type SmscPatch,
} from '@smpp-connect/contracts'
import { type Answer, good, refuse } from './answers.ts'
import type { World } from './world.ts'

const UNTOLD = {
  remoteAddress: '192.0.2.5:2775',
  localAddress: '198.51.100.7',
  tls: null,
  smscSystemId: null,
  smscVersion: null,
  roundTripMs: null,
}
const TLS = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  subject: 'smpp.northern.example',
  issuer: 'An Authority',
  names: ['smpp.northern.example'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-02-03T00:00:00.000Z',
  fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
}

/** An SMSC that takes a bind unless the password is `wrong`, or the host `silent.example`. */
export function testSmsc(world: World, body: unknown): Answer {
  const read = bindTrialRequestSchema.safeParse(body)
  if (!read.success) return refuse(422, 'request-invalid', 'The request is not as it should be.')
  const { settings, id, change } = read.data
  const stored = world.smscs.find((each) => each.id === id)
  if (!settings && !stored) return refuse(404, 'not-found', 'There is no such SMSC.')
  const asked: SmscPatch = { ...stored, ...settings, ...change }
  if (asked.edges?.includes('paris')) return refuse(503, 'bind-not-tried', 'No edge is connected that may hold it.')
  const types: readonly BindType[] =
    asked.bindMode === 'transmitter-receiver' ? ['transmitter', 'receiver'] : ['transceiver']
  const code =
    asked.host === 'silent.example' ? 'connection-timeout' : asked.password === 'wrong' ? 'password-wrong' : undefined
  const [first] = types
  if (code && first) return good({ ok: false, trials: [failed(first, code)], notTried: left(types.slice(1)) })
  return good({ ok: true, trials: types.map((bindType) => bound(bindType, asked.tls === true)), notTried: [] })
}

function left(types: readonly BindType[]) {
  return types.map((bindType) => ({ bindType, reason: 'the bind before it failed' }))
}

function failed(bindType: BindType, code: BindDiagnosisCode): BindTrialView {
  const diagnosis = { ...BIND_DIAGNOSES[code], code, seen: `bind_${bindType}_resp with ESME_RINVPASWD (0x0000000e).` }
  const steps: BindTrialView['steps'] = [
    { name: 'name', ok: true, tookMs: 3.2, words: '192.0.2.5' },
    { name: 'connection', ok: true, tookMs: 21, words: 'to 192.0.2.5:2775, from 198.51.100.7' },
    { name: 'bind', ok: false, tookMs: 40, words: diagnosis.title },
  ]
  return { bindType, edge: 'london', ok: false, steps, diagnosis, facts: UNTOLD, notes: [] }
}

function bound(bindType: BindType, isSecure: boolean): BindTrialView {
  return {
    bindType,
    edge: null,
    ok: true,
    steps: [
      { name: 'connection', ok: true, tookMs: 21, words: 'to 192.0.2.5:2775, from 198.51.100.7' },
      { name: 'bind', ok: true, tookMs: 40, words: 'accepted by SMSC1, SMPP 3.4' },
      { name: 'enquire-link', ok: true, tookMs: 20, words: 'answered in 20 ms' },
      { name: 'unbind', ok: true, tookMs: 20, words: 'not answered' },
    ],
    diagnosis: null,
    facts: { ...UNTOLD, tls: isSecure ? TLS : null, smscSystemId: 'SMSC1', smscVersion: '3.4', roundTripMs: 20 },
    notes: ['The SMSC did not answer unbind. It may hold the bind for a while.'],
  }
}
