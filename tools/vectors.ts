// Reads a file of PDU octet vectors and receipts with our codec and compares what was read with what the file says.
// Usage: tools/vectors.ts PATH [--verbose]. Exit code 0: all read as listed; 1: some differ; 2: no such file or no vectors.
import { readFileSync } from 'node:fs'
import { checkVectors } from './vectors/check.ts'

const path = process.argv[2]
if (path === undefined) {
  console.error('usage: vectors.ts PATH [--verbose]')
  process.exit(2)
}
let text: string
try {
  text = readFileSync(path, 'utf8')
} catch (error) {
  console.error(`cannot read ${path}: ${(error as Error).message}`)
  process.exit(2)
}
const summary = checkVectors(JSON.parse(text))
if (summary.total === 0) {
  console.error(`${path} holds no vectors`)
  process.exit(2)
}
for (const difference of summary.differences) console.error(difference)
if (process.argv.includes('--verbose')) for (const note of summary.notes) console.log(note)
for (const [kind, { read, total }] of Object.entries(summary.kinds))
  console.log(`${kind}: ${read} of ${total} as listed`)
process.exitCode = summary.differences.length === 0 ? 0 : 1
