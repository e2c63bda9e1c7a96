import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SmscDefinition } from '@smpp-connect/contracts'
import { chooseSmsc } from '../../src/route/choose-smsc.ts'
import { definition } from '../definition.ts'

const old = definition({ id: 'smsc_old', createdAtMs: 1, defaultSender: '60777' })
const young = definition({ id: 'smsc_young', createdAtMs: 2, defaultSender: 'Bank' })
const off = definition({ id: 'smsc_off', createdAtMs: 0, enabled: false })

function chosen(given: { wanted?: string; sender?: string; able?: readonly SmscDefinition[] }): string {
  const { wanted, sender, able = [old, young] } = given
  const outcome = chooseSmsc(
    { wanted, sender, destination: '+447700900123', messageClass: 'transactional', owner: 'key_test' },
    { definitions: [off, young, old], able: (candidate) => able.includes(candidate) },
  )
  return outcome.ok ? outcome.value.definition.id : outcome.refusal.code
}

describe('choosing the SMSC', () => {
  it('takes the one that is named, even if it is disabled: the message waits there', () => {
    assert.equal(chosen({ wanted: 'smsc_off' }), 'smsc_off')
  })
  it('takes the one whose sender address it is', () => assert.equal(chosen({ sender: 'Bank' }), 'smsc_young'))
  it('takes the oldest that is enabled', () => assert.equal(chosen({}), 'smsc_old'))
  it('prefers one that is bound', () => assert.equal(chosen({ able: [young] }), 'smsc_young'))
  it('lets it wait at the oldest when none is bound', () => assert.equal(chosen({ able: [] }), 'smsc_old'))
})
