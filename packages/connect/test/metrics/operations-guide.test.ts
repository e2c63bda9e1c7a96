import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { METRICS, type MetricEntry } from '@smpp-connect/contracts'

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'guide', 'operations.md'), 'utf8')

test('the alerts of docs/guide/operations.md stand on metrics that there are, with the labels that they have', () => {
  const named = [...guide.matchAll(/\b(connect_[a-z_]+)(?:\{([^}]*)\})?/g)]
  assert.ok(named.length > 15)
  for (const [, name = '', labels = ''] of named) {
    const entry = (METRICS as Readonly<Record<string, MetricEntry>>)[name]
    assert.ok(entry, name)
    for (const [, label = ''] of labels.matchAll(/(\w+)=/g))
      assert.ok(entry.labels.includes(label), `${name}{${label}}`)
  }
})
