// A process of its own, on a disk that is watched: brings the data of version 1 in a directory to the newest version, and
// dies. Usage: upgrade-process.ts DIRECTORY [MARKS]; with a file of marks it makes the data first and marks that it has.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { Writer } from '../../src/sqlite/writer.ts'
import { makeVersion1 } from './version-1.ts'

const [, , directory = '', marks] = process.argv
if (marks !== undefined) {
  makeVersion1(directory).close()
  // The folder's entries, too: what is to be upgraded was there yesterday.
  const folder = openSync(directory, 'r')
  fsyncSync(folder)
  closeSync(folder)
  writeSync(openSync(marks, 'a'), 'made')
}
new Writer(directory, {})
process.kill(process.pid, 'SIGKILL')
