import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { articleOne, temporaryFolder } from '@smpp-connect/testkit'
import { KEY, RunningConnect, runCli } from './running-connect.ts'

describe('real input in bulk', { timeout: 180_000 }, () => {
  it('Article 1 of every translation arrives code point for code point', async () => {
    using folder = temporaryFolder()
    await using connect = await RunningConnect.start(join(folder.path, 'data'))
    const translations = articleOne()
    assert.ok(translations.length > 500, `${translations.length} translations`)
    const rows = translations.map(({ text }, index) => ({ to: `+44770091${String(index).padStart(4, '0')}`, text }))
    const file = join(folder.path, 'udhr.ndjson')
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

    const env = { CONNECT_URL: connect.url, CONNECT_API_KEY: KEY, XDG_STATE_HOME: join(folder.path, 'state') }
    const sent = await runCli(['send', '--file', file, '--json'], env)
    assert.equal(sent.code, 0, sent.stderr)
    const summary = JSON.parse(sent.stdout) as { rows: number; accepted: number; states: Record<string, number> }
    assert.equal(summary.rows, rows.length)
    assert.equal(summary.accepted, rows.length)
    assert.deepEqual(summary.states, { delivered: rows.length }, sent.stdout)
    for (const { to, text } of rows) {
      const shown = await connect.phone(to)
      assert.deepEqual(
        shown.map((one) => one.text),
        [text],
      )
    }

    const again = await runCli(['send', '--file', file], env)
    assert.notEqual(again.code, 0, 'a finished run is not sent again by accident')
    assert.match(again.stderr, /--again/)
  })
})
