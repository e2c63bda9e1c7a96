import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_FILE, openForReading } from '../../packages/store/src/sqlite/database.ts'
import { FRAME_HEADER_OCTETS, LOG_HEADER_OCTETS } from '../../packages/store/src/sqlite/log-inspection.ts'

const PAGE_OCTETS = 4096

/** Prints how many pages of each table and index the log of a store has, which is written as long as it is not copied. */
export function printLogPages(directory: string): void {
  const written = new Map<number, number>()
  const log = readFileSync(join(directory, `${DATABASE_FILE}-wal`))
  const salt = log.readUInt32BE(16)
  for (let at = LOG_HEADER_OCTETS; at + FRAME_HEADER_OCTETS + PAGE_OCTETS <= log.length; ) {
    if (log.readUInt32BE(at + 8) !== salt) break
    const page = log.readUInt32BE(at)
    written.set(page, (written.get(page) ?? 0) + 1)
    at += FRAME_HEADER_OCTETS + PAGE_OCTETS
  }
  const db = openForReading(directory)
  const byName = new Map<string, number>()
  for (const row of db.prepare('SELECT name, pageno FROM dbstat').all()) {
    const { name, pageno } = row as { readonly name: string; readonly pageno: number }
    byName.set(name, (byName.get(name) ?? 0) + (written.get(pageno) ?? 0))
  }
  db.close()
  const all = [...written.values()].reduce((sum, one) => sum + one, 0)
  console.log(`${all} pages in the log`)
  for (const [name, pages] of [...byName].sort(([, one], [, other]) => other - one)) {
    if (pages > 0) console.log(`${((100 * pages) / all).toFixed(1).padStart(5)} %  ${name}`)
  }
}
