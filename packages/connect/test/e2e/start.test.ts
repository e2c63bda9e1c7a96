import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { RunningConnect, spawnUp } from './running-connect.ts'

/** Runs `connect up` where it cannot start, and gives what it says. */
async function failedStart(dataDir: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { child, output } = spawnUp(dataDir, env)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  assert.notEqual(code, 0, output())
  return output()
}

describe('a start that cannot be', { timeout: 60_000 }, () => {
  for (const [key, what] of [
    ['CONNECT_HTTP_PORT', 'the console and the API'],
    ['CONNECT_SIMULATOR_PORT', 'the simulator'],
  ] as const) {
    it(`names the port in use, who wanted it and what to do (${key})`, async () => {
      using folder = temporaryFolder()
      const taken = createServer()
      const port = await new Promise<number>((resolve) => {
        taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
      })
      const said = await failedStart(folder.path, { [key]: String(port) })
      taken.close()
      assert.match(
        said,
        new RegExp(`Another program listens on 127\\.0\\.0\\.1 port ${port}, which ${what} should use`),
      )
      assert.match(said, /--(http|simulator)-port/)
    })
  }

  it('says that the data directory cannot be written, and why', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    const said = await failedStart(join(file, 'data'), {})
    assert.match(said, /The data directory .* cannot be used: .*a file, not a folder/)
  })

  it('says that another Connect uses the data directory', async () => {
    using folder = temporaryFolder()
    await using _running = await RunningConnect.start(folder.path)
    const said = await failedStart(folder.path, {})
    assert.match(said, /cannot start/)
    assert.match(said, /another|in use/i)
    assert.ok(said.includes(folder.path), said)
  })

  it('names a malformed setting, where it stands, and what is allowed', async () => {
    using folder = temporaryFolder()
    const said = await failedStart(folder.path, { CONNECT_HTTP_PORT: 'eighty' })
    assert.match(said, /httpPort/)
    assert.match(said, /CONNECT_HTTP_PORT/)
    assert.match(said, /65535/)
  })
})
