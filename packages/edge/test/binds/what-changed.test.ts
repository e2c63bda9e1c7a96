import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { whatChanged } from '../../src/binds/what-changed.ts'
import { definition } from '../definition.ts'

describe('what a changed definition asks of its binds', () => {
  const before = definition()
  const changed = (given: Parameters<typeof definition>[0]) => definition({ version: 2, ...given })
  const cases = [
    ['the first sight of it', undefined, before, 'start'],
    ['none of it', undefined, undefined, 'nothing'],
    ['the same again', before, definition(), 'nothing'],
    ['its end', before, undefined, 'end'],
    ['disabling', before, changed({ enabled: false }), 'end'],
    ['enabling', changed({ enabled: false }), before, 'start'],
    ['a change while disabled', changed({ enabled: false }), changed({ enabled: false, port: 1 }), 'nothing'],
    ['a pace', before, changed({ perSecond: 5 }), 'in-place'],
    ['a window', before, changed({ windowSize: 5 }), 'in-place'],
    ['a name', before, changed({ name: 'Other' }), 'in-place'],
    ['a response time-out', before, changed({ responseTimeoutSeconds: 5 }), 'in-place'],
    ['a host', before, changed({ host: 'other' }), 'rebind'],
    ['a password', before, changed({ password: 'other' }), 'rebind'],
    ['a bind mode', before, changed({ bindMode: 'transmitter-receiver' }), 'rebind'],
    ['a host and a window', before, changed({ host: 'other', windowSize: 3 }), 'rebind'],
  ] as const
  for (const [what, was, is, asks] of cases) it(`${what}: ${asks}`, () => assert.equal(whatChanged(was, is), asks))
})
