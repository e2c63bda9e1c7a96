import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { promisify } from 'node:util'
import { temporaryFolder } from '@smpp-connect/testkit'
import { KEY, MAIN, RunningConnect } from './running-connect.ts'

const readme = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] as string)

/** The README's block that holds these words, as it stands there. */
function block(words: string): string {
  const found = blocks.find((text) => text.includes(words))
  assert.ok(found, `no block of the README holds ${words}`)
  return found
}

it("the README's commands do what it says", { timeout: 90_000 }, async () => {
  using folder = temporaryFolder()
  await using connect = await RunningConnect.start(join(folder.path, 'data'))
  writeFileSync(join(folder.path, 'customers.csv'), 'to,text\n+447700900201,Hello Ada\n+447700900202,Hello Grace\n')
  writeFileSync(join(folder.path, 'texts.txt'), 'First\nSecond\n')
  const env = {
    PATH: process.env.PATH,
    CONNECT_DATA_DIR: connect.dataDir,
    CONNECT_API_KEY: KEY,
    XDG_STATE_HOME: join(folder.path, 'state'),
  }
  // `npx connect` finds the command in the checkout; here it is called by its path, from another folder.
  const run = (script: string) =>
    promisify(execFile)('bash', ['-euc', script.replaceAll('npx connect', `${process.execPath} ${MAIN}`)], {
      cwd: folder.path,
      env,
    })

  const one = await run(block('npx connect send --to'))
  assert.match(one.stdout + one.stderr, /Delivered/)
  const curl = await run(block('curl').replace('http://127.0.0.1:2780', connect.url))
  assert.equal((JSON.parse(curl.stdout) as { state: string }).state, 'accepted')
  const options = await run(block('--send-at'))
  assert.match(options.stderr, /not before .*Delivered, /s)
  const files = await run(block('--file customers.csv'))
  assert.match(files.stdout + files.stderr, /Delivered\s+2/)
  assert.deepEqual(
    (await connect.phone('+447700900201')).map((text) => text.text),
    ['Hello Ada'],
  )
})
