import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { routingChangeSchema } from '@smpp-connect/contracts'
import { checkRouting } from '../../src/route/check-routing.ts'
import { loadCountries } from '../../src/route/countries.ts'

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'guide', 'routing.md'), 'utf8')

it('the rules in the guide can be saved, and nothing is wrong with them', async () => {
  const [, block] = /```json\n([\s\S]*?)```/.exec(guide) ?? []
  assert.ok(block, 'the guide has a block of JSON')
  const rules = routingChangeSchema.parse(JSON.parse(block))
  const isSmsc = (id: string) => (['smsc_direct', 'smsc_reseller'].includes(id) ? undefined : 'unknown')
  const { problems, warnings } = checkRouting(rules, isSmsc, await loadCountries())
  assert.deepEqual([problems, warnings], [[], []])
})
