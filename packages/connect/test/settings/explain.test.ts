import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainSettings, showValue } from '../../src/settings/explain.ts'
import { loadSettings } from '../../src/settings/load.ts'

const key = 'a-key-that-nobody-may-see'
const result = loadSettings({
  flags: { httpPort: '8080' },
  env: { CONNECT_API_KEY: key },
  cwd: '/srv',
  readFile: () => undefined,
})
assert.ok(result.ok)
const { settings, origins } = result

test('a setting is told with its value, who said so, and what is allowed', () => {
  assert.deepEqual(explainSettings(settings, origins, ['httpPort']), [
    {
      key: 'httpPort',
      value: 8080,
      origin: 'flag --http-port',
      allowed: 'a whole number, 0 to 65535 (0 = any free port)',
      default: 2780,
      flag: '--http-port <port>',
      environment: 'CONNECT_HTTP_PORT',
      help: 'The port of the API and the console.',
    },
  ])
})

test('a secret shows that it is set and nothing else', () => {
  const all = explainSettings(settings, origins)
  assert.doesNotMatch(JSON.stringify(all), new RegExp(key))
  assert.equal(all.find((row) => row.key === 'apiKey')?.value, '(set)')
})

test('values are shown as the environment would hold them', () => {
  assert.deepEqual([true, false, null, 7, 'x'].map(showValue), ['on', 'off', 'none', '7', 'x'])
})
