import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'installation'
const DATABASE = 'connect.db'

/**
 * Which installation this data folder holds: an id made with its database, and made anew when the database is. A folder of
 * the same name may hold another one tomorrow, and what was handed to the old one is not with the new.
 */
export function installationId(dataDir: string): string {
  const path = join(dataDir, FILE)
  if (existsSync(path) && existsSync(join(dataDir, DATABASE))) return readFileSync(path, 'utf8').trim()
  const id = randomUUID()
  writeFileSync(path, `${id}\n`, { mode: 0o600 })
  return id
}
