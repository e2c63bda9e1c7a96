import type { TestContext } from 'node:test'
import { type ClientOptions, SmppClient } from '../../src/index.ts'

/** A client for a message centre on this machine, started, until the test ends. */
export function startClient(t: TestContext, port: number, options: Partial<ClientOptions> = {}): SmppClient {
  const client = new SmppClient({ host: '127.0.0.1', port, systemId: 'ours', password: 'secret', ...options })
  t.after(() => client.close())
  return client.start()
}
