// The thread in which SQLite runs: a writer or a reader, told which by `workerData`. It says `ready` or why not, then
// answers calls until it is told to close.
import { parentPort, workerData } from 'node:worker_threads'
import { TELLS_LENGTH_OF_LOG } from './database.ts'
import { failureOf } from './failure.ts'
import { packResult, unpackArguments } from './packing/index.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './thread.ts'
import type { Call, GroupOutcome, Reply } from './writer.ts'

/** Most items (messages, records) in one transaction: beyond that a group gains nothing, and only waits longer. */
const MOST_ITEMS = 4096

const port = parentPort
if (!port) throw new Error('this file is the entry of a worker thread')
const tell = (message: FromWorker): void => port.postMessage(message)

const settings = workerData as WorkerSettings
const waiting: Call[] = []
let working = false

try {
  const worker = await start()

  const work = (): void => {
    const group = takeGroup()
    if (group.length === 0) return
    const { replies, events } = worker.run(group)
    // Looked at after the commit: who listens since then finds in the store what it is not told.
    const isHeard = settings.listeners !== undefined && Atomics.load(settings.listeners, 0) > 0
    const packed = replies.map((reply, index) => packReply(group[index] as Call, reply))
    tell({ kind: 'done', replies: packed, events: isHeard ? events : [] })
    worker.settled?.()
  }
  const turn = (): void => {
    work()
    working = waiting.length > 0
    // Through the event loop, so that what arrived meanwhile joins the next group.
    if (working) setImmediate(turn)
  }

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      while (waiting.length > 0) work()
      void Promise.resolve(worker.close()).finally(() => port.close())
      return
    }
    for (const { id, name, args } of message.calls) waiting.push({ id, name, args: unpackArguments(name, args) })
    if (!working) {
      working = true
      setImmediate(turn)
    }
  })
  tell({ kind: 'ready' })
} catch (error) {
  tell({ kind: 'refused', failure: failureOf(error) })
  port.close()
}

interface Work {
  run(calls: readonly Call[]): GroupOutcome
  /** What is to be done when the asker has been answered. */
  settled?(): void
  close(): void | Promise<void>
}

/** Loads only what the role needs: starting is most of what a worker costs. */
async function start(): Promise<Work> {
  if (settings.role === 'reader') {
    const { Reader } = await import('./reader.ts')
    return new Reader(settings.directory)
  }
  const [{ Writer }, { Checkpoints }, { LogReports }] = await Promise.all([
    import('./writer.ts'),
    import('./checkpoints.ts'),
    import('./log-reports.ts'),
  ])
  const writer = new Writer(settings.directory, settings)
  if (!TELLS_LENGTH_OF_LOG) return writer
  const reports = new LogReports((log) => tell({ kind: 'log', log }))
  const checkpoints = new Checkpoints(settings.directory, writer, reports)
  return {
    run: (calls) => writer.run(calls),
    settled: () => checkpoints.look(),
    async close() {
      await checkpoints.close()
      writer.close()
    },
  }
}

/** Replies come in the order of the calls. */
function packReply({ name, args }: Call, reply: Reply): Reply {
  return 'result' in reply ? { id: reply.id, result: packResult(name, reply.result, args) } : reply
}

function takeGroup(): readonly Call[] {
  let items = 0
  let count = 0
  for (; count < waiting.length && items < MOST_ITEMS; count++) items += itemsOf(waiting[count] as Call)
  return waiting.splice(0, count)
}

function itemsOf({ args }: Call): number {
  const [first] = args
  if (Array.isArray(first)) return first.length
  const messages = (first as { messages?: readonly unknown[] } | undefined)?.messages
  return Array.isArray(messages) ? messages.length : 1
}
