import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeOrigin, type LoadedSettings, loadSettings, type SettingSources } from '../../src/settings/load.ts'
import { SETTING_KEYS, SETTINGS } from '../../src/settings/table.ts'

type Given = Partial<Omit<SettingSources, 'readFile'>> & { readonly files?: Readonly<Record<string, string>> }

function load({ files = {}, ...given }: Given = {}): LoadedSettings {
  return loadSettings({ flags: {}, env: {}, cwd: '/srv', readFile: (path) => files[path], ...given })
}

function loaded(given: Given) {
  const result = load(given)
  assert.ok(result.ok, JSON.stringify(result))
  return result
}

function problems(given: Given): readonly string[] {
  const result = load(given)
  assert.ok(!result.ok, 'it should have been refused')
  return result.problems.map(({ text }) => text)
}

test('with nothing said every setting has its default, and the data folder is absolute', () => {
  const { settings, origins, warnings } = loaded({})
  assert.deepEqual(settings, {
    dataDir: '/srv/data',
    httpHost: '127.0.0.1',
    httpPort: 2780,
    publicUrl: null,
    apiKey: null,
    simulator: true,
    simulatorHost: '127.0.0.1',
    simulatorPort: 2775,
    maxParts: 20,
    retentionDays: null,
    listen: null,
    dialEdges: null,
    manager: null,
    enrolToken: null,
    status: null,
    logLevel: 'warn',
    logFormat: 'text',
    url: null,
  })
  assert.ok(SETTING_KEYS.every((key) => origins[key].kind === 'default'))
  assert.deepEqual(warnings, [])
})

test('a flag wins over the environment, the environment over the file, the file over the default', () => {
  const files = { '/srv/connect.config.json': '{"httpPort": 3, "maxParts": 3, "logLevel": "warn"}' }
  const env = { CONNECT_HTTP_PORT: '2', CONNECT_MAX_PARTS: '2' }
  const { settings, origins } = loaded({ files, env, flags: { httpPort: '1' } })
  assert.deepEqual([settings.httpPort, settings.maxParts, settings.logLevel], [1, 2, 'warn'])
  assert.equal(describeOrigin(origins.httpPort), 'flag --http-port')
  assert.equal(describeOrigin(origins.maxParts), 'environment CONNECT_MAX_PARTS')
  assert.equal(describeOrigin(origins.logLevel), 'file /srv/connect.config.json')
  assert.equal(describeOrigin(origins.httpHost), 'default')
})

test('a malformed value names its key, its origin, what was found and what is allowed', () => {
  const allowed = 'allowed: a whole number, 0 to 65535 (0 = any free port).'
  assert.deepEqual(problems({ flags: { httpPort: 'abc' } }), [`httpPort (flag --http-port): found "abc"; ${allowed}`])
  assert.deepEqual(problems({ env: { CONNECT_HTTP_PORT: '65536' } }), [
    `httpPort (environment CONNECT_HTTP_PORT): found "65536"; ${allowed}`,
  ])
  assert.deepEqual(problems({ files: { '/srv/connect.config.json': '{"httpPort": 1.5}' } }), [
    `httpPort (file /srv/connect.config.json): found 1.5; ${allowed}`,
  ])
  assert.deepEqual(problems({ env: { CONNECT_SIMULATOR: 'maybe' } }), [
    'simulator (environment CONNECT_SIMULATOR): found "maybe"; allowed: on or off.',
  ])
  assert.deepEqual(problems({ env: { CONNECT_DATA_DIR: '' } }), [
    `dataDir (environment CONNECT_DATA_DIR): found an empty value; allowed: ${SETTINGS.dataDir.kind.allowed}.`,
  ])
})

test('every malformed value is reported, also one that a stronger source hides', () => {
  const texts = problems({ flags: { httpPort: '80', logLevel: 'loud' }, env: { CONNECT_HTTP_PORT: '-1' } })
  assert.equal(texts.length, 2)
  assert.match(texts[0] ?? '', /^httpPort \(environment CONNECT_HTTP_PORT\)/)
  assert.match(texts[1] ?? '', /^logLevel \(flag --log-level\): found "loud"; allowed: debug, info, warn, error\.$/)
})

test('a secret is never shown, whatever is wrong with it', () => {
  const [text = ''] = problems({ env: { CONNECT_API_KEY: 'hunter2' } })
  assert.doesNotMatch(text, /hunter2/)
  assert.match(text, /^apiKey \(environment CONNECT_API_KEY\): found 7 characters that do not fit; allowed: 16 to 200/)
  const [torn = ''] = problems({ files: { '/srv/connect.config.json': '{"apiKey": "hunter2hunter2hunter2",}' } })
  assert.doesNotMatch(torn, /hunter2/)
})

test('a secret has no flag: one handed in as such is not taken', () => {
  assert.equal(loaded({ flags: { apiKey: '0123456789abcdef' } }).settings.apiKey, null)
})

test('an unknown key in the file is refused with its near match', () => {
  const path = '/srv/connect.config.json'
  assert.deepEqual(problems({ files: { [path]: '{"htpPort": 1}' } }), [
    `file ${path}: there is no setting "htpPort"; did you mean httpPort?`,
  ])
  assert.match(problems({ files: { [path]: '{"zebra": 1}' } })[0] ?? '', /"zebra"; allowed: dataDir, httpHost/)
})

test('a file that is named must be there; one that is not JSON says where', () => {
  assert.deepEqual(problems({ configFile: 'x.json' }), ['flag --config: there is no file /srv/x.json.'])
  assert.deepEqual(problems({ env: { CONNECT_CONFIG: '/y.json' } }), [
    'environment CONNECT_CONFIG: there is no file /y.json.',
  ])
  assert.match(
    problems({ configFile: 'x', files: { '/srv/x': '{\n  "httpPort": ,\n}' } })[0] ?? '',
    /^file \/srv\/x: is not JSON \(unexpected ,\)\.$/,
  )
  assert.match(
    problems({ configFile: 'x', files: { '/srv/x': '{\n  "httpPort": 1,\n}' } })[0] ?? '',
    /^file \/srv\/x: is not JSON \(line 3, column 1\)\.$/,
  )
  assert.match(problems({ configFile: 'x', files: { '/srv/x': '[]' } })[0] ?? '', /a JSON object/)
  const throwing =
    load({ configFile: 'x' }) &&
    loadSettings({
      flags: {},
      env: {},
      cwd: '/srv',
      configFile: 'x',
      readFile: () => {
        throw new Error('EACCES: permission denied')
      },
    })
  assert.ok(!throwing.ok)
  assert.match(throwing.problems[0]?.text ?? '', /cannot be read \(EACCES: permission denied\)/)
})

test('relative paths count from the working directory, in a file from the folder of the file', () => {
  assert.equal(loaded({ flags: { dataDir: 'd' } }).settings.dataDir, '/srv/d')
  const files = { '/etc/connect/c.json': '{"dataDir": "d"}' }
  assert.equal(loaded({ configFile: '/etc/connect/c.json', files }).settings.dataDir, '/etc/connect/d')
})

test('a CONNECT_ variable that nobody reads is warned of with its near match', () => {
  const { warnings } = loaded({ env: { CONNECT_HTPP_PORT: '1', CONNECT_ZEBRA: '1', CONNECT_TEST: '1', OTHER: '1' } })
  assert.deepEqual(warnings, [
    'Nothing reads the environment variable CONNECT_HTPP_PORT; did you mean CONNECT_HTTP_PORT?',
    'Nothing reads the environment variable CONNECT_ZEBRA.',
  ])
})

test('of settings that a command does not use nothing is judged', () => {
  const result = loaded({ env: { CONNECT_HTTP_PORT: 'abc', CONNECT_DATA_DIR: '/d' }, only: ['dataDir'] })
  assert.equal(result.settings.dataDir, '/d')
})

test('switches: on and off in words, true and false in a file, --no-simulator as a flag', () => {
  assert.equal(loaded({ env: { CONNECT_SIMULATOR: 'off' } }).settings.simulator, false)
  const files = { '/srv/connect.config.json': '{"simulator": false}' }
  assert.equal(loaded({ files }).settings.simulator, false)
  const { settings, origins } = loaded({ files, flags: { simulator: true } })
  assert.equal(settings.simulator, true)
  assert.equal(describeOrigin(origins.simulator), 'flag --simulator')
  assert.equal(describeOrigin(loaded({ flags: { simulator: false } }).origins.simulator), 'flag --no-simulator')
})

test('an address keeps neither credentials nor the slash at its end', () => {
  assert.equal(loaded({ flags: { url: 'https://sms.example.org/' } }).settings.url, 'https://sms.example.org')
  for (const url of ['sms.example.org', 'ftp://x', 'http://u:p@x', 'http://x/?a=1', 'http://x/#y']) {
    assert.equal(load({ flags: { url } }).ok, false, url)
  }
})

test('every row of the table: its default is allowed, and it refuses something', () => {
  for (const key of SETTING_KEYS) {
    const row = SETTINGS[key]
    if (row.default !== null) assert.equal(row.kind.read(row.default), row.default, key)
    assert.equal(row.kind.read(''), undefined, key)
    assert.equal(row.kind.read({}), undefined, key)
    assert.equal(row.kind.read('\u0000'), undefined, key)
    assert.equal(row.env, `CONNECT_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`)
    if (row.flag) assert.equal(row.flag, `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
  }
})
