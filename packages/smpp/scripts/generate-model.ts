// Writes src/codec/model/pdus.generated.ts from the command and TLV tables, so that the types of a PDU cannot drift from
// what the codec reads and writes. `--check` compares instead of writing and exits 1 on a difference (a test runs that).
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { renderModel } from './render-model.ts'

const target = fileURLToPath(new URL('../src/codec/model/pdus.generated.ts', import.meta.url))
const wanted = renderModel()
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== wanted) {
    console.error(`${target} is stale: run scripts/generate-model.ts`)
    process.exitCode = 1
  }
} else {
  writeFileSync(target, wanted)
  console.log(`wrote ${target}`)
}
