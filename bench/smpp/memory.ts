// What sessions cost in memory: a server with many bound sessions, from the built package and from the sources, and one
// connection over which a great many PDUs pass.
// Usage: node bench/smpp/memory.ts [sessions [millions of requests]]. 1000 sessions and 5 million requests unless told;
// 50 million requests and their answers are 10^8 PDUs, and take a few minutes.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SmppClient } from '@smpp-connect/smpp'
import { buildPackage } from '../../tools/packaging/build-package.ts'
import { SAMPLE_COUNT, samplePdu } from './sample-pdu.ts'

const MEGABYTE = 1024 * 1024
const WINDOW = 200
const REPORTS = 10
const ROUNDS = 5

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!

/** The server in a process of its own. */
class ServerProcess {
  readonly #child: ChildProcess
  port = 0

  private constructor(library: string) {
    this.#child = fork(fileURLToPath(new URL('memory-server.mjs', import.meta.url)), [library])
  }

  static async start(library: string): Promise<ServerProcess> {
    const server = new ServerProcess(library)
    server.port = await server.#told()
    return server
  }

  async megabytes(): Promise<number> {
    const answer = this.#told()
    this.#child.send('how much')
    return (await answer) / MEGABYTE
  }

  stop(): void {
    this.#child.kill()
  }

  #told(): Promise<number> {
    return new Promise((resolve) => this.#child.once('message', (value) => resolve(value as number)))
  }
}

async function connect(port: number, windowSize?: number): Promise<SmppClient> {
  const client = new SmppClient({ host: '127.0.0.1', port, systemId: 'me', password: 'secret', windowSize })
  client.start()
  await client.bound()
  return client
}

const messages = Array.from({ length: SAMPLE_COUNT }, (_value, index) => {
  const { sequenceNumber: _own, ...message } = samplePdu(index)
  return message
})

/** Megabytes of the whole process: before the first session, with all of them bound, and after 20 requests of each. */
async function holdSessions(library: string, sessions: number): Promise<readonly number[]> {
  const server = await ServerProcess.start(library)
  const empty = await server.megabytes()
  const clients: SmppClient[] = []
  for (let count = 0; count < sessions; count++) clients.push(await connect(server.port))
  const bound = await server.megabytes()
  for (let turn = 0; turn < 20; turn++) {
    await Promise.all(clients.map((client) => client.request(messages[turn]!)))
  }
  const used = await server.megabytes()
  await Promise.all(clients.map((client) => client.close()))
  server.stop()
  return [empty, bound, used]
}

async function passPdus(library: string, millions: number): Promise<void> {
  const server = await ServerProcess.start(library)
  const client = await connect(server.port, WINDOW)
  const total = millions * 1_000_000
  let sent = 0
  let answered = 0
  for (let tenth = 1; tenth <= REPORTS; tenth++) {
    const until = (total / REPORTS) * tenth
    await new Promise<void>((resolve, reject) => {
      const onOutcome = (outcome: { readonly kind: string }): void => {
        answered += 1
        if (outcome.kind !== 'answered') reject(new Error(`a request ended as ${outcome.kind}`))
        else if (sent < until) send()
        else if (answered === sent) resolve()
      }
      const send = (): void => {
        client.requestWith<'submit_sm'>(messages[sent++ % SAMPLE_COUNT]!, onOutcome)
      }
      for (let index = 0; index < WINDOW; index++) send()
    })
    const ours = process.memoryUsage.rss() / MEGABYTE
    const theirs = await server.megabytes()
    console.log(
      `${(2 * answered).toLocaleString('en')} PDUs: client ${ours.toFixed(0)} MB, server ${theirs.toFixed(0)} MB`,
    )
  }
  await client.close()
  server.stop()
}

const [sessions = 1_000, millions = 5] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'smpp-memory-'))
try {
  buildPackage('smpp', folder)
  const built = pathToFileURL(join(folder, 'dist', 'index.js')).href
  const sources = import.meta.resolve('@smpp-connect/smpp')
  console.log(`node ${process.version}, ${ROUNDS} rounds: median and highest, MB of the whole server process`)
  console.log(
    `${''.padEnd(20)} ${['empty', `${sessions} bound`, '20 PDUs each'].map((title) => title.padStart(15)).join('')}`,
  )
  for (const [name, library] of [
    ['the built package', built],
    ['the sources', sources],
  ] as const) {
    const rounds: (readonly number[])[] = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await holdSessions(library, sessions))
    const columns = [0, 1, 2].map((column) => rounds.map((each) => each[column]!))
    const shown = columns.map((each) => `${median(each).toFixed(1)} / ${Math.max(...each).toFixed(1)}`.padStart(15))
    console.log(`${name.padEnd(20)} ${shown.join('')}`)
  }
  await passPdus(built, millions)
} finally {
  rmSync(folder, { recursive: true })
}
