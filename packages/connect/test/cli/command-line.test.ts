import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { VERSION } from '../../src/version.ts'
import { runToEnd } from '../send/command-line.ts'
import { FakeConnect, KEY } from '../send/fake-connect.ts'

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'connect.mjs')

interface Place {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

function environment(env: Place['env']): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(([name]) => !/^(CONNECT_|NO_COLOR|FORCE_COLOR|NODE_)/.test(name))
  return { ...Object.fromEntries(clean), ...env }
}

/** In a process of its own, as a user has it. */
function spawned(words: readonly string[], { cwd, env, input = '' }: Place = {}) {
  const ended = spawnSync(process.execPath, [BIN, ...words], {
    cwd,
    env: environment(env),
    input,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { code: ended.status, out: ended.stdout, err: ended.stderr }
}

/** In this process, which is quicker. */
async function connect(words: readonly string[], { cwd = '/', env = {}, input = '' }: Place = {}) {
  const { exitCode, out, err } = await runToEnd(words, {
    folder: cwd,
    env: { CONNECT_API_KEY: undefined, ...env },
    stdin: input,
  })
  return { code: exitCode, out, err }
}

test('with nothing to do it shows its help, examples first', async () => {
  const { code, out, err } = spawned([])
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /^Examples:\n {2}\$ npm start\n/)
  assert.match(out, /Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 .*\n {2}130 /)
  assert.equal((await connect(['--help'])).out, out)
})

test('the help of a command tells its options and those of every command', async () => {
  const { code, out } = await connect(['help', 'send'])
  assert.equal(code, 0)
  assert.match(out, /^Examples:\n {2}\$ npx connect send --to \+447700900123 --text "Hello" --wait\n/)
  for (const words of ['--file <file>', '--no-wait', '[CONNECT_URL]', '--json', 'Files (UTF-8):']) {
    assert.ok(out.includes(words), words)
  }
})

test('--version prints the version and nothing else', async () => {
  assert.deepEqual(spawned(['--version']), { code: 0, out: `${VERSION}\n`, err: '' })
})

test('what is not understood ends with 2, a near match and a hint, on stderr', async () => {
  const hint = '`npx connect --help` shows how it is used.\n'
  assert.deepEqual(await connect(['sned']), {
    code: 2,
    out: '',
    err: `Error: unknown command 'sned'\n(Did you mean send?)\n${hint}`,
  })
  const option = await connect(['up', '--htp-port', '1'])
  assert.deepEqual([option.code, option.out], [2, ''])
  assert.match(option.err, /^Error: unknown option '--htp-port'\n\(Did you mean --http-port\?\)/)
  assert.equal((await connect(['config'])).code, 2)
  assert.equal((await connect(['send', '--format', 'xml'])).code, 2)
  assert.equal((await connect(['status', 'extra'])).code, 2)
})

test('a secret as a flag is refused with the reason', async () => {
  const { code, err } = await connect(['send', '--api-key', 'hunter2-hunter2-hunter2'])
  assert.equal(code, 2)
  assert.match(err, /Secrets are not flags, because flags show in the process list: set CONNECT_API_KEY\./)
  assert.doesNotMatch(err, /hunter2/)
})

test('a malformed setting stops the start before anything is done', async () => {
  using folder = temporaryFolder()
  const { code, out, err } = spawned(['up', '--http-port', 'abc'], {
    cwd: folder.path,
    env: { CONNECT_MAX_PARTS: '0', CONNECT_HTP_HOST: 'x' },
  })
  assert.deepEqual([code, out], [2, ''])
  assert.match(err, /^Error: httpPort \(flag --http-port\): found "abc"; allowed: a whole number, 0 to 65535 /)
  assert.match(
    err,
    /\nError: maxParts \(environment CONNECT_MAX_PARTS\): found "0"; allowed: a whole number, 1 to 255\.\n/,
  )
  assert.equal(existsSync(join(folder.path, 'data')), false)
})

test('config explain shows the value, who said so and what is allowed', async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'connect.config.json'), '{"httpPort": 8080, "simulator": false}')
  const place = { cwd: folder.path, env: { CONNECT_API_KEY: 'a-secret-of-16-or-more', CONNECT_HTTP_PORT: '99' } }
  const one = await connect(['config', 'explain', 'httpPort'], place)
  assert.deepEqual([one.code, one.err], [0, ''])
  assert.match(one.out, /^httpPort: The port of the API.*\n {2}Value +99\n {2}From +environment CONNECT_HTTP_PORT\n/)
  const all = await connect(['config', 'explain', '--http-port', '7', '--json'], place)
  assert.doesNotMatch(all.out, /a-secret/)
  const rows = JSON.parse(all.out) as { key: string; value: unknown; origin: string }[]
  const row = (key: string) => rows.find((found) => found.key === key)
  assert.deepEqual([row('httpPort')?.value, row('httpPort')?.origin], [7, 'flag --http-port'])
  assert.match(row('simulator')?.origin ?? '', /^file .*connect\.config\.json$/)
  const slip = await connect(['config', 'explain', 'htpPort'], place)
  assert.deepEqual([slip.code, slip.err], [2, 'Error: There is no setting "htpPort"; did you mean httpPort?\n'])
})

test('send says what is missing', async () => {
  using folder = temporaryFolder()
  const error = async (...words: string[]) => {
    const { code, out, err } = await connect(['send', ...words], { cwd: folder.path })
    assert.deepEqual([code, out], [2, ''], err)
    return err
  }
  assert.match(await error(), /Say what to send: --text TEXT \(with --to NUMBER\) or --file FILE/)
  assert.match(await error('--text', 'a'), /Say whom to send it to/)
  assert.match(await error('--text', 'a', '--file', 'b'), /either --text or --file/)
  assert.match(await error('--text', 'a', '--to', '1', '--again'), /--again goes with --file only/)
  assert.match(await error('--file', 'b.xyz'), /does not tell the format: add --format csv, ndjson or lines/)
  assert.match(await error('--file', 'b.txt'), /says no destination: add --to NUMBER or --to-sequence/)
  assert.match(await error('--file', '-'), /could not be resumed/)
  assert.match(
    await error('--file', 'b.csv', '--batch-size', '501'),
    /--batch-size: found "501"; allowed: a whole number, 1 to 500/,
  )
  assert.match(
    await error('--file', 'b.txt', '--to-sequence', '+44'),
    /--to-sequence: found "\+44"; allowed is NUMBER:COUNT/,
  )
  assert.match(await error('--file', 'b.csv'), /b\.csv is not there\./)
})

test('where nothing runs, it says how to start, and ends with 3', async () => {
  using folder = temporaryFolder()
  for (const words of [['status'], ['send', '--to', '1', '--text', 'a']]) {
    const { code, err } = await connect(words, { cwd: folder.path })
    assert.equal(code, 3)
    assert.match(err, /^Error: Connect is not running on .*data\.\nStart it with `npm start`/)
  }
})

test('PDUs are taken apart, from words or from standard input', async () => {
  const words = ['pdu', 'decode', '00000010', '80000015', '00000000', '00000001']
  const { code, out, err } = await connect(words)
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /^enquire_link_resp, 16 octets\n/)
  assert.equal((await connect(['pdu', 'decode'], { input: '00000010 80000015\n00000000 00000001' })).out, out)
  const two = await connect([...words, ...words.slice(2), '--json'])
  assert.deepEqual(
    (JSON.parse(two.out) as { command: string }[]).map(({ command }) => command),
    ['enquire_link_resp', 'enquire_link_resp'],
  )
  assert.equal((await connect(['pdu', 'decode', 'xyz'])).code, 2)
  assert.equal((await connect(['pdu', 'decode', '0000'])).code, 2)
})

test('kill -9 in the middle of a file, then the same command: every text once', async () => {
  using folder = temporaryFolder()
  await using server = await new FakeConnect().start()
  const texts = Array.from({ length: 1000 }, (_, index) => `text ${index}`)
  const file = join(folder.path, 'texts.txt')
  writeFileSync(file, texts.join('\n'))
  const env = environment({ CONNECT_URL: server.url, CONNECT_API_KEY: KEY, XDG_STATE_HOME: join(folder.path, 'state') })
  const run = () => {
    const words = [BIN, 'send', '--file', file, '--to', '+447700900123', '--json']
    const child = spawn(process.execPath, words, { cwd: folder.path, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    const ended = new Promise<{ code: number | null; signal: string | null; out: string }>((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, out }))
    })
    return { child, ended }
  }
  const first = run()
  server.onAccept = (batch) => {
    if (batch === 2) first.child.kill('SIGKILL')
  }
  assert.equal((await first.ended).signal, 'SIGKILL')
  server.onAccept = () => {}
  const { code, out } = await run().ended
  assert.equal(code, 0)
  assert.deepEqual(server.texts, texts)
  assert.equal((JSON.parse(out) as { accepted: number }).accepted, 1000)
})
