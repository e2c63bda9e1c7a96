// For the test of the disk shim: writes to a file in the folder it is told, syncs it and renames it, and prints the code of
// each step's error, or how it went. Usage: victim.ts FOLDER [MARKS]
import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const OCTETS = 4096

const [, , folder = '', marks = ''] = process.argv

function attempt<Result>(step: () => Result): Result | undefined {
  try {
    const result = step()
    const isShort = typeof result === 'number' && result === OCTETS / 2
    process.stdout.write(isShort ? 'short\n' : 'ok\n')
    return result
  } catch (failure) {
    process.stdout.write(`${(failure as NodeJS.ErrnoException).code}\n`)
    return undefined
  }
}

const file = attempt(() => openSync(join(folder, 'a'), 'w+')) ?? openSync('/dev/null', 'w')
attempt(() => writeSync(file, Buffer.alloc(OCTETS, 'x'), 0, OCTETS, 0))
attempt(() => writeSync(file, Buffer.alloc(OCTETS, 'y'), 0, OCTETS, OCTETS))
if (marks) writeSync(openSync(marks, 'a'), 'between')
attempt(() => fdatasyncSync(file))
closeSync(file)
attempt(() => renameSync(join(folder, 'a'), join(folder, 'b')))
const parent = openSync(folder, 'r')
attempt(() => fsyncSync(parent))
closeSync(parent)
attempt(() => rmSync(join(folder, 'b')))
