import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepFile } from './keep-file.ts'

const FILE = 'installation'
const DATABASE = 'connect.db'

/**
 * Which installation this data folder holds: an id made with its database, and made anew when the database is. A folder of
 * the same name may hold another one tomorrow, and what was handed to the old one is not with the new.
 */
export function installationId(dataDir: string): string {
  const path = join(dataDir, FILE)
  const known = existsSync(path) && holdsDatabase(dataDir) ? readFileSync(path, 'utf8').trim() : ''
  // One that a power cut left empty, before it was kept as it is now, says nothing.
  if (known !== '') return known
  const id = randomUUID()
  keepFile(path, `${id}\n`)
  return id
}

/** Whether a folder holds the database of an installation. */
export function holdsDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, DATABASE))
}
