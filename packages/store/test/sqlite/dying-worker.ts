// Stands in for the store's worker: it is ready, and the first call is its end.
import { parentPort, workerData } from 'node:worker_threads'

parentPort?.on('message', () => {
  if (workerData.directory === 'throws') throw new Error('out of everything')
  process.exit()
})
parentPort?.postMessage({ kind: 'ready' })
