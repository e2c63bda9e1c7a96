import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, it } from 'node:test'
import { silentLog, systemClock } from '@smpp-connect/kernel'
import { temporaryFolder } from '@smpp-connect/testkit'
import { StatusListener } from '../../src/health/status-listener.ts'
import { writeEdgeFile } from '../../src/roles/edge-file.ts'
import { writeRunningFile } from '../../src/roles/running-file.ts'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

describe('connect health', () => {
  it('asks the edge that runs on the folder', async () => {
    using folder = temporaryFolder()
    let missing: readonly string[] = []
    let listens: string | undefined
    const readiness = () => ({ status: missing.length === 0 ? 'ready' : 'not-ready', missing }) as const
    const listener = new StatusListener({
      at: { host: '127.0.0.1', port: 0 },
      pages: { readiness, metrics: async () => ({ contentType: '', body: '' }) },
      clock: systemClock,
      log: silentLog,
      onChange: (at) => {
        listens = at
      },
    })
    await listener.start()
    const file = { edgeId: 'london', role: 'edge', pid: process.pid, listens: null } as const
    const health = (...words: string[]) =>
      runToEnd(['health', '--data-dir', folder.path, ...words], { folder: folder.path })
    try {
      assert.deepEqual((await health()).exitCode, 3, 'nothing runs there')
      writeEdgeFile(folder.path, { ...file, status: listens ?? null })
      const lives = await health()
      assert.deepEqual([lives.exitCode, lives.err], [0, 'It lives.\n'])
      assert.equal((await health('--ready')).exitCode, 0)
      missing = ['It is being stopped.']
      const stopping = await health('--ready')
      assert.equal(stopping.exitCode, 1)
      assert.match(stopping.err, /It is being stopped\./)
      assert.equal((await health()).exitCode, 0, 'and it lives')
    } finally {
      await listener.stop()
    }
    const gone = await health()
    assert.equal(gone.exitCode, 1)
    assert.match(gone.err, /No answer from http:\/\/127\.0\.0\.1:\d+: /)
    writeEdgeFile(folder.path, { ...file, status: null })
    assert.equal((await health()).exitCode, 3, 'it shows nothing')
    rmSync(folder.path, { recursive: true })
  })

  it('asks the Connect that runs on the folder, without its key', async () => {
    using folder = temporaryFolder()
    await using connect = await SmallConnect.start()
    const startedAt = '2026-11-26T00:00:00.000Z'
    const more = { pid: process.pid, installation: 'one', startedAt }
    writeRunningFile(folder.path, { url: connect.url, apiKey: 'no-key-that-counts', ...more })
    for (const words of [[], ['--ready']]) {
      const { exitCode, err } = await runToEnd(['health', '--data-dir', folder.path, ...words], { folder: folder.path })
      assert.equal(exitCode, 0, err)
    }
  })
})
