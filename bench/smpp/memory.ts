// What sessions cost in memory: a server with many bound sessions, and one connection over which a great many PDUs pass.
// Usage: node bench/smpp/memory.ts [sessions [millions of requests]]. 1000 sessions and 5 million requests unless told;
// 50 million requests and their answers are 10^8 PDUs, and take a few minutes.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SmppClient, SmppServer } from '@smpp-connect/smpp'
import { SAMPLE_COUNT, samplePdu } from './sample-pdu.ts'

const MEGABYTE = 1024 * 1024
const WINDOW = 200
const REPORTS = 10

const residentMegabytes = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().rss / MEGABYTE
}

/** The server, in a process of its own: says its port, and how much memory it holds whenever it is asked. */
async function serve(): Promise<void> {
  const server = await SmppServer.listen({
    port: 0,
    limits: { maxSocketsPerAddress: 100_000 },
    onBind: () => true,
    onRequest: () => ({ messageId: '00000001' }),
  })
  process.on('message', () => process.send?.(residentMegabytes()))
  process.send?.(server.address.port)
}

async function measure(): Promise<void> {
  const [sessions = 1_000, millions = 5] = process.argv.slice(2).map(Number)
  const server = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: ['--expose-gc'] })
  const told = (): Promise<number> =>
    new Promise((resolve) => server.once('message', (value) => resolve(value as number)))
  const serverMegabytes = (): Promise<number> => {
    const answer = told()
    server.send('how much')
    return answer
  }
  const port = await told()
  const connect = async (windowSize?: number): Promise<SmppClient> => {
    const client = new SmppClient({ host: '127.0.0.1', port, systemId: 'me', password: 'secret', windowSize })
    client.start()
    await client.bound()
    return client
  }

  const empty = await serverMegabytes()
  const many: SmppClient[] = []
  for (let count = 0; count < sessions; count++) many.push(await connect())
  const full = await serverMegabytes()
  console.log(`${sessions} bound sessions: ${(full - empty).toFixed(1)} MB more, ${full.toFixed(1)} MB in all`)
  await Promise.all(many.map((client) => client.close()))

  const client = await connect(WINDOW)
  const messages = Array.from({ length: SAMPLE_COUNT }, (_value, index) => {
    const { sequenceNumber: _own, ...message } = samplePdu(index)
    return message
  })
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
      const send = (): void => client.requestWith<'submit_sm'>(messages[sent++ % SAMPLE_COUNT]!, onOutcome)
      for (let index = 0; index < WINDOW; index++) send()
    })
    const [ours, theirs] = [residentMegabytes(), await serverMegabytes()]
    console.log(
      `${(2 * answered).toLocaleString('en')} PDUs: client ${ours.toFixed(0)} MB, server ${theirs.toFixed(0)} MB`,
    )
  }
  await client.close()
  server.kill()
}

await (process.argv[2] === 'serve' ? serve() : measure())
