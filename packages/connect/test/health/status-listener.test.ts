import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import { eventually, VirtualClock } from '@smpp-connect/testkit'
import { StatusListener, type StatusPages } from '../../src/health/status-listener.ts'

const PAGES: StatusPages = {
  readiness: () => ({ status: 'ready' }),
  metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'connect_edge_ready 1\n' }),
}

class Listening {
  readonly clock = new VirtualClock()
  readonly told: (readonly [string | undefined, string])[] = []
  readonly listener: StatusListener

  constructor(port: number, pages: Partial<StatusPages> = {}) {
    this.listener = new StatusListener({
      at: { host: '127.0.0.1', port },
      pages: { ...PAGES, ...pages },
      clock: this.clock,
      log: silentLog,
      onChange: (listens, reason) => this.told.push([listens, reason]),
    })
  }

  get place(): string | undefined {
    return this.told.at(-1)?.[0]
  }

  async ask(path: string, method = 'GET'): Promise<readonly [status: number, body: string, type: string | null]> {
    const answer = await fetch(`http://${this.place}${path}`, { method })
    return [answer.status, await answer.text(), answer.headers.get('content-type')]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.listener.stop()
  }
}

describe('the status listener', () => {
  it('answers for its three pages and nothing else', async () => {
    await using status = new Listening(0)
    await status.listener.start()
    assert.deepEqual(await status.ask('/healthz'), [200, '{"status":"ok"}\n', 'application/json'])
    assert.deepEqual(await status.ask('/readyz?verbose'), [200, '{"status":"ready"}\n', 'application/json'])
    const metrics = [200, 'connect_edge_ready 1\n', 'text/plain; version=0.0.4']
    assert.deepEqual(await status.ask('/metrics'), metrics)
    assert.deepEqual((await status.ask('/readyz', 'HEAD')).slice(0, 2), [200, ''])
    assert.equal((await status.ask('/readyz', 'POST'))[0], 405)
    for (const path of ['/', '/v1/smscs', '/metrics/..']) assert.equal((await status.ask(path))[0], 404, path)
  })

  it('says 503 with what is missing, and 500 for a page that cannot be made', async () => {
    const readiness = () => ({ status: 'not-ready', missing: ['It is being stopped.'] }) as const
    const metrics = () => Promise.reject(new Error('no page'))
    await using status = new Listening(0, { readiness, metrics })
    await status.listener.start()
    const [http, body] = await status.ask('/readyz')
    assert.deepEqual([http, JSON.parse(body)], [503, readiness()])
    assert.deepEqual((await status.ask('/metrics')).slice(0, 2), [500, ''])
    assert.equal((await status.ask('/healthz'))[0], 200)
  })

  it('goes on without a place that is taken, says so once, and takes it when it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await using status = new Listening(port)
    await status.listener.start()
    const taken = [undefined, `another program listens on 127.0.0.1 port ${port}`] as const
    assert.deepEqual(status.told, [taken])
    await status.clock.advance(25_000)
    assert.deepEqual(status.told, [taken])
    await new Promise((resolve) => other.close(resolve))
    await status.clock.advance(10_000)
    await eventually('it listens', () => status.place !== undefined)
    assert.equal((await status.ask('/healthz'))[0], 200)
  })

  it('is stopped while it waits for its place, and while somebody is connected', async () => {
    const first = new Listening(0)
    await first.listener.start()
    await first.ask('/healthz')
    const port = Number(first.place?.split(':').at(-1))
    const second = new Listening(port)
    await second.listener.start()
    await second.listener.stop()
    await first.listener.stop()
    await second.clock.advance(60_000)
    assert.equal(second.place, undefined)
  })
})
