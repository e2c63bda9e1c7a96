// Stands in for the store's worker: answers every call with the number of the message that brought it, from 1.
import { parentPort } from 'node:worker_threads'
import type { ToWorker } from '../../src/sqlite/thread.ts'

let messages = 0

parentPort?.on('message', (message: ToWorker) => {
  messages += 1
  if (message.kind === 'close') parentPort?.close()
  else {
    const replies = message.calls.map(({ id }) => ({ id, result: messages }))
    parentPort?.postMessage({ kind: 'done', replies, events: [] })
  }
})
parentPort?.postMessage({ kind: 'ready' })
