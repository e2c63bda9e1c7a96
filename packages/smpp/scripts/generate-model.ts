// Writes the generated files of src/codec from the command and TLV tables, so that neither the types of a PDU nor the code
// that reads and writes the frequent ones can drift from the tables. A test compares the files with what this would write.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GENERATED } from './generated-files.ts'

for (const [path, render] of Object.entries(GENERATED)) {
  writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), render())
  console.log(`wrote ${path}`)
}
