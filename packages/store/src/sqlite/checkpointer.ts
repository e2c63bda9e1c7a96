// The thread that copies pages from the log to the database file: told `copy`, it answers when it has tried, and what it
// met; told `close`, it ends. See `Checkpoints`.
import { parentPort, workerData } from 'node:worker_threads'
import type { Tried } from './checkpoints.ts'
import { openForCheckpoints } from './database.ts'
import { failureOf } from './failure.ts'

const port = parentPort
if (!port) throw new Error('this file is the entry of a worker thread')

const db = openForCheckpoints(workerData as string)
const copy = db.prepare('PRAGMA wal_checkpoint(PASSIVE)')

port.on('message', (message: 'copy' | 'close') => {
  if (message === 'close') {
    db.close()
    port.close()
    return
  }
  // The writer looks at how far it came.
  let tried: Tried = {}
  try {
    copy.get()
  } catch (error) {
    tried = { failure: failureOf(error) }
  }
  port.postMessage(tried)
})
